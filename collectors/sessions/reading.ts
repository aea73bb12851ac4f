import type { ClickHouseClient } from "@clickhouse/client";
import type { InferenceRow } from "../../storage/facts/inference-rows.ts";
import type { HttpClient } from "../http/client.ts";
import { type Applied, applyDiffs, type SessionGround, type SessionState } from "./apply.ts";
import { askDiffs, type SessionHost } from "./ask.ts";
import type { Diff, Page } from "./page.ts";
import { readInferences } from "./stored.ts";
import { NOTHING_STRANGE, type Strange } from "./strange.ts";

/** Diffs asked for at once: hosts have no limit of their own. */
export const DIFFS_PER_PAGE = 200;
/** Where a page is too large for the client, the next one is so many times smaller. */
const SHRINK = 8;

/** How reading from a host came to its end. `told` is that it has told all it has. */
export type End =
  | { readonly kind: "told" }
  | Extract<Page, { kind: "not_here" | "cannot_tell" | "rejected" }>
  | { readonly kind: "too_large" };

/** A session being read: its state, and where that is kept. */
export interface Reading {
  readonly ground: SessionGround;
  state(): SessionState;
  /** Finds what these diffs are about. */
  prepare(diffs: readonly Diff[]): Promise<void>;
  take(applied: Applied, host: SessionHost): Promise<void>;
}

/** Reads on from the nonce that a session stands at, a page after the other, until the host has no more or fails, or up to a nonce. */
export async function readOn(
  http: HttpClient,
  reading: Reading,
  host: SessionHost,
  signal: AbortSignal,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<End> {
  let size = DIFFS_PER_PAGE;
  for (;;) {
    const from = reading.state().nonce + 1;
    if (from > upTo) return { kind: "told" };
    const page = await askDiffs(http, host, reading.ground.escrowId, from, Math.min(upTo, from + size - 1), signal);
    signal.throwIfAborted();
    if (page.kind === "too_large" && size > 1) {
      size = Math.max(1, Math.floor(size / SHRINK));
      continue;
    }
    if (page.kind !== "diffs") return page;
    if (page.diffs.length > 0) {
      await reading.prepare(page.diffs);
      await reading.take(applyDiffs(reading.ground, reading.state(), page.diffs), host);
    }
    if (page.isLast) return { kind: "told" };
  }
}

/** Inferences of one session held at most, and how many are kept when there are more: those that changed last. */
const MOST_ROWS = 8192;
const KEPT_ROWS = 4096;
const IDS_PER_QUERY = 1000;

/** What a stored reading needs of its run. */
export interface Store {
  readonly client: ClickHouseClient;
  readonly chainId: string;
  /** Makes sure that all rows handed over so far can be read. */
  flush(): Promise<void>;
  save(rows: readonly InferenceRow[], state: SessionState, host: SessionHost): Promise<void>;
}

/** A session whose inferences are in the store: only those that its last diffs were about are held. */
export class StoredReading implements Reading {
  readonly ground: SessionGround;
  readonly #store: Store;
  readonly #rows = new Map<number, InferenceRow>();
  #nonce: number;
  #finalized: boolean;
  #strange: Strange;
  #isOpen = false;
  #hasDropped = false;

  constructor(store: Store, ground: SessionGround, from: Omit<SessionState, "rows">) {
    this.ground = ground;
    this.#store = store;
    this.#nonce = from.nonce;
    this.#finalized = from.finalized;
    this.#strange = from.strange;
  }

  state(): SessionState {
    return { nonce: this.#nonce, finalized: this.#finalized, strange: this.#strange, rows: this.#rows };
  }

  async prepare(diffs: readonly Diff[]): Promise<void> {
    const ids = this.#unknownIds(diffs);
    if (this.#isOpen && ids.length === 0) return;
    // What was dropped from memory may still be on its way to the store.
    if (this.#hasDropped) await this.#store.flush();
    const { client, chainId } = this.#store;
    const aheadOf = this.#isOpen ? Number.MAX_SAFE_INTEGER : this.#nonce;
    for (let at = 0; at === 0 || at < ids.length; at += IDS_PER_QUERY) {
      const rows = await readInferences(client, chainId, this.ground, ids.slice(at, at + IDS_PER_QUERY), aheadOf);
      for (const row of rows) {
        const id = Number(row.inference_id);
        if (!this.#rows.has(id)) this.#rows.set(id, row);
      }
    }
    this.#isOpen = true;
  }

  async take({ nonce, finalized, strange, changed }: Applied, host: SessionHost): Promise<void> {
    this.#nonce = nonce;
    this.#finalized = finalized;
    this.#strange = strange;
    for (const [id, row] of changed) {
      this.#rows.delete(id);
      this.#rows.set(id, row);
    }
    this.#drop();
    await this.#store.save([...changed.values()], this.state(), host);
  }

  /**
   * Ids that are neither held nor certain to be new. An inference's id is the nonce of its start, so that a start under its own nonce
   * can't be known from before.
   */
  #unknownIds(diffs: readonly Diff[]): number[] {
    const unknown = new Set<number>();
    const fresh = new Set<number>();
    for (const { nonce, txs } of diffs) {
      for (const tx of txs) {
        if (!("id" in tx) || this.#rows.has(tx.id) || fresh.has(tx.id)) continue;
        if (tx.kind === "start" && tx.id === nonce) fresh.add(tx.id);
        else unknown.add(tx.id);
      }
    }
    return [...unknown];
  }

  #drop(): void {
    if (this.#rows.size <= MOST_ROWS) return;
    this.#hasDropped = true;
    for (const id of this.#rows.keys()) {
      if (this.#rows.size <= KEPT_ROWS) return;
      this.#rows.delete(id);
    }
  }
}

/** A session read whole from one host and kept in memory, to see whether it is any better. */
export class TrialReading implements Reading {
  readonly ground: SessionGround;
  readonly rows = new Map<number, InferenceRow>();
  #state: Omit<SessionState, "rows"> = { nonce: 0, finalized: false, strange: NOTHING_STRANGE };

  constructor(ground: SessionGround) {
    this.ground = ground;
  }

  state(): SessionState {
    return { ...this.#state, rows: this.rows };
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  take({ changed, ...state }: Applied): Promise<void> {
    this.#state = state;
    for (const [id, row] of changed) this.rows.set(id, row);
    return Promise.resolve();
  }
}
