import { z } from "zod";
import { at, count, queryRows } from "../../../storage/read/query.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { modelsAnswer } from "../schemas/network.ts";

const AT = "chain = {chain:String}, as_of = {as_of:DateTime64(6)}";
const membersRow = z.object({ model_id: z.string(), hosts: count, raw_weight: z.string() });
const nodesRow = z.object({ model_id: z.string(), nodes: count });

export const models = route({
  path: "/models",
  summary: "The models of the newest agreed epoch and who serves them.",
  params: nothing,
  query: nothing,
  answer: modelsAnswer,
  handle: async ({ store, snapshot }) => {
    const newest = snapshot.epochs.at(-1);
    if (!newest) return { chain_id: snapshot.chain, epoch: null, models: [] };
    const { epoch } = newest;
    const params = { ...at(snapshot.chain, snapshot.asOf), epoch };
    const [members, nodes] = await Promise.all([
      queryRows(
        store.client,
        membersRow,
        `SELECT model_id, countIf(weight > 0) AS hosts, toString(sum(toInt128(weight))) AS raw_weight
         FROM agreed_model_members(${AT}) WHERE epoch = {epoch:UInt32} GROUP BY model_id`,
        params,
      ),
      queryRows(
        store.client,
        nodesRow,
        `SELECT model_id, uniqExact(address, node_id) AS nodes FROM agreed_nodes(${AT}) WHERE epoch = {epoch:UInt32} GROUP BY model_id`,
        params,
      ),
    ]);
    return {
      chain_id: snapshot.chain,
      epoch,
      models: newest.models.map((model_id) => {
        const verdict = snapshot.questions.find(
          (one) => one.topic === "model_group" && one.epoch === epoch && one.subject === model_id,
        )?.verdict;
        // An agreed group without rows has no members and no nodes; any other is not known.
        const empty = verdict === "agreed" ? 0 : null;
        const own = members.find((row) => row.model_id === model_id);
        return {
          model_id,
          verdict: verdict ?? null,
          hosts: own?.hosts ?? empty,
          nodes: nodes.find((row) => row.model_id === model_id)?.nodes ?? empty,
          weight: own?.raw_weight ?? (empty === null ? null : "0"),
        };
      }),
    };
  },
});
