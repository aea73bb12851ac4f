import type { Response } from "express";
import type { ExporterState } from "../state.ts";
import { ApiError } from "./errors.ts";

const RETRY_AFTER_SECONDS = 5;

export const notReady = (missing: readonly string[]) =>
  new ApiError(503, "not_ready", missing.length > 0 ? missing.join("; ") : "not ready");

/** Answers with the API's error body. Nobody keeps it; a 503 says when to come again. */
export function sendError(state: ExporterState, response: Response, { status, code, message }: ApiError): void {
  if (status === 503) response.set("Retry-After", String(RETRY_AFTER_SECONDS));
  response.status(status).set("Cache-Control", "no-store").json({ chain_id: state.chain, error: { code, message } });
}
