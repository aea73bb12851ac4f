import { expect, it } from "vitest";
import type { Vote } from "../../storage/read/votes.ts";
import { standingOf } from "./questions.ts";

const vote: Vote = {
  topic: "head",
  epoch: 0,
  subject: "",
  tellers: 3,
  verdict: "disputed",
  content_hash: "",
  final: false,
  agreeing: [],
  odd: ["a", "b", "c"],
  cannot_tell: ["d"],
};
const observed_at = "2026-05-05T18:00:00Z";
const head = (source: string, height: number, time = "2026-05-05T17:59:52Z") => ({ source, height, time, observed_at });
const clock = (source: string, effective_epoch: number) => ({
  source,
  latest_epoch: 14,
  poc_start_height: 1380,
  effective_epoch,
  observed_at,
});

it("nodes that lag by a few blocks agree on the head, though no two gave the same answer", () => {
  const { questions } = standingOf([vote], [head("a", 1450), head("b", 1451), head("c", 1453)], []);
  expect(questions).toEqual([
    {
      topic: "head",
      epoch: null,
      subject: "",
      verdict: "agreed",
      final: false,
      agreeing: ["a", "b", "c"],
      odd: [],
      cannotTell: ["d"],
    },
  ]);
});

it("a node that lies in the head is odd, and so is one that lies in the epoch clock", () => {
  const votes = [vote, { ...vote, topic: "clock" as const }];
  const { questions } = standingOf(
    votes,
    [head("a", 1450), head("b", 1450), head("c", 9000)],
    [clock("a", 15), clock("b", 14), clock("c", 14)],
  );
  expect(questions.map(({ topic, verdict, odd }) => [topic, verdict, odd])).toEqual([
    ["head", "agreed", ["c"]],
    ["clock", "agreed", ["a"]],
  ]);
});

it("two heads far apart are disputed, none is lost", () => {
  expect(standingOf([vote], [head("a", 1450), head("b", 9000)], []).questions[0]?.verdict).toBe("disputed");
  expect(standingOf([vote], [], []).questions[0]?.verdict).toBe("lost");
});
