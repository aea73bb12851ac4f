import type { Topic } from "../../storage/facts/topics.ts";
import type { Vote } from "../../storage/read/votes.ts";

/** Gives what was read last, and reads anew only where the key, a text of all that it rests on, is another one. */
export function remembered<T>() {
  let last: { readonly key: string; readonly value: T } | null = null;
  return async (key: string, read: () => Promise<T>): Promise<T> => {
    if (last?.key === key) return last.value;
    const value = await read();
    last = { key, value };
    return value;
  };
}

/** What the sources agree on in these topics, as a key: rows under a hash never change. `epochs`: of these only. */
export const keyOfVotes = (votes: readonly Vote[], topics: readonly Topic[], epochs?: readonly (number | null)[]): string =>
  votes
    .filter(({ topic, epoch }) => topics.includes(topic) && (epochs?.includes(epoch) ?? true))
    .map(({ topic, epoch, subject, verdict, content_hash }) => `${topic} ${epoch} ${subject} ${verdict} ${content_hash}`)
    .sort()
    .join("\n");
