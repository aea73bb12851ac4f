import compression from "compression";
import cors from "cors";
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from "express";
import type { Logger } from "pino";
import type { FeedGrant } from "../feeds/tokens.ts";
import type { ExporterState } from "../state.ts";
import { ApiError, notFound } from "./errors.ts";
import { feedsRouter } from "./feeds-router.ts";
import { openApiDocument } from "./openapi.ts";
import { perMinute } from "./rate-limit.ts";
import { ROUTES } from "./routes/index.ts";
import { notReady, sendError } from "./send-error.ts";

/** The API below /api/v1: reads, and the feeds of those who hold a grant. */
export function apiRouter(state: ExporterState, log: Logger, grants: readonly FeedGrant[]): Router {
  const router = express.Router();
  router.use(cors({ methods: ["GET", "HEAD"], exposedHeaders: ["ETag", "Retry-After", "RateLimit", "RateLimit-Policy"] }));
  router.use(perMinute(state));
  router.use(compression());
  router.use(feedsRouter(state, grants, () => notReady(state.missing())));
  router.use((request, response, next) => {
    // fetch() adds no-cache to a request that names an ETag; whoever names one wants to hear 304.
    delete request.headers["cache-control"];
    if (request.method === "GET" || request.method === "HEAD") return next();
    response.set("Allow", "GET, HEAD, OPTIONS");
    throw new ApiError(405, "method_not_allowed", "this API is read with GET; feeds alone take POST");
  });

  const document = openApiDocument();
  router.get("/openapi.json", (_, response) => {
    sendAnswer(response, { ...document, "x-chain-id": state.chain });
  });
  for (const { path, run } of ROUTES)
    router.get(path.replaceAll(/\{(\w+)\}/g, ":$1"), async (request, response) => {
      const reading = state.reading();
      if (!reading) throw notReady(state.missing());
      sendAnswer(response, await run(reading, request.params, request.query));
    });
  router.use((request) => {
    throw notFound(`there is nothing at ${request.baseUrl}${request.path}: /api/v1/openapi.json lists what there is`);
  });
  router.use(errorHandler(state, log));
  return router;
}

function sendAnswer(response: Response, body: unknown): void {
  // May be kept, but asked for again each time: the ETag then answers 304.
  response.set("Cache-Control", "public, no-cache").json(body);
}

/** Turns what was thrown into an answer. What isn't the caller's doing is logged and not told. */
export function errorHandler(state: ExporterState, log: Logger): ErrorRequestHandler {
  return (error: unknown, request: Request, response: Response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof ApiError) return sendError(state, response, error);
    if (isCallersFault(error))
      return sendError(state, response, new ApiError(400, "bad_request", "the request could not be read"));
    log.error({ err: error, url: request.originalUrl }, "a request failed");
    return sendError(state, response, new ApiError(500, "internal_error", "the answer could not be made; the log says why"));
  };
}

/** Express marks what it can't parse, such as broken percent-encoding, with a status of 4xx. */
const isCallersFault = (error: unknown): boolean =>
  error instanceof Error && "status" in error && typeof error.status === "number" && error.status >= 400 && error.status < 500;
