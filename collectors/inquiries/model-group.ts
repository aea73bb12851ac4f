import { EPOCH_NODES, MODEL_MEMBERS } from "../../storage/facts/tables.ts";
import { decodeModelGroup } from "../decode/model-group.ts";
import { INFERENCE } from "../inquiry.ts";

/** A model's group of an epoch: `epoch_group_data/{epoch}?model_id=` (a path parameter can't hold the "/" of a model id). */
export const modelGroup = (epoch: number, modelId: string) => ({
  question: { topic: "model_group" as const, epoch, subject: modelId },
  route: "epoch_group_data/{epoch}?model_id",
  path: `${INFERENCE}/epoch_group_data/${epoch}?model_id=${encodeURIComponent(modelId)}`,
  decode: (body: unknown) => decodeModelGroup(body, { epoch, modelId }),
  rows: ({ members, nodes }: ModelGroup) => [
    { table: MODEL_MEMBERS, rows: members },
    { table: EPOCH_NODES, rows: nodes },
  ],
});

type ModelGroup = Extract<ReturnType<typeof decodeModelGroup>, { ok: true }>["value"];
