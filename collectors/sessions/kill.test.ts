import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SessionNetwork } from "./network.ts";
import { startHost, type TestHost } from "./testing/hosts.ts";
import { diffsOf, EPOCH, SLOTS, settledAs, wholeOf } from "./testing/session.ts";
import { openSessionStore, type SessionStore, totalsOf } from "./testing/store.ts";

const BEFORE = "2026-11-22T12:00:00.000Z";
const NOW = "2026-11-22T12:01:00.000Z";
const RUNNING = 5n;
const LIED_ABOUT = 6n;

let store: SessionStore;
let hosts: TestHost[] = [];
let network: SessionNetwork;
beforeAll(async () => {
  store = await openSessionStore();
  hosts = await Promise.all(["a", "b", "c"].map(startHost));
  const all = hosts.map(({ host }) => host);
  network = { epoch: EPOCH, active: all, everybody: all, versions: ["v4"] };
});
afterAll(async () => {
  await Promise.all(hosts.map((host) => host.close()));
  await store.close();
});

/** How the writes of a process end: the store has taken the last one, or has not, and no one was told. */
type End = "taken" | "lost";

/** A client of a process that is killed at one of its writes: nothing is written after it. */
function killedAt(client: ClickHouseClient, write: number, end: End): ClickHouseClient {
  let writes = 0;
  const dying = async (go: () => Promise<unknown>) => {
    writes += 1;
    if (writes === write && end === "taken") await go();
    if (writes >= write) throw new Error("killed");
    return go();
  };
  return new Proxy(client, {
    get(target, name) {
      if (name === "exec") return (...given: Parameters<ClickHouseClient["exec"]>) => dying(() => target.exec(...given));
      if (name === "command") return (...given: Parameters<ClickHouseClient["command"]>) => dying(() => target.command(...given));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A session half read, and one read from a liar; then the first has gone on, and the second is settled. */
async function prepare(): Promise<void> {
  await store.empty();
  const [liar, ...honest] = hosts;
  const whole = diffsOf(60);
  for (const host of hosts) {
    host.sessions.set(5, { epoch: EPOCH, diffs: whole.slice(0, 25), listed: true });
    host.sessions.set(6, { epoch: EPOCH, diffs: diffsOf(30), listed: host === liar });
  }
  liar?.sessions.set(6, { epoch: EPOCH, diffs: diffsOf(30, (id) => id * 2), listed: true, claims: 1000 });
  for (const escrow_id of [RUNNING, LIED_ABOUT]) await store.escrow({ escrow_id, epoch: EPOCH, slots: SLOTS });
  await store.round({ ...network, everybody: liar ? [liar.host] : [], active: liar ? [liar.host] : [] }, BEFORE);
  expect(totalsOf(await store.inferences(LIED_ABOUT, EPOCH)).completion).toBe(30 * 31);
  for (const host of [...honest, ...(liar ? [liar] : [])]) host.sessions.set(5, { epoch: EPOCH, diffs: whole, listed: true });
  await store.settle(LIED_ABOUT, settledAs(LIED_ABOUT, 30));
}

const told = async () => ({
  running: await store.inferences(RUNNING, EPOCH),
  liedAbout: await store.inferences(LIED_ABOUT, EPOCH),
  reads: await store.reads(),
});

describe("collectSessions, killed", () => {
  it.each<End>(["lost", "taken"])(
    "at any of its writes (%s) leaves what an uninterrupted run stores, after the next run",
    async (end) => {
      await prepare();
      await store.round(network, NOW);
      const expected = await told();
      expect(totalsOf(expected.running)).toEqual(wholeOf(60));
      expect(totalsOf(expected.liedAbout)).toEqual(wholeOf(30));
      expect(expected.reads.get("6")).toMatchObject({ fits_settlement: true });
      let write = 1;
      for (let isKilled = true; isKilled; write++) {
        await prepare();
        isKilled = await store.round(network, NOW, killedAt(store.client, write, end)).then(
          () => false,
          () => true,
        );
        await store.round(network, NOW);
        expect(await told(), `write ${write}`).toEqual(expected);
      }
      expect(write).toBeGreaterThan(7);
    },
    240_000,
  );
});
