import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { VERSION } from "../version.ts";
import { ROUTES } from "./routes/index.ts";
import { errorBody } from "./schemas/common.ts";

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
