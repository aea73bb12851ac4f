import { renderFamilies } from "./metrics/family.ts";
import { AGE_FAMILIES, SNAPSHOT_FAMILIES } from "./metrics/index.ts";
import { gzipped, type Page, pageOf, plain } from "./metrics/page.ts";
import type { ServiceMetrics } from "./metrics/service/index.ts";
import { createServiceMetrics } from "./metrics/service/index.ts";
import { createSnapshotReaders, readSnapshot, type Snapshot } from "./snapshot/snapshot.ts";
import type { RefusedSource, Store } from "./store.ts";

/** What the state needs from outside. */
export interface StateOptions {
  /** The injected clock. */
  readonly now: () => Date;
  /** The open store; null while it is not open. */
  readonly store: () => Store | null;
  /** Whether `now` is a moment of recorded data and not the wall clock. */
  readonly recorded: boolean;
  readonly refused: () => readonly RefusedSource[];
}

/** All that an API answer is made of. `now` is the injected clock. */
export interface Reading {
  readonly store: Store;
  readonly snapshot: Snapshot;
  readonly now: Date;
  readonly refused: readonly RefusedSource[];
}

/** What is served: the last snapshot of the store, and its page of metrics. */
export class ExporterState {
  readonly #options: StateOptions;
  readonly metrics: ServiceMetrics;
  readonly #readers = createSnapshotReaders();
  #snapshot: Snapshot | null = null;
  #page: Page | null = null;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: StateOptions) {
    this.#options = options;
    this.metrics = createServiceMetrics(() => this.missing().length === 0, options.recorded);
  }

  get recorded(): boolean {
    return this.#options.recorded;
  }

  /** The chain as far as it is known. */
  get chain(): string | null {
    return this.#snapshot?.chain ?? this.#options.store()?.chain ?? null;
  }

  /** What there must be before answers can be given; empty when ready. */
  missing(): string[] {
    if (!this.#options.store()) return ["the store is still opening, or nothing was collected yet"];
    return this.#snapshot ? [] : ["the store was not read yet"];
  }

  /** Null while not ready. */
  reading(): Reading | null {
    const store = this.#options.store();
    const { now, refused } = this.#options;
    return store && this.#snapshot ? { store, snapshot: this.#snapshot, now: now(), refused: refused() } : null;
  }

  /** Reads the store and renders what it says; one reading after the other. @throws when there is no store, or it can't be read. */
  refresh(): Promise<void> {
    const mine = this.#refreshing.catch(() => {}).then(() => this.#refresh());
    this.#refreshing = mine;
    return mine;
  }

  async #refresh(): Promise<void> {
    const started = performance.now();
    try {
      const store = this.#options.store();
      if (!store) throw new Error("there is no open store to read");
      this.metrics.setChain(store.chain);
      const now = this.#options.now();
      const snapshot = await readSnapshot(store, now, this.#readers);
      this.#page = await pageOf(await renderFamilies(SNAPSHOT_FAMILIES, snapshot, now));
      this.#snapshot = snapshot;
      this.metrics.refreshed((performance.now() - started) / 1000);
    } catch (error) {
      this.metrics.refreshFailed();
      throw error;
    }
  }

  /** The text of /metrics, gzipped where asked. No query: what the snapshot says is rendered already. */
  async scrape(gzip: boolean): Promise<Buffer> {
    const [snapshot, page] = [this.#snapshot, this.#page];
    const service = await this.metrics.render();
    if (!snapshot || !page) {
      const empty = await pageOf("");
      return gzip ? gzipped(empty, service) : plain(empty, service);
    }
    const added = `${await renderFamilies(AGE_FAMILIES, snapshot, this.#options.now())}${service}`;
    return gzip ? gzipped(page, added) : plain(page, added);
  }
}
