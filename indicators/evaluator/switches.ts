import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, queryRows } from "../../storage/read/query.ts";
import type { Switch } from "../method.ts";

/** For each switch, the epochs in which it is off, with the words that say so. Epochs whose parameters aren't known are in none. */
export type SwitchStates = Readonly<Record<Switch, ReadonlyMap<number, string>>>;

const row = z.object({ epoch: z.int(), enabled: z.union([z.boolean(), z.int().transform(Boolean)]).nullable() });

/** Reads what the parameters in force at each epoch say of the switches. */
export async function readSwitches(client: ClickHouseClient, chain: string, asOf: string): Promise<SwitchStates> {
  const query = `SELECT epoch, enabled FROM epoch_maintenance(${AT})`;
  const rows = await queryRows(client, row, query, at(chain, asOf));
  const off = rows.flatMap(({ epoch, enabled }): [number, string][] => {
    if (enabled === true) return [];
    // A chain whose parameters don't name the module has none: there is as little to measure as with the module off.
    return [
      [epoch, enabled === null ? "the chain has no maintenance windows yet" : "the chain has maintenance windows switched off"],
    ];
  });
  return { maintenance_enabled: new Map(off) };
}
