import type { ConfirmationEvent } from "../../network/types.ts";
import { inferenceParams } from "../params.ts";
import type { Question, Route } from "../route.ts";
import { INFERENCE } from "./bases.ts";

export function confirmationEvent(event: ConfirmationEvent) {
  return {
    epoch_index: String(event.epoch),
    event_sequence: String(event.sequence),
    trigger_height: String(event.triggerHeight),
    generation_start_height: String(event.generationStart),
    phase: event.phase,
    poc_seed_block_hash: event.seedBlockHash,
  };
}

function epochInfo({ network, height }: Question) {
  const { latest } = network.epochsAt(height);
  const active = network.activeConfirmationEvent(height);
  return {
    block_height: String(height),
    params: inferenceParams(network, height),
    latest_epoch: { index: String(latest), poc_start_block_height: String(network.stagesOf(latest).pocStart) },
    is_confirmation_poc_active: active !== null,
    active_confirmation_poc_event: active === null ? null : confirmationEvent(active),
  };
}

function lastUpgradeHeight({ network, height }: Question) {
  const upgrade = network.lastUpgrade(height);
  return { last_upgrade_height: String(upgrade?.height ?? 0), found: upgrade !== null };
}

export const CLOCK: readonly Route[] = [
  { path: `${INFERENCE}/epoch_info`, answer: epochInfo },
  {
    path: `${INFERENCE}/get_current_epoch`,
    answer: ({ network, height }) => ({ epoch: String(network.epochsAt(height).effective) }),
  },
  { path: `${INFERENCE}/params`, answer: ({ network, height }) => ({ params: inferenceParams(network, height) }) },
  { path: `${INFERENCE}/last_upgrade_height`, answer: lastUpgradeHeight },
];
