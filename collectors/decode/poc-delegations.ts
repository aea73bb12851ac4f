import { type PocDelegationRow, pocDelegationRow } from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaves, type Shape } from "./known.ts";
import { decodeLive } from "./live-answer.ts";
import { refuseDuplicates } from "./reader.ts";
import { text } from "./wire.ts";

const SHAPE: Shape = {
  delegations: leaves("model_id delegator delegate_to"),
  refusals: leaves("model_id participant"),
  intents: leaves("model_id participant"),
};

const LISTS = [
  { key: "delegations", member: "delegator", kind: "delegation" },
  { key: "refusals", member: "participant", kind: "refusal" },
  { key: "intents", member: "participant", kind: "intent" },
] as const;

/**
 * How a member lets its vote on the PoC of models be cast: `GET …/inference/poc_delegation/{address}`. A model id or delegate that no row
 * can hold is the member's own garbage: it is left out and reported.
 */
export function decodePocDelegations(body: unknown, asked: { epoch: number; address: string }): Decoded<PocDelegationRow[]> {
  return decodeLive(body, SHAPE, (root, leftOut) => {
    const rows = LISTS.flatMap(({ key, member, kind }) =>
      root.messages(key).flatMap((message) => {
        message.verify(member, text, asked.address);
        const delegate = kind === "delegation" ? message.read("delegate_to", text) : "";
        const row = {
          epoch: asked.epoch,
          model_id: message.read("model_id", text),
          address: asked.address,
          kind,
          // Empty clears a delegation (`MsgSetPoCDelegation`).
          delegate_to: delegate === "" ? null : delegate,
        };
        return leftOut.storable(pocDelegationRow, row, `${key}[]`) ?? [];
      }),
    );
    refuseDuplicates(rows, (row) => JSON.stringify([row.kind, row.model_id]), "delegations, refusals and intents");
    return rows;
  });
}
