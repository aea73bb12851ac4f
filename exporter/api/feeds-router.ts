import express, { type Router } from "express";
import { rateLimit } from "express-rate-limit";
import { feedById } from "../feeds/definitions.ts";
import { submit } from "../feeds/submit.ts";
import { type FeedGrant, grantOf } from "../feeds/tokens.ts";
import type { ExporterState } from "../state.ts";
import { ApiError, notFound } from "./errors.ts";
import { feedSubmitted } from "./schemas/feeds.ts";

const SUBMISSIONS_PER_MINUTE = 60;
/** 1,000 entries of the longest texts fit. */
const MOST_BODY = "2mb";
const KEY = /^[\x21-\x7e]{1,128}$/;

/** The one write of the API: partners hand in what only they know. Closed while no token is configured. */
export function feedsRouter(state: ExporterState, grants: readonly FeedGrant[], notReady: () => ApiError): Router {
  const router = express.Router();
  const limited = rateLimit({
    windowMs: 60_000,
    limit: SUBMISSIONS_PER_MINUTE,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request, _response, next) =>
      next(new ApiError(429, "rate_limited", `more than ${SUBMISSIONS_PER_MINUTE} submissions in a minute from this address`)),
  });
  router.post("/feeds/:feed", limited, (request, response, next) => {
    if (grants.length === 0)
      throw new ApiError(403, "feeds_closed", "no partner may hand in anything here: no token is configured");
    const grant = grantOf(grants, request.headers.authorization);
    if (grant === null) {
      response.set("WWW-Authenticate", 'Bearer realm="feeds"');
      throw new ApiError(401, "unauthorized", "expected Authorization: Bearer and a partner's token");
    }
    const id = String(request.params["feed"]);
    const feed = feedById(id);
    if (!feed) throw notFound(`there is no feed ${id}: /api/v1/feeds lists what there is`);
    if (!grant.feeds.has(feed.id)) throw new ApiError(403, "forbidden", `${grant.partner} does not feed ${feed.id}`);
    if (!request.is("application/json"))
      throw new ApiError(415, "unsupported_media_type", "expected Content-Type: application/json");
    const key = request.header("idempotency-key");
    if (key !== undefined && !KEY.test(key))
      throw new ApiError(400, "invalid_parameter", "Idempotency-Key: expected up to 128 printable characters without blanks");
    // Read only now: nobody without a token makes this process hold megabytes.
    express.json({ limit: MOST_BODY, strict: true })(request, response, (error?: unknown) => {
      if (error) return next(bodyError(error));
      const reading = state.reading();
      if (!reading) return next(notReady());
      const { store, now } = reading;
      const body: unknown = request.body;
      submit(store, { feed, partner: grant.partner, key, body, now })
        .then((submitted) => {
          const answer = { chain_id: store.chain, feed: feed.id, partner: grant.partner, ...submitted };
          response.set("Cache-Control", "no-store").json(feedSubmitted.parse(answer));
        })
        .catch(next);
    });
  });
  return router;
}

function bodyError(error: unknown): ApiError {
  const status = error instanceof Error && "status" in error ? error.status : 400;
  return status === 413
    ? new ApiError(413, "too_large", `a body of more than ${MOST_BODY}: hand it in in parts`)
    : new ApiError(400, "invalid_body", "the body is not JSON");
}
