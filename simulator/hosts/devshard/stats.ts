import { type HttpAnswer, JSON_TYPE } from "../../http/answer.ts";
import type { Host } from "../../network/types.ts";
import type { HostSessions, Known } from "./host-sessions.ts";
import { replayed, type SlotState } from "./replay.ts";

/** When the answer was made that is served until `ttlMs` later. */
export interface Cached {
  readonly ms: number;
  readonly ttlMs: number;
}

const cachedKeys = ({ ms, ttlMs }: Cached) =>
  `"cached_at":${Math.floor(ms / 1000)},"cache_ttl_seconds":${Math.ceil(ttlMs / 1000)}`;

/** `/stats/shards`. */
export function shardsList(sessions: HostSessions, host: Host, version: string, cached: Cached, phantoms: number): HttpAnswer {
  const listed = [...sessions.listed(host, version, cached.ms)];
  // The real list comes out of a map: its order isn't stable.
  if (Math.floor(cached.ms / cached.ttlMs) % 2 === 1) listed.reverse();
  const shards = listed.map(({ escrow }) => ({ escrow_id: String(escrow.id), epoch_id: escrow.epoch }));
  if (phantoms > 0) {
    const others = sessions.strange(host, cached.ms).map(({ id, epoch }) => ({ escrow_id: String(id), epoch_id: epoch + 1 }));
    const never = Array.from({ length: phantoms }, (_, n) => ({
      escrow_id: String(1_000_000 + n),
      epoch_id: sessions.latestEpoch(cached.ms),
    }));
    shards.push(...others, ...never);
  }
  const ids = JSON.stringify(shards.map(({ escrow_id }) => escrow_id));
  const epoch = sessions.latestEpoch(cached.ms);
  const body = `{"current_epoch_id":${epoch},${cachedKeys(cached)},"active_escrows":${ids},"shards":${JSON.stringify(shards)}}\n`;
  return { status: 200, contentType: JSON_TYPE, body };
}

/** `/stats/shards/{id}`. Maps by slot are in the order of their keys as texts, as Go writes them. */
export function shardDetail(known: Known, tokenFactor: number, cached: Cached): HttpAnswer {
  const { escrow, nonce } = known;
  const slots = replayed(known, tokenFactor);
  const bySlot = slots.map((state, slot) => ({ slot: String(slot), state })).sort((a, b) => (a.slot < b.slot ? -1 : 1));
  const hostStats = bySlot.map(({ slot, state }) => `"${slot}":${slotJson(state, 0, 0)}`);
  const observed = bySlot
    .filter(({ state }) => state.requiredValidations > 0)
    .map(({ slot, state: { requiredValidations, completedValidations } }) => {
      return `"${slot}":${slotJson(NOTHING, requiredValidations, completedValidations)}`;
    });
  const sum = (of: (state: SlotState) => number) => slots.reduce((total, state) => total + of(state), 0);
  const totals = {
    required_validations: sum(({ requiredValidations }) => requiredValidations),
    completed_validations: sum(({ completedValidations }) => completedValidations),
  };
  const group = escrow.slots.map((address, slot) => ({ SlotID: slot, ValidatorAddress: address }));
  const { version } = escrow;
  const body = `{"escrow_id":"${escrow.id}","epoch_id":${escrow.epoch},"nonce":${nonce},"version":"${version}","state_root_and_protocol_version":"${version}",${cachedKeys(cached)},"host_stats":{${hostStats.join(",")}},"validation_observability":{"by_slot":{${observed.join(",")}},"totals":${JSON.stringify(totals)}},"group":${JSON.stringify(group)}}\n`;
  return { status: 200, contentType: JSON_TYPE, body };
}

const NOTHING = { missed: 0, invalid: 0, cost: 0 };

/** Validations are counted beside the state alone: in it they are always 0 since seeds aren't revealed any more. */
const slotJson = (
  { missed, invalid, cost }: Pick<SlotState, "missed" | "invalid" | "cost">,
  required: number,
  completed: number,
) => JSON.stringify({ missed, invalid, cost, required_validations: required, completed_validations: completed });
