import { createServer } from "node:net";

const listen = (port: number) =>
  new Promise<number | null>((done) => {
    const server = createServer().once("error", () => done(null));
    server.listen(port, "127.0.0.1", () => {
      const at = server.address();
      server.close(() => done(at && typeof at === "object" ? at.port : null));
    });
  });

/** The first of some ports in a row that nothing listens on now. */
export async function freePorts(inARow: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = await listen(0);
    if (first === null) continue;
    const rest = await Promise.all(Array.from({ length: inARow - 1 }, (_, index) => listen(first + 1 + index)));
    if (!rest.includes(null)) return first;
  }
  throw new Error("no free ports in a row");
}
