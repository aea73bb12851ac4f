import {
  type ParticipantRow,
  type ParticipantStatsRow,
  participantRow,
  participantStatsRow,
} from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { decimals, leaf, leaves, type Shape } from "./known.ts";
import { decodeLive, type LeftOut, messageOrNull, nextKeyOf, PAGINATION, type Page } from "./live-answer.ts";
import { uint32 } from "./live-wire.ts";
import { checkedRow, type ObjectReader, refuseDuplicates, reject } from "./reader.ts";
import { height, int64, text, uint64 } from "./wire.ts";

const SHAPE: Shape = {
  participant: {
    ...leaves(
      "index address weight join_time join_height last_inference_time inference_url status coin_balance validator_key " +
        "consecutive_invalid_inferences worker_public_key epochs_completed",
    ),
    current_epoch_stats: {
      ...leaves(
        "inference_count missed_requests earned_coins rewarded_coins burned_coins validated_inferences invalidated_inferences",
      ),
      ...decimals("invalidLLR inactiveLLR confirmationPoCRatio"),
    },
  },
  pagination: PAGINATION,
  block_height: leaf,
};

interface Asked {
  readonly epoch: number;
  readonly height: number;
}

/** A participant and the counters of its running epoch; null where the chain has none for it. */
export interface Participant {
  readonly participant: ParticipantRow;
  readonly stats: ParticipantStatsRow | null;
}

const MS = 1000n;
const MAX_URL = 2048;
const MAX_KEY = 128;

/** Both are the host's own words: too long to be what they should be, they are empty, and reported. */
function shortText(participant: ObjectReader, key: string, max: number, leftOut: LeftOut): string {
  const value = participant.read(key, text);
  if (value.length <= max) return value;
  leftOut.note(`participant.${key}`, value);
  return "";
}

function participantOf(participant: ObjectReader, { epoch }: Asked, leftOut: LeftOut): ParticipantRow {
  const joinTime = participant.read("join_time", uint64);
  const joinHeight = participant.read("join_height", height);
  const row = {
    epoch,
    address: participant.read("address", text),
    inference_url: shortText(participant, "inference_url", MAX_URL, leftOut),
    status: participant.read("status", text),
    validator_key: shortText(participant, "validator_key", MAX_KEY, leftOut),
    join_time_ms: joinTime === 0n ? null : joinHeight === 0 ? joinTime * MS : joinTime,
    join_height: joinHeight,
    epochs_completed: participant.read("epochs_completed", uint32),
  };
  return checkedRow(participantRow, row, participant.path);
}

function statsOf(participant: ObjectReader, address: string, { epoch }: Asked): ParticipantStatsRow | null {
  const stats = messageOrNull(participant, "current_epoch_stats");
  if (stats === null) return null;
  const ratio = stats.optionalMessage("confirmationPoCRatio") === null ? null : stats.decimal("confirmationPoCRatio");
  const row = {
    epoch,
    address,
    inference_count: stats.read("inference_count", uint64),
    missed_requests: stats.read("missed_requests", uint64),
    earned_coins: stats.read("earned_coins", uint64),
    rewarded_coins: stats.read("rewarded_coins", uint64),
    burned_coins: stats.read("burned_coins", uint64),
    validated_inferences: stats.read("validated_inferences", uint64),
    invalidated_inferences: stats.read("invalidated_inferences", uint64),
    consecutive_invalid_inferences: participant.read("consecutive_invalid_inferences", int64),
    confirmation_ratio_value: ratio?.value ?? null,
    confirmation_ratio_exponent: ratio?.exponent ?? null,
  };
  return checkedRow(participantStatsRow, row, stats.path);
}

/**
 * A page of everybody ever registered: `GET …/inference/participant?pagination.limit=`. Coins in ngonka. `join_time` is unix milliseconds,
 * but seconds for genesis participants, who have `join_height` 0 (data-sources: decoding rules); 0 is none. `confirmationPoCRatio` is null
 * before a host's first confirmation PoC of the epoch, and absent before v0.2.12. An answer that says it speaks of another height than
 * the one asked for is rejected: there is a page of every height, and they don't fit together.
 */
export function decodeParticipants(body: unknown, asked: Asked): Decoded<Page<Participant>> {
  return decodeLive(body, SHAPE, (root, leftOut) => {
    const said = root.readOptional("block_height", height);
    if (said !== null && said !== asked.height) reject("block_height", `${asked.height} as asked`, String(said));
    const items = root.messages("participant").map((message) => {
      const participant = participantOf(message, asked, leftOut);
      return { participant, stats: statsOf(message, participant.address, asked) };
    });
    refuseDuplicates(items, (item) => item.participant.address, "participant");
    return { items, nextKey: nextKeyOf(root) };
  });
}
