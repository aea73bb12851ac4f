import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { parseSources, type Source } from "../source.ts";

/** A real HTTP server for the tests of this room. `requests` are the paths asked, `sockets` how many connections came. */
export type TestServer = {
  url: string;
  source: Source;
  requests: string[];
  sockets: () => number;
  close: () => Promise<void>;
};

/** Starts a server on a free port of 127.0.0.1. */
export async function startServer(
  handler: (request: IncomingMessage, response: ServerResponse, hit: number) => void,
): Promise<TestServer> {
  const requests: string[] = [];
  let sockets = 0;
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    handler(request, response, requests.length);
  });
  server.on("connection", () => {
    sockets++;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the test server has no port");
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    source: sourceAt(url),
    requests,
    sockets: () => sockets,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The one configured source at a URL. */
export function sourceAt(url: string): Source {
  const [source] = parseSources(url);
  if (source === undefined) throw new Error("no source");
  return source;
}

/** Retries without noticeable pauses. */
export const QUICK_RETRY = { maxRetries: 3, initialDelayMs: 1, maxDelayMs: 5, maxRetryAfterMs: 30_000 };
