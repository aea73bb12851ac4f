import pMap from "p-map";
import { hadClassicInference } from "../chain/classic.ts";
import { type Epoch, readEpochs } from "../storage/read/votes.ts";
import type { AnswerLog } from "../storage/write/answer-log.ts";
import type { CollectContext } from "./context.ts";
import type { Source } from "./http/source.ts";
import { collectPinned } from "./live/pinned.ts";
import { classicStats } from "./live/questions/classic-stats.ts";

/** Blocks after which an inference that has not finished expires (`validation_params.expiration_blocks`): the chain is asked when none is open. */
const EXPIRATION_BLOCKS = 150;

/** Epochs asked at a time; each source's budget bounds the requests. */
const EPOCHS_AT_ONCE = 4;

const ceilMillis = (iso: string) => BigInt(Date.parse(iso) + (/\.\d{3}\d*[1-9]/.test(iso) ? 1 : 0));

/** When an epoch's classic inferences can be asked about: null of one that isn't over, whose times aren't known, or after v0.2.14. */
function askedAt(chainId: string, { epoch, last_height, starts_at, ends_at }: Epoch) {
  const height = last_height + EXPIRATION_BLOCKS;
  if (last_height === 0 || starts_at === null || ends_at === null || !hadClassicInference(chainId, height)) return null;
  return { pin: { epoch, height }, range: { epoch, from_ms: ceilMillis(starts_at), to_ms: ceilMillis(ends_at) - 1n } };
}

/**
 * Asks every source for the tokens of classic inference of those of the epochs that had any, each at a height soon after its end, which an
 * archive node still knows. Their members and times have to be stored before. Epochs that no source could tell of are returned.
 */
export async function collectClassic(
  context: CollectContext,
  chainId: string,
  log: AnswerLog,
  sources: readonly Source[],
  epochs: readonly number[],
): Promise<number[]> {
  const wanted = new Set(epochs);
  const known = (await readEpochs(context.client, chainId)).filter(({ epoch }) => wanted.has(epoch));
  const due = known.flatMap((epoch) => askedAt(chainId, epoch) ?? []);
  await pMap(
    due,
    async ({ pin, range }) => {
      await collectPinned(context, log, sources, pin, true, [classicStats(range)]);
      await log.flush();
    },
    { concurrency: EPOCHS_AT_ONCE, signal: context.signal },
  );
  const isTold = ({ epoch }: { epoch: number }) =>
    sources.some(({ name }) => log.last({ topic: "classic_stats", epoch, subject: "" }, name)?.outcome === "told");
  return due.flatMap(({ pin }) => (isTold(pin) ? [] : [pin.epoch]));
}
