import type { z } from "zod";
import type { ModelGroup } from "../../snapshot/live/model-groups.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import type { model } from "../schemas/live.ts";
import { modelsAnswer } from "../schemas/models.ts";

export const models = route({
  path: "/models",
  summary: "The models of the newest agreed epoch and who serves them.",
  params: nothing,
  query: nothing,
  answer: modelsAnswer,
  handle: ({ snapshot }) => ({
    chain_id: snapshot.chain,
    epoch: snapshot.epochs.at(-1)?.epoch ?? null,
    models: snapshot.live.models.map(modelOf),
  }),
});

/** A model as the API gives it. */
export const modelOf = ({ modelId, verdict, hosts, nodes, weight, voteMargin }: ModelGroup): z.input<typeof model> => ({
  model_id: modelId,
  verdict,
  hosts,
  nodes,
  weight: weight?.toString() ?? null,
  vote_margin: voteMargin,
});
