import type { ModelRow } from "../../../storage/facts/live-rows.ts";
import { MODELS } from "../../../storage/facts/tables.ts";
import { decodeModels } from "../../decode/models.ts";
import { INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion } from "../pinned.ts";
import { askPages } from "./pages.ts";
import { toldTo } from "./told.ts";

const question = { topic: "models" as const, epoch: 0, subject: "" };

/** Models that governance registered: `models_all`. */
export const models: LiveQuestion = {
  questions: () => [question],
  async ask(context, source, pin) {
    const inquiry = {
      question,
      route: "models_all",
      path: `${INFERENCE}/models_all`,
      pageSize: 100,
      decode: decodeModels,
      keyOf: ({ model_id }: ModelRow) => model_id,
    };
    return toldTo(await askPages(context, source, inquiry, pin), question, (rows) => [{ table: MODELS, rows }]);
  },
};
