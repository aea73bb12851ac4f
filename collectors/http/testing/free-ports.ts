import { createServer } from "node:net";

/** The first of neighbouring ports of 127.0.0.1 that were free a moment ago. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 20; tries++) {
    const first = await portIfFree(0);
    if (first === null) continue;
    const others = await Promise.all(Array.from({ length: count - 1 }, (_, index) => portIfFree(first + index + 1)));
    if (!others.includes(null)) return first;
  }
  throw new Error(`no ${count} neighbouring free ports`);
}

function portIfFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen(port, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}
