import { createHash } from "node:crypto";
import type { Escrow } from "../../network/sessions-types.ts";
import { type Question, type Route, text, uint64 } from "../route.ts";
import { INFERENCE } from "./bases.ts";

/** Whether the chain knows an escrow at the height: from its block on until it is pruned. */
const isKept = ({ createdHeight, prunedHeight }: Escrow, height: number) => createdHeight <= height && height < prunedHeight;

const isSettled = ({ settledHeight }: Escrow, height: number) => settledHeight !== null && settledHeight <= height;

function escrowJson(escrow: Escrow, height: number) {
  return {
    id: String(escrow.id),
    creator: escrow.creator,
    amount: String(escrow.amount),
    slots: escrow.slots,
    epoch_index: String(escrow.epoch),
    app_hash: createHash("sha256").update(`escrow/${escrow.id}`).digest("hex"),
    settled: isSettled(escrow, height),
    token_price: String(escrow.tokenPrice),
    model_id: escrow.modelId,
    create_devshard_fee: String(escrow.createDevshardFee),
    fee_per_nonce: String(escrow.feePerNonce),
    inference_seal_grace_nonces: 160,
    inference_seal_grace_seconds: 3600,
    auto_seal_every_n_nonces: 150,
    validation_rate: 1000,
  };
}

/** Unknown and pruned look the same, and neither is an error. */
function escrowOf(question: Question) {
  const { network, height } = question;
  const escrow = network.escrow(BigInt(uint64(question, 0, "id")));
  return escrow !== null && isKept(escrow, height)
    ? { escrow: escrowJson(escrow, height), found: true }
    : { escrow: null, found: false };
}

/** A host's sums over the settled escrows of an epoch, late ones too, in which it has a slot; pruned with the epoch's escrows. */
function hostEpochStats(question: Question) {
  const { network, height } = question;
  const epoch = uint64(question, 0, "epoch_index");
  const participant = text(question, 1);
  const newest = network.epochsAt(height).latest;
  const settled = (epoch > newest ? [] : network.escrowsOf(epoch)).filter(
    (escrow) => isKept(escrow, height) && isSettled(escrow, height) && escrow.slots.includes(participant),
  );
  if (settled.length === 0) return { stats: null, found: false };
  const rows = settled.flatMap(({ slots, settlement }) =>
    (settlement?.hostStats ?? []).filter(({ slotId }) => slots[slotId] === participant),
  );
  const stats = {
    participant,
    epoch_index: String(epoch),
    missed: rows.reduce((sum, { missed }) => sum + missed, 0),
    invalid: rows.reduce((sum, { invalid }) => sum + invalid, 0),
    cost: String(rows.reduce((sum, { cost }) => sum + cost, 0n)),
    required_validations: 0,
    completed_validations: 0,
    escrow_count: settled.length,
  };
  return { stats, found: true };
}

export const ESCROWS: readonly Route[] = [
  { path: `${INFERENCE}/devshard_escrow/{}`, answer: escrowOf },
  { path: `${INFERENCE}/devshard_host_epoch_stats/{}/{}`, answer: hostEpochStats },
];
