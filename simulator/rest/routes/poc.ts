import { base64 } from "../json.ts";
import { type Question, type Route, text, uint64 } from "../route.ts";
import { INFERENCE } from "./bases.ts";
import { confirmationEvent } from "./clock.ts";

function events(question: Question) {
  const found = question.network.confirmationEvents(uint64(question, 0, "epoch_index"), question.height);
  return { events: found.map(confirmationEvent) };
}

function activeEvent({ network, height }: Question) {
  const event = network.activeConfirmationEvent(height);
  return { is_active: event !== null, event: event === null ? null : confirmationEvent(event) };
}

function validationSnapshot(question: Question) {
  const snapshot = question.network.pocSnapshot(uint64(question, 0, "poc_stage_start_height"), question.height);
  if (snapshot === null) return { snapshot: null, found: false };
  return {
    snapshot: {
      poc_stage_start_height: String(snapshot.stageStart),
      snapshot_height: String(snapshot.snapshotHeight),
      app_hash: Buffer.from(snapshot.appHash).toString("hex"),
      generation_start_timestamp: String(Math.floor(snapshot.generationStartMs / 1000)),
      exchange_end_timestamp: String(Math.floor(snapshot.exchangeEndMs / 1000)),
      model_voting_powers: snapshot.powers.map(({ modelId, powers }) => ({
        model_id: modelId,
        voting_powers: powers.map(({ host, power }) => ({ address: host.address, voting_power: String(power) })),
      })),
      total_network_weight: String(snapshot.totalNetworkWeight),
    },
    found: true,
  };
}

function preservedNodes({ network, height }: Question) {
  const preserved = network.preservedNodes(height);
  if (preserved === null) return { snapshot: null, found: false };
  return {
    snapshot: {
      episode_anchor_height: String(preserved.anchorHeight),
      model_preserved_nodes: preserved.models.map(({ modelId, participants }) => ({
        model_id: modelId,
        participants: participants.map(({ host, nodeIds }) => ({ participant_id: host.address, node_ids: nodeIds })),
      })),
    },
    found: true,
  };
}

function storeCommits(question: Question) {
  const commits = question.network.storeCommits(uint64(question, 0, "poc_stage_start_block_height"), question.height);
  return {
    commits: commits.map(({ host, modelId, count, rootHash }) => ({
      participant_address: host.address,
      count,
      root_hash: base64(rootHash),
      hex_pub_key: Buffer.from(host.keys.publicKey).toString("hex"),
      model_id: modelId,
    })),
  };
}

function delegation(question: Question) {
  const { delegations, refusals, intents } = question.network.delegationsOf(text(question, 0), question.height);
  const asked = question.query.get("model_id") ?? "";
  const wanted = ({ modelId }: { readonly modelId: string }) => asked === "" || modelId === asked;
  const stance = ({ modelId, participant }: { readonly modelId: string; readonly participant: string }) => ({
    model_id: modelId,
    participant,
  });
  return {
    delegations: delegations
      .filter(wanted)
      .map(({ modelId, delegator, delegateTo }) => ({ model_id: modelId, delegator, delegate_to: delegateTo })),
    refusals: refusals.filter(wanted).map(stance),
    intents: intents.filter(wanted).map(stance),
  };
}

export const POC: readonly Route[] = [
  { path: `${INFERENCE}/confirmation_poc_events/{}`, answer: events },
  { path: `${INFERENCE}/active_confirmation_poc_event`, answer: activeEvent },
  { path: `${INFERENCE}/poc_validation_snapshot/{}`, answer: validationSnapshot },
  { path: `${INFERENCE}/preserved_nodes_snapshot`, answer: preservedNodes },
  { path: `${INFERENCE}/all_poc_v2_store_commits/{}`, answer: storeCommits },
  { path: `${INFERENCE}/poc_delegation/{}`, answer: delegation },
];
