import { MODEL_CAPACITIES } from "../../../storage/facts/tables.ts";
import { decodeModelCapacities } from "../../decode/model-capacities.ts";
import { ask, INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { toldTo } from "./told.ts";

const about = ({ epoch }: Pin) => ({ topic: "model_capacities" as const, epoch, subject: "" });

/** What the chain takes for the models' capacity: `all_model_capacities`. An empty list is an answer. */
export const modelCapacities: LiveQuestion = {
  questions: (pin) => [about(pin)],
  async ask(context, source, pin) {
    const inquiry = {
      question: about(pin),
      route: "all_model_capacities",
      path: `${INFERENCE}/all_model_capacities`,
      decode: (body: unknown) => decodeModelCapacities(body, pin),
      rows: () => [],
    };
    return toldTo(await ask(context, source, inquiry, pin.height), about(pin), (rows) => [{ table: MODEL_CAPACITIES, rows }]);
  },
};
