import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";
import { FEEDS } from "../feeds/definitions.ts";
import { bodyOf } from "../feeds/submit.ts";
import { VERSION } from "../version.ts";
import { ROUTES } from "./routes/index.ts";
import { errorBody } from "./schemas/common.ts";
import { feedSubmitted } from "./schemas/feeds.ts";

const json = (schema: (typeof ROUTES)[number]["answer"], description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** The OpenAPI 3.1 document, made from the schemas that check the requests. */
export function openApiDocument() {
  const registry = new OpenAPIRegistry();
  for (const { path, summary, params, query, answer } of ROUTES) {
    registry.registerPath({
      method: "get",
      path,
      summary,
      request: { params, query },
      responses: {
        200: json(answer, "What is known."),
        304: { description: "Nothing changed since the ETag in If-None-Match." },
        400: json(errorBody, "A parameter is not as expected; the message says which and what was expected."),
        ...(path.includes("{") ? { 404: json(errorBody, "There is no such thing.") } : {}),
        429: json(errorBody, "Too many requests from this address."),
        503: json(errorBody, "The store is not open or was not read yet."),
      },
    });
  }
  registerFeeds(registry);
  registry.registerPath({
    method: "get",
    path: "/openapi.json",
    summary: "This document.",
    responses: { 200: { description: "OpenAPI 3.1.", content: { "application/json": { schema: { type: "object" } } } } },
  });
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Gonka KPI",
      version: VERSION,
      description:
        "Whether the Gonka Network Development Roadmap comes true. null is never 0: a value without a number has the state that says why. " +
        "Every answer names its chain. Times are UTC; chain integers are strings; ratios are 0 to 1.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
  });
}

/** A path for each feed: their entries differ. */
function registerFeeds(registry: OpenAPIRegistry): void {
  const token = registry.registerComponent("securitySchemes", "partnerToken", { type: "http", scheme: "bearer" });
  for (const feed of FEEDS)
    registry.registerPath({
      method: "post",
      path: `/feeds/${feed.id}`,
      summary: feed.summary,
      security: [{ [token.name]: [] }],
      request: {
        headers: z.object({ "idempotency-key": z.string().max(128).optional() }),
        body: { required: true, content: { "application/json": { schema: bodyOf(feed, null) } } },
      },
      responses: {
        200: json(feedSubmitted, "All of it was taken; handed in again it changes nothing."),
        400: json(errorBody, "The body is not as expected: nothing of it was taken. The message says where."),
        401: json(errorBody, "No token, or one that nobody holds."),
        403: json(errorBody, "The partner does not feed this, or nobody may."),
        409: json(errorBody, "The Idempotency-Key was used with another body."),
        413: json(errorBody, "Too much at once."),
        415: json(errorBody, "Not JSON."),
        429: json(errorBody, "Too many submissions from this address."),
        503: json(errorBody, "The store is not open or was not read yet."),
      },
    });
}
