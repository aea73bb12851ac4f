import type { z } from "zod";
import {
  blockRow,
  clockRow,
  epochMemberRow,
  epochNodeRow,
  epochResultRow,
  epochRow,
  exclusionRow,
  headRow,
  modelMemberRow,
  paramsRow,
  pocEventRow,
} from "./rows.ts";

/** A fact table: its name in the schema and the one definition of its rows. `keyed` tables hold rows under the hash of the answer they came in. */
export interface FactTable<Shape extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly row: Shape;
  readonly columns: readonly string[];
}

const table = <Shape extends z.ZodObject>(name: string, row: Shape): FactTable<Shape> => ({
  name,
  row,
  columns: Object.keys(row.shape),
});

export const EPOCHS = table("epochs", epochRow);
export const EPOCH_MEMBERS = table("epoch_members", epochMemberRow);
export const MODEL_MEMBERS = table("model_members", modelMemberRow);
export const EPOCH_NODES = table("epoch_nodes", epochNodeRow);
export const EPOCH_RESULTS = table("epoch_results", epochResultRow);
export const EXCLUSIONS = table("exclusions", exclusionRow);
export const POC_EVENTS = table("poc_events", pocEventRow);
export const PARAMS = table("params", paramsRow);
export const HEADS = table("heads", headRow);
export const CLOCKS = table("clocks", clockRow);
export const BLOCKS = table("blocks", blockRow);
