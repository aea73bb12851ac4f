import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** nginx's: longer than the pauses between a collector's questions. */
const KEEP_ALIVE_MS = 75_000;

/** Listens until closed; port 0 takes a free one. A failure of the handler is the simulator's own and is said on stderr. */
export async function listen(host: string, port: number, handler: Handler): Promise<Listener> {
  const server = createServer((request, response) => {
    let url: URL;
    try {
      url = new URL(`http://simulated${request.url ?? "/"}`);
    } catch {
      response.writeHead(400).end();
      return;
    }
    handler(request, response, url).catch((error: unknown) => {
      process.stderr.write(`simulator: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}\n`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { "content-type": "text/plain" }).end("the simulator failed\n");
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, 4096, () => resolve());
  });
  return { port: addressOf(server).port, close: () => close(server) };
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("listening on no port");
  return address;
}

/** Callers that are kept waiting would hold the server open for ever. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
