import {
  EPOCH_TOPICS,
  type Epoch,
  type EpochBounds,
  readEpochBounds,
  readToldUntil,
  type Vote,
} from "../../storage/read/votes.ts";
import type { Store } from "../store.ts";
import { keyOfVotes, remembered } from "./remembered.ts";

/** Reads the agreed, effective epochs, oldest first; their bounds only where a vote on them has changed. */
export type EpochReader = (store: Store, asOf: string, votes: readonly Vote[]) => Promise<Epoch[]>;

export function createEpochReader(): EpochReader {
  const lastBounds = remembered<readonly EpochBounds[]>();
  return async ({ client, chain }, asOf, votes) => {
    const key = `${chain} ${keyOfVotes(votes, EPOCH_TOPICS)}`;
    const [bounds, toldUntil] = await Promise.all([
      lastBounds(key, () => readEpochBounds(client, chain, asOf)),
      readToldUntil(client, chain, asOf),
    ]);
    return bounds.map((epoch) => ({ ...epoch, told_until: toldUntil }));
  };
}
