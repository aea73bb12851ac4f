import { type DataFrame, FieldType, type TimeRange } from "@grafana/data";
import { breakBucket, breakWords, bucketName, bucketOf } from "../../charts/series-model.ts";
import type { KpiClient } from "../../client/client.ts";
import type { Break, Epoch, Epochs } from "../../client/types.ts";
import { cursorOf } from "../cursor.ts";
import type { KpiQuery } from "../query.ts";
import { readSeries } from "../read-series.ts";
import { timeOf } from "../rows.ts";
import { type Column, notice, tableFrame, text, timeMs } from "../table.ts";

/** A moment or window to mark; Grafana's annotations have these fields. */
interface Moment {
  readonly time: number;
  /** null: a moment. */
  readonly timeEnd: number | null;
  readonly title: string;
  readonly text: string;
}

type Range = Pick<TimeRange, "from" | "to">;
type Asked = Pick<KpiQuery, "refId" | "events" | "indicator" | "axis">;

/** Epochs' beginnings, PoC windows, or the breaks of an indicator's series, within the range. @throws KpiError */
export async function eventFrames(client: KpiClient, asked: Asked, range: Range, simulated: boolean): Promise<DataFrame[]> {
  const { moments, untold } =
    asked.events === "breaks" ? await breaksOf(client, asked) : momentsOf(await readEpochs(client, range), asked.events);
  const rows = moments.filter(({ time, timeEnd }) => time <= range.to.valueOf() && (timeEnd ?? time) >= range.from.valueOf());
  const kind = asked.events ?? "epochs";
  const tags: Column<Moment> = { ...text("tags"), of: () => ["gonka", kind, ...(simulated ? ["SIMULATED"] : [])].join(",") };
  const notices = untold > 0 ? [notice("warning", `${untold} are not shown: when they were is not known.`)] : [];
  return [tableFrame({ refId: asked.refId, name: `Events: ${kind}`, rows, columns: [...COLUMNS, tags], simulated, notices })];
}

const COLUMNS: readonly Column<Moment>[] = [
  { name: "time", type: FieldType.time, of: ({ time }) => time },
  { name: "timeEnd", type: FieldType.time, of: ({ timeEnd }) => timeEnd },
  { ...text("title"), of: ({ title }) => title },
  { ...text("text"), of: ({ text }) => text },
];

interface Told {
  readonly moments: readonly Moment[];
  /** How many there were of which nobody knows when. */
  readonly untold: number;
}

async function breaksOf(client: KpiClient, { indicator, axis }: Asked): Promise<Told> {
  const { breaks, points } = await readSeries(client, indicator, { axis, labels: "network" });
  const begins = new Map(points.map((point) => [bucketOf(point), timeOf(point)]));
  const here = breaks.flatMap((one: Break) => {
    const bucket = breakBucket(axis, one);
    return bucket === null ? [] : [{ bucket, one }];
  });
  const moments = here.flatMap(({ bucket, one }): Moment[] => {
    const time = begins.get(bucket) ?? null;
    const title = `${indicator}: break at ${axis} ${bucketName(axis, bucket)}`;
    return time === null ? [] : [{ time, timeEnd: null, title, text: breakWords(one) }];
  });
  return { moments, untold: here.length - moments.length };
}

function momentsOf(epochs: readonly Epoch[], kind: "epochs" | "poc" | undefined): Told {
  const asked = epochs.filter(({ known }) => known);
  const before = new Map(epochs.map((epoch) => [epoch.epoch + 1, epoch]));
  const moments = asked.flatMap((epoch) => (kind === "poc" ? pocOf(epoch, before.get(epoch.epoch)) : beginOf(epoch)));
  return { moments, untold: asked.length - moments.length };
}

function beginOf({ epoch, starts_at: start, members }: Epoch): Moment[] {
  const time = timeMs(start);
  return time === null
    ? []
    : [
        {
          time,
          timeEnd: null,
          title: `Epoch ${epoch}`,
          text: members === null ? "Members are not known." : `${members} members`,
        },
      ];
}

/**
 * From the block where the PoC that forms an epoch begins to the epoch's own first block. When that block was nobody keeps:
 * its time is read off between the first and the last block of the epoch in which it lies, as if blocks came evenly.
 */
function pocOf({ epoch, poc_start_height: height, starts_at: start }: Epoch, before: Epoch | undefined): Moment[] {
  const end = timeMs(start);
  const [from, to] = [timeMs(before?.starts_at), timeMs(before?.ends_at)];
  const [first, last] = [before?.effective_height ?? null, before?.last_height ?? null];
  if (end === null || height === null || from === null || to === null || first === null || last === null || last <= first)
    return [];
  const time = Math.round(from + ((height - first) / (last + 1 - first)) * (to - from));
  return [{ time, timeEnd: end, title: `PoC of epoch ${epoch}`, text: `From block ${height}; when it began is estimated.` }];
}

/** The most that one answer of the API holds. */
const MOST_EPOCHS = 500;

/** Newest first, as far back as the range reaches, and one more, in which the first PoC began. */
async function readEpochs(client: KpiClient, { from }: Range): Promise<Epoch[]> {
  const epochs: Epoch[] = [];
  for (let to: number | null = null; ; ) {
    const query = { limit: MOST_EPOCHS, ...(to === null ? {} : { to }) };
    const page: Epochs = await client.get("/epochs", { params: {}, query });
    epochs.push(...page.epochs);
    const before = epochs.filter(({ starts_at: start }) => (timeMs(start) ?? Number.POSITIVE_INFINITY) < from.valueOf());
    if (page.next === null || before.length > 1) return epochs;
    to = Number(cursorOf("/epochs", page.next, "to"));
  }
}
