import { VERDICTS } from "../../snapshot/questions.ts";
import type { Family } from "../family.ts";

export const questions: Family = {
  name: "gonka_questions",
  help: "Questions that sources were asked, by what they say together.",
  labels: ["verdict"],
  samples: ({ questions: asked }) =>
    VERDICTS.map((verdict) => [{ verdict }, asked.filter((one) => one.verdict === verdict).length]),
};
