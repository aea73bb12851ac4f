import { type HostEpochStatsRow, hostEpochStatsRow } from "../../storage/facts/inference-rows.ts";
import type { Decoded } from "../decode/decoded.ts";
import { leaves } from "../decode/known.ts";
import { decodeLive, messageOrNull } from "../decode/live-answer.ts";
import { uint32 } from "../decode/live-wire.ts";
import { checkedRow, reject } from "../decode/reader.ts";
import { bool, due, epoch, text, uint64 } from "../decode/wire.ts";

/** A host's sums as an answer tells them, without who told them and when. */
export type ToldHostStats = Omit<HostEpochStatsRow, "source" | "final">;

const SHAPE = {
  ...leaves("found"),
  stats: leaves("participant epoch_index missed invalid cost required_validations completed_validations escrow_count"),
};

const told = hostEpochStatsRow.omit({ source: true, final: true });

/**
 * `GET …/inference/devshard_host_epoch_stats/{epoch}/{address}`: sums over the settled escrows of an epoch. Not found is a row with
 * `found` false, whose zeros count nothing: the host has none, or they were pruned with the epoch.
 */
export function decodeHostStats(
  body: unknown,
  asked: { readonly epoch: number; readonly address: string },
): Decoded<ToldHostStats> {
  return decodeLive(body, SHAPE, (root) => {
    const found = root.read("found", due(bool));
    const stats = messageOrNull(root, "stats");
    if (found !== (stats !== null)) reject("found", String(stats !== null), String(found));
    if (stats === null) return { ...asked, found, missed: 0, invalid: 0, cost: 0n, escrow_count: 0 };
    stats.verify("participant", text, asked.address);
    stats.verify("epoch_index", epoch, asked.epoch);
    const row = {
      ...asked,
      found,
      missed: stats.read("missed", uint32),
      invalid: stats.read("invalid", uint32),
      cost: stats.read("cost", uint64),
      escrow_count: stats.read("escrow_count", uint32),
    };
    return checkedRow(told, row, "stats");
  });
}
