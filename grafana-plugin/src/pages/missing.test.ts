import { expect, it } from "vitest";
import { INDICATORS, measured } from "../testing/roadmap.ts";
import { giverOf, missingBriefly, missingSentence, sourcesOf } from "./missing.ts";

const sources = sourcesOf(INDICATORS);
const of = (id: string) => {
  const found = INDICATORS.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};

it.each([
  ["a.capacity", null, ""],
  ["a.zero", null, ""],
  ["a.uncollected", "collection", "never collected"],
  ["a.unmethodical", "method", "no method yet; source: source of Unmethodical"],
  ["a.partner", "partner", "waits for a partner: app ids (of brokers); else a register"],
  ["a.person", "person", "waits for an entry: app ids (of brokers); else a register"],
  ["a.network", "network", "waits for the network: source of Network"],
  ["a.lost", "sources", "3 of 3 nodes time out · last number: 77 H100e, epoch 4"],
  ["a.disputed", "dispute", "2 against 2"],
  ["a.young", "history", "needs 30 days"],
])("%s waits for %s", (id, giver, words) => {
  expect(giverOf(of(id))).toBe(giver);
  expect(missingSentence(of(id), sources)).toBe(words);
});

it("in brief ends at a bracket or a semicolon", () =>
  expect(missingBriefly(of("a.partner"), sources)).toBe("waits for a partner: app ids"));

it("a source that is that of another indicator is told in the other's words", () => {
  const all = [
    measured("b.one", "One", null, { source: "as c.two + probes" }),
    measured("c.two", "Two", null, { source: "chain" }),
  ];
  expect(sourcesOf(all).get("b.one")).toBe("chain + probes");
});
