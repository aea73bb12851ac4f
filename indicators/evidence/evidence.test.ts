import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf } from "../../storage/testing/made-up-network.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { dateOf, dayOf } from "../evaluator/days.ts";
import { evaluate } from "../evaluator/evaluate.ts";
import { type Explanation, explain } from "../explain.ts";
import { tokensMlnodes } from "../methods/aux.tokens_mlnodes.v1.ts";
import { hostsActive } from "../methods/cap.hosts_active.v1.ts";
import { tokensDay } from "../methods/use.tokens_day.v1.ts";
import { SCRAPES, storeCounters } from "../testing/counter-facts.ts";
import { attemptsOf, blockMs, DEMAND, ESCROWS, type Escrow, HOSTS, hostOf, STRANGER } from "../testing/demand-facts.ts";
import { storeDemand } from "../testing/store-demand.ts";
import { dayTime, epochTime, headline, type Time, t1, t2, t2b, t3 } from "../testing/truth-tokens.ts";
import type { Evidence } from "./evidence.ts";

const FIRST_DAY = dayOf(startOf(DEMAND, 1).getTime()) + 1;
const DAYS = Array.from({ length: 39 }, (_, index) => FIRST_DAY + index);
const NOW = startOf(DEMAND, DEMAND.last + 1);

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("evidence");
  await storeDemand(store.client);
  await storeCounters(store.client, () => 1);
  await evaluate(store.client, { chain: DEMAND.chain, now: NOW, methods: [tokensDay, tokensMlnodes, hostsActive] });
}, 120_000);
afterAll(() => store?.remove());

const ask = { chain: DEMAND.chain, indicator: "use.tokens_day", epoch: null, day: null, method: null, now: NOW, most: 1000 };
const ofDay = (day: number) => explain(store.client, { ...ask, day: dateOf(day) });
function evidenceOf({ evidence }: Explanation): Evidence {
  if (!evidence) throw new Error("there is no evidence");
  return evidence;
}

const isIn = ({ starts, ends }: Time, ms: number) => ms >= starts && ms < ends;
const settledMs = ({ settled }: Escrow) => (settled === null ? null : blockMs(settled));
const doneIn = (escrow: Escrow, time: Time) =>
  escrow.read
    ? attemptsOf(escrow).filter((one) => one.completion !== null && isIn(time, (one.confirmedAt ?? one.startedAt) * 1000))
    : [];
function touches(escrow: Escrow, time: Time): boolean {
  const forgotten = escrow.epoch < DEMAND.last ? epochTime(escrow.epoch + 1).ends : Number.POSITIVE_INFINITY;
  const isOpen = blockMs(escrow.opened) < time.ends && (settledMs(escrow) ?? forgotten) > time.starts;
  return isOpen || doneIn(escrow, time).length > 0;
}

/** A day on which T2 is taken, one with T2b, and the one on which a stranger's escrow is settled. */
const dayWith = (estimator: string) => DAYS.find((day) => headline(dayTime(day)).estimator === estimator) ?? 0;
const CHOSEN = [dayWith("T2"), dayWith("T2b"), dayOf(blockMs(STRANGER.height))];

describe.each(CHOSEN)("from the headline of day %d", (day) => {
  const time = dayTime(day);
  let explained: Explanation;
  beforeAll(async () => {
    explained = await ofDay(day);
  });

  it("to the estimator that was taken, what each candidate saw, and why", () => {
    const { estimators } = evidenceOf(explained);
    const truth = headline(time);
    expect(estimators?.chosen).toBe(truth.estimator);
    const told = { T2: t2(time), T2b: t2b(time), T1: t1(time) };
    expect(estimators?.candidates.map(({ estimator }) => estimator)).toEqual(Object.keys(told));
    for (const { estimator, value, coverage, chosen } of estimators?.candidates ?? []) {
      const of = told[estimator as keyof typeof told];
      if (of.tokens === null) expect(value).toBeNull();
      else expect(value, estimator).toBeCloseTo(of.tokens, 3);
      if (of.coverage !== null) expect(coverage, estimator).toBeCloseTo(of.coverage, 6);
      expect(chosen).toBe(estimator === truth.estimator);
      if (chosen) expect(value).toBe(explained.rows[0]?.value);
    }
    const isEnough = (truth.coverage ?? 0) >= 0.8;
    expect(estimators?.why).toBe(
      isEnough
        ? `${truth.estimator} is the first of T2, T2b, T1 that saw at least 80 % of the bucket`
        : `none of T2, T2b, T1 saw 80 % of the bucket; ${truth.estimator} saw most`,
    );
  });

  it("to the sessions: their tokens, heights, and how far whose diffs were read", () => {
    const { shown, left_out, diff_tokens, settled_tokens } = evidenceOf(explained).sessions;
    const own = ESCROWS.filter((escrow) => touches(escrow, time));
    const strangers = isIn(time, blockMs(STRANGER.height)) ? [String(STRANGER.id)] : [];
    expect(shown.map(({ escrow_id }) => escrow_id).sort()).toEqual([...own.map(({ id }) => String(id)), ...strangers].sort());
    expect(left_out).toBe(0);
    expect(diff_tokens).toBe(t2(time).tokens);
    expect(settled_tokens).toBeCloseTo(t1(time).tokens ?? 0, 6);
    for (const escrow of own) {
      const told = shown.find(({ escrow_id }) => escrow_id === String(escrow.id));
      const done = doneIn(escrow, time);
      const settled = settledMs(escrow);
      const isPaid = settled !== null && isIn(time, settled);
      expect(told, String(escrow.id)).toMatchObject({
        model_id: escrow.model,
        creator: escrow.creator,
        opened_height: escrow.opened,
        opened_at: expect.stringContaining(new Date(blockMs(escrow.opened)).toISOString().slice(0, 19)),
        settled_height: escrow.settled,
        finished: done.length,
        diff_tokens: done.length === 0 ? null : done.reduce((all, one) => all + (one.prompt ?? 0) + (one.completion ?? 0), 0),
        settled_tokens: isPaid ? escrow.costs.reduce((all, cost) => all + cost, 0) / 10 : null,
        read_nonce: escrow.read ? escrow.nonces : null,
        read_from: escrow.read ? hostOf(0) : null,
        fits_settlement: escrow.read && escrow.settled !== null ? true : null,
      });
    }
  });

  it("to the hosts: what they executed, and counted between which scrapes", () => {
    const { shown, executed_tokens, counted_tokens } = evidenceOf(explained).hosts;
    expect(shown.map(({ address }) => address).sort()).toEqual(HOSTS.map(hostOf).sort());
    expect(executed_tokens).toBe(t2(time).tokens);
    if (t2b(time).tokens !== null) expect(counted_tokens).toBeCloseTo(t2b(time).tokens ?? 0, 3);
    for (const index of HOSTS) {
      const address = hostOf(index);
      const told = shown.find((one) => one.address === address);
      const own = SCRAPES.filter(({ host }) => host === index);
      const heard = own.filter((scrape) => scrape.told && isIn(time, scrape.ms));
      const before = own.findLast((scrape) => scrape.told && scrape.ms < time.starts);
      expect(told?.executed_tokens, address).toBe(t2(time, { host: address }).tokens);
      expect(told?.settled_tokens, address).toBeCloseTo(t1(time, { host: address }).tokens ?? 0, 6);
      expect(told?.scrapes).toBe(heard.length);
      expect(told?.silent_scrapes).toBe(own.filter((scrape) => !scrape.told && isIn(time, scrape.ms)).length);
      const moment = (ms: number | undefined) => (ms === undefined ? null : Date.parse(new Date(ms).toISOString()));
      const parsed = (text: string | null | undefined) => (text == null ? null : Date.parse(text));
      expect(parsed(told?.counters_to)).toBe(moment(heard.at(-1)?.ms));
      const isKnown = before && heard[0] && heard[0].ms - before.ms <= 24 * 3_600_000;
      if (heard[0]) expect(parsed(told?.counters_from)).toBe(moment(isKnown ? before.ms : heard[0].ms));
      const counted = t2b(time, { host: address }).tokens;
      if (counted !== null && heard.length > 0) expect(told?.counted_tokens, address).toBeCloseTo(counted, 3);
    }
  });
});

it("long lists are cut, with a count of what is left out; the tokens are those of all", async () => {
  const day = dayWith("T2");
  const whole = evidenceOf(await ofDay(day));
  const short = evidenceOf(await explain(store.client, { ...ask, day: dateOf(day), most: 2 }));
  expect(short.sessions).toEqual({
    ...whole.sessions,
    shown: whole.sessions.shown.slice(0, 2),
    left_out: whole.sessions.shown.length - 2,
  });
  expect(short.hosts).toEqual({ ...whole.hosts, shown: whole.hosts.shown.slice(0, 2), left_out: whole.hosts.shown.length - 2 });
  expect(short.estimators).toEqual(whole.estimators);
});

it("an epoch's value has the same, ML nodes' counters their own, and what rests on no session nothing", async () => {
  const time = epochTime(6);
  const epoch = evidenceOf(await explain(store.client, { ...ask, epoch: 6 }));
  expect(epoch.sessions.diff_tokens).toBe(t2(time).tokens);
  expect(epoch.hosts.executed_tokens).toBe(t2(time).tokens);
  const nodes = evidenceOf(await explain(store.client, { ...ask, indicator: "aux.tokens_mlnodes", epoch: 6 }));
  expect(nodes.estimators).toBeNull();
  expect(nodes.hosts.counted_tokens).toBe(t3(time).tokens);
  expect((await explain(store.client, { ...ask, indicator: "cap.hosts_active", epoch: 6 })).evidence).toBeNull();
});
