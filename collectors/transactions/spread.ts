import { bulkhead } from "cockatiel";
import pMap from "p-map";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";

/** Things asked of one source at a time. */
const AT_A_TIME = 4;

/** What was done, and what no source could do. */
export interface Spread<Item> {
  readonly done: readonly Item[];
  readonly failed: readonly Item[];
}

/**
 * Spreads work over sources, each thing at one source; where that one can't, at the next. `ask` says whether the thing is done. It tells
 * progress as things are done with.
 */
export async function spread<Item>(
  { signal, onProgress }: Pick<CollectContext, "signal" | "onProgress">,
  sources: readonly Source[],
  items: readonly Item[],
  ask: (source: Source, item: Item) => Promise<boolean>,
): Promise<Spread<Item>> {
  const places = sources.map((source) => ({ source, slots: bulkhead(AT_A_TIME, Number.POSITIVE_INFINITY) }));
  const done: Item[] = [];
  const failed: Item[] = [];
  const one = async (item: Item, index: number) => {
    const first = index % Math.max(1, places.length);
    for (const { source, slots } of [...places.slice(first), ...places.slice(0, first)]) {
      const isDone = await slots.execute(async () => {
        signal.throwIfAborted();
        return ask(source, item);
      });
      signal.throwIfAborted();
      if (isDone) return done.push(item);
    }
    return failed.push(item);
  };
  await pMap(
    items,
    async (item, index) => {
      await one(item, index);
      onProgress(done.length + failed.length, items.length);
    },
    { concurrency: Math.max(1, places.length * AT_A_TIME) },
  );
  return { done, failed };
}
