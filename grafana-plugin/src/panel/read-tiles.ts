import type { DataFrame } from "@grafana/data";
import type { State } from "../client/types.ts";
import { FIELDS, type KpiFrameMeta, metaOf } from "../datasource/frame-meta.ts";
import { STATE_WORDS } from "../format/states.ts";

/** What a tile says: the newest bucket in the time range, and the last one that has a number. */
export interface Tile {
  /** Query, indicator and labels: no two tiles of a panel share it. */
  readonly key: string;
  readonly meta: KpiFrameMeta;
  /** Of the labels; empty for the network as a whole. */
  readonly of: string;
  /** null: the range holds no bucket. */
  readonly newest: TileBucket | null;
  readonly lastNumber: TileBucket | null;
}

export interface TileBucket {
  readonly time: number;
  /** The epoch or the day. */
  readonly bucket: string;
  readonly value: number | null;
  readonly coverage: number | null;
  readonly state: State;
  readonly note: string;
}

/** A tile for each indicator and set of labels. Frames of other data sources give none. */
export function readTiles(frames: readonly DataFrame[]): Tile[] {
  const tiles = new Map<string, Tile>();
  for (const frame of frames) {
    const meta = metaOf(frame);
    if (meta === null) continue;
    const of = Object.values(frame.fields.find(({ name }) => name === FIELDS.value)?.labels ?? {}).join(" ");
    const key = JSON.stringify([frame.refId, meta.indicator, of]);
    const buckets = bucketsOf(frame);
    const tile = tiles.get(key) ?? { key, meta, of, newest: null, lastNumber: null };
    // Of an indicator whose method changed there are several frames.
    tiles.set(key, {
      ...tile,
      newest: later(tile.newest, buckets.at(-1)),
      lastNumber: later(
        tile.lastNumber,
        buckets.findLast(({ value }) => value !== null),
      ),
    });
  }
  return [...tiles.values()];
}

const later = (one: TileBucket | null, other: TileBucket | undefined): TileBucket | null =>
  other !== undefined && (one === null || other.time >= one.time) ? other : one;

function bucketsOf(frame: DataFrame): TileBucket[] {
  const valuesOf = (wanted: string): readonly unknown[] => frame.fields.find(({ name }) => name === wanted)?.values ?? [];
  const [times, values, coverages] = [valuesOf(FIELDS.time), valuesOf(FIELDS.value), valuesOf(FIELDS.coverage)];
  const [states, buckets, notes] = [valuesOf(FIELDS.state), valuesOf(FIELDS.bucket), valuesOf(FIELDS.note)];
  return times.flatMap((time, index) => {
    const state = states[index];
    // Rows without a state stand for buckets that there are not.
    if (typeof time !== "number" || !isState(state)) return [];
    return [
      {
        time,
        bucket: String(buckets[index] ?? ""),
        value: numberOf(values[index]),
        coverage: numberOf(coverages[index]),
        state,
        note: String(notes[index] ?? ""),
      },
    ];
  });
}

const isState = (given: unknown): given is State => typeof given === "string" && Object.hasOwn(STATE_WORDS, given);

const numberOf = (given: unknown): number | null => (typeof given === "number" && Number.isFinite(given) ? given : null);
