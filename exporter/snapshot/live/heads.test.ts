import { describe, expect, it } from "vitest";
import { decideHead } from "../../../chain/head.ts";
import type { HeadPoll, LiveNow, OpenHalt } from "../../../storage/read/live-now.ts";
import { haltStatus, headsNow, sourcePolls } from "./heads.ts";

const NOW = new Date("2026-05-05T18:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
const poll = (source: string, seconds: number, height: number | null, change: Partial<HeadPoll> = {}): HeadPoll => ({
  source,
  observed_at: ago(seconds),
  recorded_at: ago(seconds),
  told: height !== null,
  height,
  block_time: height === null ? null : ago(5000 - height),
  catching_up: height === null ? null : false,
  detail: height === null ? "timeout" : "",
  ...change,
});
const headOf = (polls: readonly HeadPoll[]) => decideHead(headsNow(polls, []));
const standing = (polls: readonly HeadPoll[]) => sourcePolls(polls, headOf(polls), NOW, NOW);
const observed = (polls: readonly HeadPoll[], halt: OpenHalt | null = null): LiveNow => ({
  ...{ polls, halt, paces: [], rounds: [], probes: [], reports: [], collectors: [] },
});

describe("heads", () => {
  it("are the newest told one of each source; one that catches up has no say", () => {
    const polls = [poll("a", 2, null), poll("a", 17, 4990), poll("b", 7, 4993), poll("c", 4, 12, { catching_up: true })];
    expect(headsNow(polls, []).map(({ source, height }) => [source, height])).toEqual([
      ["a", 4990],
      ["b", 4993],
    ]);
  });

  it("come from answers only where nothing is polled", () => {
    const answered = [{ source: "z", height: 1, time: ago(9), observed_at: ago(9) }];
    expect(headsNow([], answered)).toBe(answered);
    expect(headsNow([poll("a", 2, null)], answered)).toEqual([]);
  });
});

describe("a source", () => {
  it("lags by what others had told when it was asked, not by what they told since", () => {
    const polls = [poll("a", 1, 4999), poll("b", 6, 4998), poll("b", 21, 4990), poll("a", 16, 4992), poll("c", 11, 4991)];
    const lags = [...standing(polls)].map(([source, { lagBlocks }]) => [source, lagBlocks]);
    expect(lags).toEqual([
      ["a", 0],
      ["b", 0],
      ["c", 1],
    ]);
  });

  it("that lies about a height makes nobody lag", () => {
    const polls = [poll("liar", 12, 900_000), poll("a", 2, 4999), poll("b", 7, 4999)];
    expect(standing(polls).get("a")).toMatchObject({ lagBlocks: 0, health: "answers" });
  });

  it("can't tell, catches up, or was not polled lately", () => {
    const polls = [poll("a", 2, null), poll("b", 4, 4000, { catching_up: true }), poll("c", 121, 4991)];
    expect([...standing(polls).values()].map(({ health }) => health)).toEqual(["cant_tell", "catching_up", "stale"]);
    expect(standing(polls).get("a")).toMatchObject({ detail: "timeout", height: null, lagBlocks: null });
  });
});

describe("a halt", () => {
  const halted = (polls: readonly HeadPoll[], halt: OpenHalt | null = null) =>
    haltStatus(observed(polls, halt), headOf(polls), NOW, NOW).halted;

  it("is one from when it was seen", () => {
    const halt = { height: 4990, block_time: ago(90), seen_at: ago(25), sources: ["a", "b"] };
    expect(halted([poll("a", 2, 4990)], halt)).toBe(true);
    expect(halted([], halt)).toBe(true);
  });

  it("is none while an agreed head is told", () => {
    expect(halted([poll("a", 2, 4990), poll("b", 7, 4989)])).toBe(false);
  });

  it("can't be told without a word for two minutes, or without agreement", () => {
    expect(halted([])).toBeNull();
    expect(halted([poll("a", 121, 4990), poll("b", 1, null)])).toBeNull();
    expect(halted([poll("a", 2, 4990), poll("b", 7, 900_000)])).toBeNull();
  });
});
