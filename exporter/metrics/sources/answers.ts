import { OUTCOMES } from "../../snapshot/sources.ts";
import type { Family } from "../family.ts";

export const sourceAnswers: Family = {
  name: "gonka_source_answers",
  help: "Latest answers of the source to all questions, by outcome; unknown is can'''t tell.",
  labels: ["source", "outcome"],
  samples: ({ sources }) =>
    sources.flatMap(({ source, answers }) => OUTCOMES.map((outcome) => [{ source, outcome }, answers[outcome]] as const)),
};
