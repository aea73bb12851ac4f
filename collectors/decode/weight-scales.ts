import { type ScaleRow, scaleRow } from "../../storage/facts/rows.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { text } from "./wire.ts";

/** Rows of `{model_id, weight_scale_factor}` messages; an unset factor gives up the answer, for it isn't 0. */
export function weightScales(models: readonly ObjectReader[]): ScaleRow[] {
  const rows = models.map((model) => {
    const row = { model_id: model.read("model_id", text), ...model.decimal("weight_scale_factor") };
    return checkedRow(scaleRow, row, model.path);
  });
  refuseDuplicates(rows, (row) => row.model_id, models[0]?.path ?? "");
  return rows;
}
