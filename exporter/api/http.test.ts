import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FEEDS } from "../feeds/definitions.ts";
import { CHAIN } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";
import { openApiDocument } from "./openapi.ts";
import { ROUTES } from "./routes/index.ts";
import { errorBody } from "./schemas/common.ts";

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served.close());
const ask = (path: string, init: RequestInit = {}) => fetch(`${served.url}${path}`, init);

describe("caching", () => {
  it.each(["/api/v1/roadmap", "/api/v1/indicators", "/api/v1/indicators/cap.hosts_active/series", "/api/v1/hosts"])(
    "%s has a strong ETag over its body, and 304 answers it",
    async (path) => {
      const first = await ask(path);
      const etag = first.headers.get("etag") ?? "";
      expect(etag).toMatch(/^"/);
      expect(first.headers.get("cache-control")).toBe("public, no-cache");
      await served.exporter.refresh();
      const again = await ask(path, { headers: { "if-none-match": etag } });
      expect([again.status, (await again.text()).length]).toEqual([304, 0]);
      const other = await ask(path, { headers: { "if-none-match": '"other"' } });
      expect([other.status, (await other.text()) === (await first.text())]).toEqual([200, true]);
    },
  );

  it("gives two answers two ETags", async () => {
    const etags = await Promise.all(
      ["?from=10", "?from=11"].map(async (query) =>
        (await ask(`/api/v1/indicators/cap.hosts_active/series${query}`)).headers.get("etag"),
      ),
    );
    expect(new Set(etags).size).toBe(2);
  });
});

describe("headers", () => {
  it("lets any site read, and says nothing of the server", async () => {
    const response = await ask("/api/v1/roadmap", { headers: { origin: "https://example.org", "accept-encoding": "gzip" } });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(response.headers.get("ratelimit-policy")).toContain("q=600");
    expect(response.headers.get("x-powered-by")).toBeNull();
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("answers a preflight for reads only", async () => {
    const headers = { origin: "https://example.org", "access-control-request-method": "GET" };
    const response = await ask("/api/v1/roadmap", { method: "OPTIONS", headers });
    expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([204, "GET,HEAD"]);
  });
});

describe("errors", () => {
  it.each([
    ["/api/v1/indicators/cap.nothing", 404, "not_found", "there is no indicator cap.nothing"],
    ["/api/v1/indicators/cap.nothing/series", 404, "not_found", "there is no indicator cap.nothing"],
    ["/api/v1/hosts/gonka1nobody", 404, "not_found", "no agreed fact names a host gonka1nobody"],
    ["/api/v1/nothing", 404, "not_found", "there is nothing at /api/v1/nothing"],
    ["/nothing", 404, "not_found", "there is nothing at /nothing"],
    ["/api/v1/indicators?metric=M10", 400, "invalid_parameter", "metric: expected one of M1, M2"],
    ["/api/v1/indicators?metric=M1&metric=M2", 400, "invalid_parameter", "metric: expected one of"],
    ["/api/v1/indicators?metrik=M1", 400, "invalid_parameter", "metrik: not a parameter here; expected metric, state, part"],
    ["/api/v1/roadmap?x=1", 400, "invalid_parameter", "x: not a parameter here; there are none"],
    ["/api/v1/hosts?limit=0", 400, "invalid_parameter", "limit: expected a whole number from 1 to 1000"],
    ["/api/v1/hosts?limit=", 400, "invalid_parameter", "limit: expected a whole number"],
    ["/api/v1/epochs?from=-1", 400, "invalid_parameter", "from: expected a whole number"],
    ["/api/v1/epochs?to=99999999999999999999", 400, "invalid_parameter", "to: expected a whole number"],
    ["/api/v1/indicators/cap.hosts_active/series?method=7", 400, "invalid_parameter", "method: expected one of 1"],
    [
      "/api/v1/indicators/rel.inference_availability/series?method=1",
      400,
      "invalid_parameter",
      "method: rel.inference_availability has none yet",
    ],
    ["/api/v1/indicators/cap.hosts_active/series?from=2026-05-01", 400, "invalid_parameter", "from: expected an epoch"],
    ["/api/v1/indicators/cap.hosts_active/series?axis=day&to=12", 400, "invalid_parameter", "to: expected a UTC day"],
    ["/api/v1/indicators/cap.hosts_active/series?axis=day&to=2026-02-31", 400, "invalid_parameter", "to: expected a UTC day"],
    ["/api/v1/indicators/cap.hosts_active/series?axis=week", 400, "invalid_parameter", "axis:"],
    ["/api/v1/indicators/cap.hosts_active/series?after=bm9uc2Vuc2U", 400, "invalid_parameter", "after: expected what `next`"],
    ["/api/v1/hosts/%E0%A4%A", 400, "bad_request", "could not be read"],
  ])("%s: %i %s", async (path, status, code, message) => {
    const response = await ask(path);
    const body = errorBody.parse(await response.json());
    expect([response.status, body.error.code, body.chain_id]).toEqual([status, code, CHAIN]);
    expect(body.error.message).toContain(message);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("takes no writes", async () => {
    const response = await ask("/api/v1/hosts", { method: "POST", body: "{}" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

describe("OpenAPI", () => {
  const document = openApiDocument();
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, "openapi");
  const pointer = (part: string) => part.replaceAll("~", "~0").replaceAll("/", "~1");

  it("is 3.1, names every route, and is served", async () => {
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths ?? {}).sort()).toEqual(
      [...ROUTES.map(({ path }) => path), ...FEEDS.map(({ id }) => `/feeds/${id}`), "/openapi.json"].sort(),
    );
    expect(await (await ask("/api/v1/openapi.json")).json()).toEqual({ ...document, "x-chain-id": CHAIN });
  });

  it("describes its parameters as they are checked", () => {
    const parameters = document.paths?.["/indicators/{id}/series"]?.get?.parameters ?? [];
    expect(parameters).toContainEqual(
      expect.objectContaining({
        name: "limit",
        in: "query",
        required: false,
        schema: expect.objectContaining({ type: "integer", maximum: 10_000 }),
      }),
    );
    expect(parameters).toContainEqual(expect.objectContaining({ name: "id", in: "path", required: true }));
  });

  it.each([
    ["/now", "/now"],
    ["/roadmap", "/roadmap"],
    ["/indicators", "/indicators"],
    ["/indicators/{id}", "/indicators/cap.h100e_confirmed"],
    ["/indicators/{id}", "/indicators/aux.settled_tokens"],
    ["/indicators/{id}/series", "/indicators/mdl.hosts_per_model/series?labels=all"],
    ["/indicators/{id}/series", "/indicators/rel.inference_availability/series?axis=day"],
    ["/hosts", "/hosts"],
    ["/hosts/{address}", "/hosts/gonka1three"],
    ["/models", "/models"],
    ["/epochs", "/epochs"],
    ["/sources", "/sources"],
  ])("its schema of %s fits the answer of %s, and no other", async (path, asked) => {
    const at = ["paths", path, "get", "responses", "200", "content", "application/json", "schema"].map(pointer).join("/");
    const valid = ajv.compile({ $ref: `openapi#/${encodeURI(at)}` });
    const body: unknown = await (await ask(`/api/v1${asked}`)).json();
    expect(valid(body) ? [] : valid.errors).toEqual([]);
    expect(valid({ ...Object(body), surprise: 1 })).toBe(false);
    expect(valid({ ...Object(body), chain_id: 0 })).toBe(false);
  });
});
