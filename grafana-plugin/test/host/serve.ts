import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import express from "express";

const SYSTEMJS = join(dirname(fileURLToPath(import.meta.resolve("systemjs/package.json"))), "dist");
const APP = "gonka-kpi-app";
const BOARDS = join(import.meta.dirname, "../../../dashboards/json");

export interface HostOptions {
  /** Where the host was built to. */
  readonly host: string;
  /** Where the plugin was built to. */
  readonly plugin: string;
  /** Origin of the service that Grafana's data-source proxy would ask. */
  readonly service: string;
}

/** Serves the test host on a free port of this machine, with the plugin's files and a proxy to the service where Grafana has them. */
export async function serveHost({
  host,
  plugin,
  service,
}: HostOptions): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = express();
  app.use("/host", express.static(host));
  app.use("/systemjs", express.static(SYSTEMJS));
  app.use(`/public/plugins/${APP}`, express.static(plugin));
  app.get("/api/datasources/proxy/uid/:uid/*path", async (request, response) => {
    const path = request.originalUrl.replace(/^\/api\/datasources\/proxy\/uid\/[^/]+/, "");
    const answer = await fetch(service + path, { headers: { accept: "application/json" } }).catch(() => null);
    if (answer === null) return void response.status(502).json({ message: "Bad Gateway" });
    response.status(answer.status).type(answer.headers.get("content-type") ?? "text/plain");
    response.send(Buffer.from(await answer.arrayBuffer()));
  });
  const boards = new Map(readdirSync(BOARDS).map((name) => [uidOf(join(BOARDS, name)), name]));
  app.get("/boards/:uid", ({ params: { uid } }, response) => {
    const name = boards.get(uid);
    if (name === undefined) return void response.status(404).end();
    response.sendFile(name, { root: BOARDS });
  });
  // Icons and fonts of Grafana's own that npm's packages leave out.
  app.get("/public/*path", (_, response) => void response.status(204).end());
  app.get("/*path", (_, response) => response.sendFile("index.html", { root: import.meta.dirname }));
  const server = createServer(app);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

const uidOf = (path: string): string => (JSON.parse(readFileSync(path, "utf8")) as { uid: string }).uid;
