import { afterAll, beforeAll, expect, it } from "vitest";
import { PROBES } from "../facts/tables.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { ObservationWriter } from "../write/observations.ts";
import { readHostUptime } from "./host-uptime.ts";
import { NOW } from "./query.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-01-31T23:00:00Z");
const at = (minutes: number) => new Date(START + minutes * MINUTE);

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("host-uptime");
  const writer = new ObservationWriter(store.client, "c");
  const probe = (
    vantage: string,
    minutes: number,
    state: "up" | "down" | "unknown" | "maintenance",
    reason = "",
    address = "h",
  ) => ({
    ...{ vantage, observed_at: at(minutes).toISOString(), epoch: 1, address, state, reason },
    ...{ health_status: null, api_status: null, seconds: null },
  });
  await writer.write(PROBES, [
    ...[0, 5, 10].map((minutes) => probe("fra", minutes, "up")),
    probe("fra", 15, "down", "timeout"),
    probe("fra", 20, "down", "connection refused"),
    // Nothing for half an hour: the last verdict holds ten minutes.
    probe("fra", 50, "down", "timeout"),
    probe("fra", 55, "unknown", "the control target did not answer"),
    probe("sin", 55, "maintenance", "timeout"),
    // Into the next month, which is another partition.
    probe("sin", 60, "up"),
    probe("sin", 62, "up", "", "another"),
  ]);
  await writer.flush();
  // The same again, as after a kill: it changes nothing.
  await writer.write(PROBES, [probe("fra", 5, "up"), probe("sin", 60, "up")]);
  await writer.flush();
});
afterAll(() => store?.remove());

const read = async (from: number, to: number, asOf = NOW) => {
  const wanted = { address: "h", from: at(from), to: at(to), asOf, holdsMs: 10 * MINUTE };
  const { first, spans } = await readHostUptime(store.client, "c", wanted);
  const minutes = (ms: number) => (ms - START) / MINUTE;
  return { first, spans: spans.map((span) => [span.vantage, span.state, minutes(span.from), minutes(span.to), span.reason]) };
};

it("joins verdicts that follow each other, and leaves a hole where one no longer holds", async () => {
  expect(await read(0, 90)).toEqual({
    first: "2026-01-31T23:00:00.000Z",
    spans: [
      ["fra", "up", 0, 15, ""],
      ["fra", "down", 15, 30, "timeout"],
      ["fra", "down", 50, 55, "timeout"],
      ["fra", "unknown", 55, 65, "the control target did not answer"],
      ["sin", "maintenance", 55, 60, "timeout"],
      ["sin", "up", 60, 70, ""],
    ],
  });
});

it("begins with the verdict that still holds, and knows nothing of what comes later", async () => {
  expect((await read(18, 52)).spans).toEqual([
    ["fra", "up", 10, 15, ""],
    ["fra", "down", 15, 30, "timeout"],
    ["fra", "down", 50, 60, "timeout"],
  ]);
});

it("of a host that nobody probed, or nobody had probed by then, it has nothing", async () => {
  expect(await read(0, 90, "2020-01-01 00:00:00")).toEqual({ first: null, spans: [] });
  const wanted = { address: "nobody", from: at(0), to: at(90), asOf: NOW, holdsMs: 10 * MINUTE };
  expect(await readHostUptime(store.client, "c", wanted)).toEqual({ first: null, spans: [] });
});
