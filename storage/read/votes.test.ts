import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { EXCLUSIONS } from "../facts/tables.ts";
import { absent, question, record, rowsOf, told, unknown } from "../testing/answers.ts";
import { exclusionRow } from "../testing/rows.ts";
import { ENGINES, type TestStore } from "../testing/store.ts";
import type { Answer } from "../write/answer-log.ts";
import { at, NOW, queryRows } from "./query.ts";
import { readVotes, type Vote } from "./votes.ts";

const asked = question("exclusions", 7);
const excluded = (source: string, addresses: readonly string[], final = true) =>
  told(asked, source, [rowsOf(EXCLUSIONS, ...addresses.map((address) => exclusionRow(7, address)))], { final });

interface Case {
  readonly vote: string;
  readonly answers: readonly Answer[];
  /** What they said when they were asked again. */
  readonly later?: readonly Answer[];
  readonly expected: Partial<Vote>;
  /** The agreed rows. */
  readonly rows: readonly string[];
}

const [a, b, c] = ["a", "b", "c"];
const CASES: readonly Case[] = [
  {
    vote: "of one source is agreed, by one",
    answers: [excluded(a, ["x"])],
    expected: { verdict: "agreed", tellers: 1, agreeing: [a], odd: [], cannot_tell: [] },
    rows: ["x"],
  },
  {
    vote: "of three alike is agreed",
    answers: [excluded(a, ["x"]), excluded(b, ["x"]), excluded(c, ["x"])],
    expected: { verdict: "agreed", tellers: 3, agreeing: [a, b, c], odd: [] },
    rows: ["x"],
  },
  {
    vote: "of two against one is agreed and names the odd one",
    answers: [excluded(a, ["x"]), excluded(b, ["liar"]), excluded(c, ["x"])],
    expected: { verdict: "agreed", agreeing: [a, c], odd: [b] },
    rows: ["x"],
  },
  {
    vote: "of one against one is disputed",
    answers: [excluded(a, ["x"]), excluded(b, ["y"])],
    expected: { verdict: "disputed", agreeing: [], odd: [a, b], content_hash: "", final: false },
    rows: [],
  },
  {
    vote: "of three that all differ is disputed",
    answers: [excluded(a, ["x"]), excluded(b, ["y"]), excluded(c, ["z"])],
    expected: { verdict: "disputed", odd: [a, b, c] },
    rows: [],
  },
  {
    vote: "of two against two is disputed",
    answers: [excluded(a, ["x"]), excluded(b, ["y"]), excluded(c, ["x"]), excluded("d", ["y"])],
    expected: { verdict: "disputed", tellers: 4 },
    rows: [],
  },
  {
    vote: "of two against one and one is disputed: two of four are no majority",
    answers: [excluded(a, ["x"]), excluded(b, ["y"]), excluded(c, ["x"]), excluded("d", ["z"])],
    expected: { verdict: "disputed", tellers: 4, agreeing: [] },
    rows: [],
  },
  {
    vote: "of two that say it does not exist is absent",
    answers: [absent(asked, a), absent(asked, b), excluded(c, ["x"])],
    expected: { verdict: "absent", agreeing: [a, b], odd: [c], content_hash: "", final: true },
    rows: [],
  },
  {
    vote: "of one that says it does not exist against one that tells is disputed",
    answers: [absent(asked, a), excluded(b, ["x"])],
    expected: { verdict: "disputed", odd: [a, b] },
    rows: [],
  },
  {
    vote: "of an empty list against a proper absence is disputed: they are not the same",
    answers: [absent(asked, a), excluded(b, [])],
    expected: { verdict: "disputed" },
    rows: [],
  },
  {
    vote: "of none that could tell is lost",
    answers: [unknown(asked, a), unknown(asked, b)],
    expected: { verdict: "lost", tellers: 0, agreeing: [], odd: [], cannot_tell: [a, b], final: false },
    rows: [],
  },
  {
    vote: "does not count one that can't tell, and names it",
    answers: [unknown(asked, b), excluded(a, ["x"]), unknown(asked, c)],
    expected: { verdict: "agreed", tellers: 1, agreeing: [a], odd: [], cannot_tell: [b, c] },
    rows: ["x"],
  },
  {
    vote: "of two that can't tell any more gives way to one that can",
    answers: [excluded(a, ["old"], false), excluded(b, ["old"], false), excluded(c, ["new"], false)],
    later: [unknown(asked, a), unknown(asked, b)],
    expected: { verdict: "agreed", tellers: 1, agreeing: [c], odd: [], cannot_tell: [a, b] },
    rows: ["new"],
  },
  {
    vote: "of sources that all can't tell any more stands",
    answers: [excluded(a, ["x"], false), excluded(b, ["x"], false), excluded(c, ["y"], false)],
    later: [unknown(asked, a), unknown(asked, b), unknown(asked, c)],
    expected: { verdict: "agreed", tellers: 3, agreeing: [a, b], odd: [c] },
    rows: ["x"],
  },
  {
    vote: "of a final answer is not taken back by one that can't tell any more",
    answers: [excluded(a, ["x"]), excluded(b, ["early"], false)],
    later: [unknown(asked, a), unknown(asked, b)],
    expected: { verdict: "agreed", agreeing: [a], final: true },
    rows: ["x"],
  },
  {
    vote: "of one final answer outranks two from before it was final",
    answers: [excluded(a, ["early"], false), excluded(b, ["early"], false), excluded(c, ["x"])],
    expected: { verdict: "agreed", tellers: 1, agreeing: [c], final: true },
    rows: ["x"],
  },
  {
    vote: "of a final absence outranks what was told before",
    answers: [excluded(a, ["early"], false), excluded(b, ["early"], false), absent(asked, c)],
    expected: { verdict: "absent", final: true },
    rows: [],
  },
  {
    vote: "of answers that aren't final isn't final",
    answers: [excluded(a, ["x"], false), excluded(b, ["x"], false)],
    expected: { verdict: "agreed", final: false },
    rows: ["x"],
  },
];

describe.each(ENGINES)("on $engine", ({ open }) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await open("votes");
  });
  afterAll(() => store?.remove());

  it.each(CASES)("the vote $vote, in whatever order they answered", async ({ vote, answers, later = [], expected, rows }) => {
    for (const [order, said] of [answers, [...answers].reverse()].entries()) {
      const chain = `${order} ${vote}`;
      await record(store.client, chain, said);
      if (later.length > 0) await record(store.client, chain, order === 0 ? later : [...later].reverse());
      expect(await readVotes(store.client, chain)).toEqual([expect.objectContaining(expected)]);
      const seen = await queryRows(
        store.client,
        z.object({ address: z.string() }),
        "SELECT address FROM agreed_exclusions(chain = {chain:String}, as_of = {as_of:DateTime64(6)})",
        at(chain, NOW),
      );
      expect(seen.map(({ address }) => address)).toEqual(rows);
    }
  });
});
