import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import type { ExporterState } from "../state.ts";
import { ApiError } from "./errors.ts";
import { sendError } from "./send-error.ts";

const REQUESTS_PER_MINUTE = 600;

/** Lets one address ask 600 times a minute of what it stands before; then 429 with the API's error body. */
export const perMinute = (state: ExporterState): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: REQUESTS_PER_MINUTE,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    // Forwarding headers are not trusted: whoever comes through one proxy shares its budget.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_, response) => {
      const message = `more than ${REQUESTS_PER_MINUTE} requests in a minute from this address`;
      sendError(state, response, new ApiError(429, "rate_limited", message));
    },
  });
