import express, { type Express } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import { notFound } from "./api/errors.ts";
import { apiRouter, errorHandler } from "./api/router.ts";
import { badgeRouter } from "./badges/router.ts";
import type { FeedGrant } from "./feeds/tokens.ts";
import { servePortal } from "./portal-files.ts";
import type { Readers } from "./readers.ts";
import { isSimulated } from "./simulated.ts";
import type { ExporterState } from "./state.ts";
import { VERSION } from "./version.ts";

/** What browsers may do with our answers: show them, nothing else. */
const SECURITY_HEADERS = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "cross-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** The whole HTTP face: /metrics, /api/v1, /badge, /healthz, /readyz, and at / the portal for people and an index for programs. */
export function createApp(state: ExporterState, log: Logger, grants: readonly FeedGrant[], readers: Readers): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", "strong");
  app.use(requestLog(log));
  app.use((_, response, next) => {
    response.set(SECURITY_HEADERS);
    next();
  });

  app.get("/metrics", async (request, response) => {
    const gzip = request.acceptsEncodings("gzip", "identity") === "gzip";
    const body = await state.scrape(gzip);
    response.set({
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
      "Cache-Control": "no-store",
      Vary: "Accept-Encoding",
      ...(gzip ? { "Content-Encoding": "gzip" } : {}),
    });
    // Past Express' ETag: hashing megabytes at each scrape helps nobody.
    response.end(body);
  });
  app.get("/healthz", (_, response) => {
    response.set("Cache-Control", "no-store").json({ chain_id: state.chain, status: "alive" });
  });
  app.get("/readyz", (_, response) => {
    const missing = state.missing();
    response
      .status(missing.length === 0 ? 200 : 503)
      .set("Cache-Control", "no-store")
      .json({ chain_id: state.chain, status: missing.length === 0 ? "ready" : "not_ready", missing });
  });
  // Below what machines ask again and again: nothing should wait for them.
  app.use(readers.watch);
  app.get("/", (request, response, next) => {
    response.vary("Accept");
    if (request.accepts(["json", "html"]) === "html") return next();
    response.json({
      chain_id: state.chain,
      name: "Gonka KPI",
      version: VERSION,
      recorded: state.recorded,
      simulated: isSimulated(state.chain),
      links: {
        api: "/api/v1/openapi.json",
        now: "/api/v1/now",
        roadmap: "/api/v1/roadmap",
        metrics: "/metrics",
        health: "/healthz",
        ready: "/readyz",
      },
    });
  });
  app.use("/api/v1", apiRouter(state, log, grants));
  app.use("/badge", badgeRouter(state));
  servePortal(app, log);
  app.use((request) => {
    throw notFound(`there is nothing at ${request.path}: / lists what there is`);
  });
  app.use(errorHandler(state, log));
  return app;
}

const requestLog = (logger: Logger) =>
  pinoHttp({
    logger,
    useLevel: "debug",
    // Headers may hold credentials that were meant for somebody else.
    serializers: {
      req: (request: { method: string; url: string }) => ({ method: request.method, url: request.url }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
  });
