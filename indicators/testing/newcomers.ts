import type { ClickHouseClient } from "@clickhouse/client";
import * as tables from "../../storage/facts/tables.ts";
import { headerAnswer, question, record, rootAnswer, rowsOf, told } from "../../storage/testing/answers.ts";
import { type MadeUpChain, startOf } from "../../storage/testing/made-up-network.ts";
import { epochRow, exclusionRow, memberRow, modelMemberRow, nodeRow, paramsRow } from "../../storage/testing/rows.ts";

/**
 * A chain that new hosts join, known from its first epoch on: `a` and `b` are there from the start; `c`, `d` and `e` come in epoch 4, `d` without
 * weight at first, `e` excluded in its second epoch; `f` in 5; `g` in 6. `late` had registered when it was there already.
 */
export const NEWCOMERS: MadeUpChain = { chain: "newcomers", first: 1, last: 6, days: 10 };

/** From this epoch on a raw weight counts twice: weights before and after are of different units. */
export const RESCALED_FROM = 5;

const HOUR_MS = 3_600_000;
const FIRST = { a: 1, b: 1, late: 4, c: 4, d: 4, e: 4, f: 5, g: 6 } as const;
/** Hours from the registration to the start of the first epoch with weight; `f` is not known to be registered. */
const HOURS = { a: 10, b: 20, late: -1, c: 30, d: 270, e: 50, g: 70 } as const;
const hosts = ["a", "b", "late", "c", "d", "e", "f", "g"] as const;

const firstWeighted = (host: keyof typeof FIRST) => FIRST[host] + (host === "d" ? 1 : 0);

export async function storeNewcomers(client: ClickHouseClient): Promise<void> {
  const answers = Array.from({ length: 6 }, (_, index) => index + 1).flatMap((epoch) => {
    const there = hosts.filter((host) => FIRST[host] <= epoch);
    const scale = { model_id: "m", value: epoch < RESCALED_FROM ? 1n : 2n, exponent: 0 };
    const root = epochRow(epoch, { models: ["m"], weight_scales: [scale] });
    const members = there.map((host) => memberRow(epoch, host, epoch < firstWeighted(host) ? 0n : 10n));
    const time = (of: number) => startOf(NEWCOMERS, of).toISOString().replace("Z", "000000Z");
    const people = hosts.flatMap((host) => {
      if (host === "f" || FIRST[host] > epoch) return [];
      const joined = startOf(NEWCOMERS, firstWeighted(host)).getTime() - HOURS[host] * HOUR_MS;
      const row = {
        epoch,
        address: host,
        inference_url: "",
        status: "ACTIVE",
        validator_key: "",
        join_height: 1,
        epochs_completed: 0,
      };
      return [{ ...row, join_time_ms: BigInt(joined) }];
    });
    const gear = ["a", "b", "c"].map((address) => {
      const node = { epoch, address, local_id: "node1", position: 0, status: "", models: [], version: null };
      return { ...node, device: "NVIDIA H100 80GB HBM3 | 79GB", devices: 2 };
    });
    return [
      rootAnswer("s", root, members),
      headerAnswer("s", root.effective_height, time(epoch)),
      headerAnswer("s", root.last_height + 1, time(epoch + 1)),
      told(question("exclusions", epoch), "s", [rowsOf(tables.EXCLUSIONS, ...(epoch === 5 ? [exclusionRow(5, "e")] : []))]),
      told(question("model_group", epoch, "m"), "s", [
        rowsOf(tables.MODEL_MEMBERS, ...there.map((host) => modelMemberRow(epoch, "m", host, 100n))),
        rowsOf(tables.EPOCH_NODES, ...there.map((host) => nodeRow(epoch, "m", host, 100n))),
      ]),
      told(question("participants", epoch), "s", [rowsOf(tables.PARTICIPANTS, ...people)]),
      told(question("hardware", epoch), "s", [rowsOf(tables.HARDWARE, ...(epoch < 4 ? [] : gear))]),
    ];
  });
  await record(client, NEWCOMERS.chain, [
    told(question("params", 0), "s", [rowsOf(tables.PARAMS, paramsRow())], { height: 1, final: false }),
    ...answers,
  ]);
}
