import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { HttpClient } from "../../http/client.ts";
import type { Host } from "../ask.ts";
import { createProbeClient } from "../clients.ts";
import { type ProbeRound, probeHosts } from "../probe.ts";

/** How a host of the test behaves: one of these, or a handler of its own. */
export type Behaviour =
  | "up"
  | "hanging"
  | "dead"
  | "limited"
  | "broken"
  | "nothing offered"
  | ((path: string, response: ServerResponse, request: IncomingMessage) => void);

/** Many hosts on one listener of 0.0.0.0, each its own loopback address, and a control target. */
export interface TestNetwork {
  readonly port: number;
  hostOf(index: number): Host;
  hosts(count: number): Host[];
  readonly control: URL;
  /** Paths asked, with the address asked. */
  readonly asked: string[];
  close(): Promise<void>;
}

export const addressOf = (index: number): string => `gonka1host${index}`;
const ipOf = (index: number): string => `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`;
const CONTROL_IP = "127.2.0.1";

const ANSWERS: Readonly<Record<Extract<Behaviour, string>, (path: string, response: ServerResponse) => void>> = {
  up: (path, response) => void response.end(path === "/health" ? "healthy" : '{"status":"ok"}\n'),
  hanging: () => undefined,
  dead: (_, response) => void response.destroy(),
  limited: (_, response) => void response.writeHead(503).end("rate limited"),
  broken: (path, response) => void (path === "/health" ? response.end("healthy") : response.writeHead(502).end("bad gateway")),
  "nothing offered": (path, response) =>
    void (path === "/health" ? response.end("healthy") : response.writeHead(404).end("not found")),
};

/** Starts it; `behaviourOf` is asked at each request, `controlUp` too. */
export async function startNetwork(
  behaviourOf: (index: number) => Behaviour,
  controlUp: () => boolean = () => true,
): Promise<TestNetwork> {
  const asked: string[] = [];
  const indexOf = new Map<string, number>();
  const server = createServer((request, response) => {
    const ip = request.socket.localAddress ?? "";
    const path = request.url ?? "";
    asked.push(`${ip}${path}`);
    if (ip === CONTROL_IP) return void (controlUp() ? response.end("here") : response.destroy());
    const behaviour = behaviourOf(indexOf.get(ip) ?? -1);
    if (typeof behaviour === "function") behaviour(path, response, request);
    else ANSWERS[behaviour](path, response);
  });
  await new Promise<void>((up) => server.listen(0, "0.0.0.0", 4096, up));
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("the test server has no port");
  const { port } = at;
  const hostOf = (index: number): Host => {
    indexOf.set(ipOf(index), index);
    return { address: addressOf(index), url: `http://${ipOf(index)}:${port}` };
  };
  return {
    port,
    hostOf,
    hosts: (count) => Array.from({ length: count }, (_, index) => hostOf(index)),
    control: new URL(`http://${CONTROL_IP}:${port}/control`),
    asked,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

/** A client that may ask loopback addresses, or one that may not. */
export const testClient = (allowPrivateHosts: boolean): HttpClient =>
  createProbeClient({
    allowPrivateHosts,
    rateLimit: true,
    log: { debug: () => undefined, warn: () => undefined },
    onRequest: () => undefined,
  });

export const OBSERVED_AT = new Date("2026-11-22T12:00:00.000Z");

/** One round with a client of its own. */
export async function probeOnce(
  hosts: readonly Host[],
  controlTargets: readonly URL[],
  { maintenance = [], allowPrivateHosts = true }: { maintenance?: readonly string[]; allowPrivateHosts?: boolean } = {},
): Promise<ProbeRound> {
  const http = testClient(allowPrivateHosts);
  try {
    return await probeHosts({
      http,
      vantage: "here",
      epoch: 7,
      observedAt: OBSERVED_AT,
      hosts,
      controlTargets,
      maintenance: new Set(maintenance),
      signal: new AbortController().signal,
    });
  } finally {
    await http.close();
  }
}
