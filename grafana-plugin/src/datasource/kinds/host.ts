import { type DataFrame, FieldType, type TimeRange } from "@grafana/data";
import type { KpiClient } from "../../client/client.ts";
import type { HostDetail, HostEpoch } from "../../client/types.ts";
import { cursorOf } from "../cursor.ts";
import { type Column, chainNumber, notice, number, RATIO, tableFrame, text, timeMs } from "../table.ts";
import { addressOf } from "./hosts.ts";

/** The most that one answer of the API holds. */
const MOST_EPOCHS = 1000;
const NGONKA = 1e9;

/** A host's epochs: a row each, oldest first, and one of nulls where agreed facts don't name it. @throws KpiError */
export async function hostFrames(
  client: KpiClient,
  { refId, host }: { readonly refId: string; readonly host: string },
  range: Pick<TimeRange, "from" | "to">,
  simulated: boolean,
): Promise<DataFrame[]> {
  const address = await addressOf(client, host);
  const { epochs, moniker } = await readEpochs(client, address, range.from.valueOf());
  const lost = epochs.filter(({ starts_at: start }) => start === null).length;
  return [
    tableFrame({
      refId,
      name: moniker ?? address,
      rows: rowsOf(epochs, range),
      columns: COLUMNS,
      simulated,
      notices: lost > 0 ? [notice("warning", `${lost} epochs are not shown: when they began is not known.`)] : [],
    }),
  ];
}

/** Oldest first, as far back as the time reaches. */
async function readEpochs(client: KpiClient, address: string, from: number) {
  const epochs: HostEpoch[] = [];
  for (let to: number | null = null; ; ) {
    const query = { limit: MOST_EPOCHS, ...(to === null ? {} : { to }) };
    const page: HostDetail = await client.get("/hosts/{address}", { params: { address }, query });
    epochs.push(...page.epochs);
    const oldest = timeMs(page.epochs.at(-1)?.starts_at);
    if (page.next === null || (oldest !== null && oldest < from))
      return { epochs: epochs.reverse(), moniker: page.now.moniker ?? null };
    to = Number(cursorOf(`/hosts/${address}`, page.next, "to"));
  }
}

interface Row {
  readonly time: number;
  readonly epoch: string;
  /** null: a gap. */
  readonly facts: HostEpoch | null;
}

function rowsOf(epochs: readonly HostEpoch[], { from, to }: Pick<TimeRange, "from" | "to">): Row[] {
  const rows: Row[] = [];
  let before: HostEpoch | null = null;
  for (const facts of epochs) {
    const time = timeMs(facts.starts_at);
    if (time === null) continue;
    if (before !== null && facts.epoch > before.epoch + 1) {
      const [first, last] = [before.epoch + 1, facts.epoch - 1];
      const epoch = first === last ? String(first) : `${first}–${last}`;
      rows.push({ time: timeMs(before.ends_at) ?? time - 1, epoch, facts: null });
    }
    const end = timeMs(facts.ends_at) ?? Number.POSITIVE_INFINITY;
    if (time <= to.valueOf() && end > from.valueOf()) rows.push({ time, epoch: String(facts.epoch), facts });
    before = facts;
  }
  return rows.filter(({ time, facts }) => facts !== null || (time >= from.valueOf() && time <= to.valueOf()));
}

const ofResults = (name: string, of: (results: NonNullable<HostEpoch["results"]>) => string): Column<Row> => ({
  ...number(name),
  of: ({ facts }) => (facts?.results ? chainNumber(of(facts.results)) : null),
});
const gnk = (column: Column<Row>): Column<Row> => ({
  ...column,
  config: { unit: "suffix:GNK" },
  of: (row) => {
    const amount = column.of(row);
    return typeof amount === "number" ? amount / NGONKA : null;
  },
});

const COLUMNS: readonly Column<Row>[] = [
  { name: "time", type: FieldType.time, of: ({ time }) => time },
  { ...text("epoch"), of: ({ epoch }) => epoch },
  { ...number("weight"), of: ({ facts }) => chainNumber(facts?.member?.weight) },
  { ...number("confirmation weight"), of: ({ facts }) => chainNumber(facts?.member?.confirmation_weight) },
  { ...number("reputation"), of: ({ facts }) => facts?.member?.reputation },
  { ...number("miss ratio"), of: ({ facts }) => facts?.miss_ratio, config: RATIO },
  ofResults("inferences", ({ inference_count: count }) => count),
  ofResults("missed", ({ missed_requests: missed }) => missed),
  ofResults("validated", ({ validated_inferences: validated }) => validated),
  ofResults("invalidated", ({ invalidated_inferences: invalidated }) => invalidated),
  gnk(ofResults("earned", ({ earned_coins: earned }) => earned)),
  gnk(ofResults("rewarded", ({ rewarded_coins: rewarded }) => rewarded)),
  { name: "claimed", type: FieldType.boolean, of: ({ facts }) => facts?.results?.claimed },
  { name: "excluded", type: FieldType.boolean, of: ({ facts }) => facts?.excluded },
  {
    ...text("exclusions"),
    of: ({ facts }) => facts?.exclusions?.map(({ reason, height }) => `${reason} at ${height}`).join("; "),
  },
];
