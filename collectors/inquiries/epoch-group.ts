import { EPOCH_MEMBERS, EPOCHS } from "../../storage/facts/tables.ts";
import { decodeEpochGroup } from "../decode/epoch-group.ts";
import { INFERENCE } from "../inquiry.ts";

/** Root group of an epoch: `epoch_group_data/{epoch}` (data-sources: membership and weights, never pruned). */
export const epochGroup = (epoch: number) => ({
  question: { topic: "epoch_group" as const, epoch, subject: "" },
  route: "epoch_group_data/{epoch}",
  path: `${INFERENCE}/epoch_group_data/${epoch}`,
  decode: (body: unknown) => decodeEpochGroup(body, { epoch }),
  rows: ({ group, members }: EpochGroup) => [
    { table: EPOCHS, rows: [group] },
    { table: EPOCH_MEMBERS, rows: members },
  ],
});

type EpochGroup = Extract<ReturnType<typeof decodeEpochGroup>, { ok: true }>["value"];
