import { expect, test } from "vitest";
import { type CannotTellReason, isRouteItselfMissing, outcomeOf } from "./answer.ts";

const answer = (status: number, body: string, headers: Record<string, string | string[]> = {}) =>
  outcomeOf({ status, headers, body, bytes: body.length });

test("404 is absent only with the gateway's parsed code 5, blanks or not", () => {
  for (const body of ['{"code":5, "message":"not found", "details":[]}', '{ "details" : [], "code" : 5 }']) {
    expect(answer(404, body, { "grpc-metadata-x-cosmos-block-height": "847" })).toMatchObject({
      kind: "absent",
      status: 404,
      headers: { height: 847 },
    });
  }
});

const CASES: [number, string, CannotTellReason][] = [
  [404, "404 page not found", "route_missing"],
  [404, "Chain RPC Disabled", "route_missing"],
  [404, "<html>404</html>", "route_missing"],
  [404, '{"error":"not found"}', "route_missing"],
  [404, '{"message":"code 5"}', "route_missing"],
  [404, '{"code":"5"}', "route_missing"],
  [404, '[{"code":5}]', "route_missing"],
  [404, 'x{"code":5,"message":"not found"}', "route_missing"],
  [404, "", "route_missing"],
  [403, '{"error":"forbidden"}', "route_missing"],
  [410, "", "route_missing"],
  [501, '{"code":12, "message":"Not Implemented", "details":[]}', "route_missing"],
  [501, "x", "server_error"],
  [503, "busy", "rate_limited"],
  [429, "", "rate_limited"],
  [500, '{"code":5,"message":"not found"}', "server_error"],
  [502, "", "server_error"],
  [504, "", "server_error"],
  [400, '{"code":3,"message":"type mismatch"}', "client_error"],
  [401, "", "client_error"],
  [304, "", "redirect"],
];

test.each(CASES)("HTTP %i with %j can't tell: %s", (status, body, reason) => {
  expect(answer(status, body)).toMatchObject({ kind: "cannot_tell", reason, status, body });
});

test("the height comes from either header and is null when absent or nonsense", () => {
  const heightOf = (headers: Record<string, string | string[]>) => {
    const outcome = answer(200, "{}", headers);
    return outcome.kind === "answered" ? outcome.headers.height : undefined;
  };
  expect(heightOf({ "x-cosmos-block-height": "6191013" })).toBe(6191013);
  expect(heightOf({ "grpc-metadata-x-cosmos-block-height": ["6191013", "6191013"] })).toBe(6191013);
  expect(heightOf({})).toBeNull();
  for (const bad of ["", "0", "-1", "1e3", "99999999999999999999"]) expect(heightOf({ "x-cosmos-block-height": bad })).toBeNull();
});

test("details are one printable line with the code", () => {
  expect(answer(400, '{"code":3,"message":"a\\nb\\u001b[31m"}')).toMatchObject({ detail: "HTTP 400 code 3: a b [31m" });
  expect(answer(500, "x".repeat(500))).toMatchObject({ detail: `HTTP 500: ${"x".repeat(80)}…` });
});

test("a large error body is not kept", () => {
  expect(answer(500, "x".repeat(70_000))).toMatchObject({ status: 500, body: null });
});

test("a JSON 404 on a route with a parameter may be about the parameter", () => {
  const shard = answer(404, '{"message":"shard not found"}');
  expect(isRouteItselfMissing(shard, "stats/shards/{id}")).toBe(false);
  expect(isRouteItselfMissing(shard, "stats/shards")).toBe(true);
  expect(isRouteItselfMissing(answer(404, "404 page not found"), "stats/shards/{id}")).toBe(true);
  expect(isRouteItselfMissing(answer(501, '{"code":12}'), "x/{id}")).toBe(true);
  expect(isRouteItselfMissing(answer(404, '{"code":5}'), "x")).toBe(false);
  expect(isRouteItselfMissing(answer(500, ""), "x")).toBe(false);
});
