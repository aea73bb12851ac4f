import { TupleParam } from "@clickhouse/client";
import { z } from "zod";
import { METHODS } from "../../../indicators/methods/index.ts";
import { AT, at, queryRows } from "../../../storage/read/query.ts";
import { type ValidRange, validRanges } from "../../snapshot/valid-methods.ts";
import type { Reading } from "../../state.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { TREND_EPOCHS, type trend, trendsAnswer } from "../schemas/trends.ts";
import { estimatorBreaks, methodBreaks } from "./breaks.ts";

export const trends = route({
  path: "/trends",
  summary: `The newest ${TREND_EPOCHS} epochs of every indicator that has a number there, for small charts: one answer instead of many series.`,
  params: nothing,
  query: nothing,
  answer: trendsAnswer,
  handle: async (reading) => {
    const { snapshot } = reading;
    const [oldest, last] = [snapshot.epochBuckets[0], snapshot.epochBuckets.at(-1)];
    if (oldest === undefined || last === undefined) return { chain_id: snapshot.chain, first: null, last: null, trends: [] };
    const first = Math.max(oldest, last - TREND_EPOCHS + 1);
    const ranges = [...new Set(METHODS.map(({ indicator }) => indicator))].flatMap((indicator) =>
      validRanges(indicator, "epoch", [], snapshot.methodStarts),
    );
    const rows = await readNumbers(reading, ranges, first, last);
    return {
      chain_id: snapshot.chain,
      first,
      last,
      trends: await Promise.all(
        rows.map(async (row) => ({
          indicator: row.indicator,
          values: dense(row, first, last),
          breaks: await breaksWithin(reading, ranges, row.indicator, first, last),
        })),
      ),
    };
  },
});

const numbers = z.object({ indicator: z.string(), buckets: z.array(z.int()), numbers: z.array(z.number()) });

/** Of each indicator that has numbers in these epochs, which they are. */
function readNumbers({ store, snapshot }: Reading, ranges: readonly ValidRange[], first: number, last: number) {
  return queryRows(
    store.client,
    numbers,
    `SELECT indicator, groupArray(bucket) AS buckets, groupArray(assumeNotNull(value)) AS numbers
     FROM published(${AT})
     WHERE axis = 'epoch' AND labels = '{}' AND bucket BETWEEN {first:UInt32} AND {last:UInt32} AND value IS NOT NULL
       AND arrayExists(valid -> valid.1 = indicator AND valid.2 = method AND bucket BETWEEN valid.3 AND valid.4,
         {ranges:Array(Tuple(String, UInt16, UInt32, UInt32))})
     GROUP BY indicator ORDER BY indicator`,
    {
      ...at(snapshot.chain, snapshot.asOf),
      first,
      last,
      ranges: ranges.map((range) => new TupleParam([range.indicator, range.method, range.first, range.last])),
    },
  );
}

/** One place for each epoch: null where there is no number. */
function dense(row: z.infer<typeof numbers>, first: number, last: number): z.input<typeof trend>["values"] {
  const byBucket = new Map(row.buckets.map((bucket, index) => [bucket, row.numbers[index] ?? null]));
  return Array.from({ length: last - first + 1 }, (_, index) => byBucket.get(first + index) ?? null);
}

async function breaksWithin(reading: Reading, ranges: readonly ValidRange[], id: string, first: number, last: number) {
  const own = ranges.filter(({ indicator }) => indicator === id);
  const changes = await estimatorBreaks(reading, { indicator: id, axis: "epoch", ranges: own, first, last });
  const epochs = [...methodBreaks(reading.snapshot, id), ...changes].map(({ epoch }) => epoch);
  return [...new Set(epochs)].filter((epoch) => epoch > first && epoch <= last).sort((a, b) => a - b);
}
