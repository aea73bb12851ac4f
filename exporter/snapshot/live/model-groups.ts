import { z } from "zod";
import type { Epoch, Vote } from "../../../storage/read/votes.ts";
import { groupBy } from "../../group-by.ts";
import type { Store } from "../../store.ts";
import { toldRows } from "./told-rows.ts";

/** A model of the newest agreed epoch. Nulls: its group is not agreed. */
export interface ModelGroup {
  readonly modelId: string;
  /** Null where its group was never asked for. */
  readonly verdict: Vote["verdict"] | null;
  /** Members of its group that have weight in it. */
  readonly hosts: number | null;
  /** Their addresses. */
  readonly members: readonly string[] | null;
  readonly nodes: number | null;
  /** Raw: not comparable between models. */
  readonly weight: bigint | null;
  readonly voteMargin: VoteMargin | null;
}

/**
 * Voting power that can vote on the model's PoC ÷ the network's weight − 2/3 (`poc_validation_snapshot`), a ratio, in the newest PoC whose
 * snapshot is agreed.
 */
export interface VoteMargin {
  /** The epoch that the PoC formed. */
  readonly epoch: number;
  readonly margin: number;
}

const memberRow = z.object({ address: z.string(), weight: z.string().transform(BigInt) });
const nodeRow = z.object({ address: z.string(), node_id: z.string() });
const snapshotRow = z.object({ total_network_weight: z.string().transform(BigInt) });
const powerRow = z.object({ model_id: z.string(), address: z.string(), voting_power: z.string().transform(BigInt) });

/** Reads them; keeps what it read last of each model. */
export type ModelReader = (store: Store, votes: readonly Vote[], newest: Epoch | undefined) => Promise<readonly ModelGroup[]>;

export function createModelReader(): ModelReader {
  const readers = new Map<string, ReturnType<typeof groupReader>>();
  const snapshot = toldRows({
    table: "poc_snapshots",
    row: snapshotRow,
    columns: "toString(fact.total_network_weight) AS total_network_weight",
  });
  const powers = toldRows({
    table: "poc_voting_powers",
    row: powerRow,
    columns: "model_id, address, toString(fact.voting_power) AS voting_power",
  });
  return async (store, votes, newest) => {
    if (!newest) return [];
    for (const model of readers.keys()) if (!newest.models.includes(model)) readers.delete(model);
    const poc = votes.filter(({ topic, verdict }) => topic === "poc_snapshot" && verdict === "agreed");
    const newestPoc = poc.reduce<Vote | undefined>((a, b) => (a && a.epoch > b.epoch ? a : b), undefined);
    const [told, power] = await Promise.all([snapshot(store, newestPoc), powers(store, newestPoc)]);
    const total = told?.[0]?.total_network_weight ?? 0n;
    const powerOf = groupBy(power ?? [], (row) => row.model_id);
    const marginOf = (model: string): VoteMargin | null => {
      const voting = powerOf.get(model);
      if (!newestPoc || !voting || total <= 0n) return null;
      const sum = voting.reduce((all, row) => all + row.voting_power, 0n);
      // (3·sum − 2·total) ÷ 3·total: one division, so that one rounding.
      return { epoch: newestPoc.epoch, margin: Number(3n * sum - 2n * total) / Number(3n * total) };
    };
    return Promise.all(
      newest.models.map(async (modelId) => {
        const vote = votes.find((one) => one.topic === "model_group" && one.epoch === newest.epoch && one.subject === modelId);
        const reader = readers.get(modelId) ?? groupReader();
        readers.set(modelId, reader);
        const [members, nodes] = await Promise.all([reader.members(store, vote), reader.nodes(store, vote)]);
        const serving = members?.flatMap(({ address, weight }) => (weight > 0n ? [address] : [])) ?? null;
        return {
          modelId,
          verdict: vote?.verdict ?? null,
          hosts: serving?.length ?? null,
          members: serving,
          nodes: nodes?.length ?? null,
          weight: members?.reduce((sum, { weight }) => sum + weight, 0n) ?? null,
          voteMargin: marginOf(modelId),
        };
      }),
    );
  };
}

/** By address, the models in whose groups it has weight; null where no group is agreed. */
export function modelsByHost(models: readonly ModelGroup[]): ReadonlyMap<string, readonly string[]> | null {
  if (models.every(({ members }) => members === null)) return null;
  const served = new Map<string, string[]>();
  for (const { modelId, members } of models)
    for (const address of members ?? []) {
      const own = served.get(address);
      if (own) own.push(modelId);
      else served.set(address, [modelId]);
    }
  return served;
}

const groupReader = () => ({
  members: toldRows({ table: "model_members", row: memberRow, columns: "address, toString(fact.weight) AS weight" }),
  nodes: toldRows({ table: "epoch_nodes", row: nodeRow, columns: "address, node_id" }),
});
