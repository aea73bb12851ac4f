import type { ExclusionRow } from "../../storage/facts/rows.ts";
import { EXCLUSIONS } from "../../storage/facts/tables.ts";
import { decodeExclusions } from "../decode/exclusions.ts";
import { INFERENCE } from "../inquiry.ts";

/** Members excluded during an epoch: `excluded_participants/{epoch}`. */
export const exclusions = (epoch: number) => ({
  question: { topic: "exclusions" as const, epoch, subject: "" },
  route: "excluded_participants/{epoch}",
  path: `${INFERENCE}/excluded_participants/${epoch}`,
  decode: (body: unknown) => decodeExclusions(body, { epoch }),
  rows: (rows: readonly ExclusionRow[]) => [{ table: EXCLUSIONS, rows }],
});
