import { type AnswerFormat, decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { probe } from "./dialect.ts";
import { leaf, leaves } from "./known.ts";
import { PARAMS } from "./known-params.ts";
import { POC_EVENT } from "./poc-events.ts";
import { due, epoch, height } from "./wire.ts";

export interface EpochInfo {
  /** Height of the state that answered. */
  readonly blockHeight: number;
  /** The upcoming epoch from its PoC start on: one ahead of the effective epoch until setNewValidators. */
  readonly latestEpoch: number;
  readonly pocStartHeight: number;
}

const INFO_FORMAT: AnswerFormat = {
  shape: {
    block_height: leaf,
    params: PARAMS,
    latest_epoch: leaves("index poc_start_block_height"),
    is_confirmation_poc_active: leaf,
    active_confirmation_poc_event: POC_EVENT,
  },
  probes: ["block_height", "latest_epoch.index", "latest_epoch.poc_start_block_height"].map(probe),
};

const CURRENT_FORMAT: AnswerFormat = { shape: { epoch: leaf }, probes: [probe("epoch")] };

/** The chain's clock: `GET …/inference/epoch_info`. */
export function decodeEpochInfo(body: unknown): Decoded<EpochInfo> {
  return decodeAnswer(body, INFO_FORMAT, (root) => {
    const latest = root.message("latest_epoch");
    return {
      blockHeight: root.read("block_height", due(height)),
      latestEpoch: latest.read("index", epoch),
      pocStartHeight: latest.read("poc_start_block_height", height),
    };
  });
}

/** The effective epoch: `GET …/inference/get_current_epoch`. */
export function decodeCurrentEpoch(body: unknown): Decoded<number> {
  return decodeAnswer(body, CURRENT_FORMAT, (root) => root.read("epoch", due(epoch)));
}
