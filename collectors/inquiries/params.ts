import type { ParamsRow } from "../../storage/facts/rows.ts";
import { PARAMS } from "../../storage/facts/tables.ts";
import { decodeParams } from "../decode/params.ts";
import { INFERENCE } from "../inquiry.ts";

/** Governance parameters: `params`. */
export const params = () => ({
  question: { topic: "params" as const, epoch: 0, subject: "" },
  route: "params",
  path: `${INFERENCE}/params`,
  decode: (body: unknown) => decodeParams(body),
  rows: (row: ParamsRow) => [{ table: PARAMS, rows: [row] }],
});
