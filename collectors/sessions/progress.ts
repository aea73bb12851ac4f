import type { InferenceRow, SessionReadRow } from "../../storage/facts/inference-rows.ts";
import { INFERENCES, SESSION_READS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";

/** Rows between two checkpoints: a kill costs reading so many again. */
const CHECKPOINT_ROWS = 32_768;

/**
 * Stores inferences and, once they are stored for certain, how far their sessions were read. Whatever a kill leaves behind, a session's
 * nonce is never ahead of its rows.
 */
export class Progress {
  readonly #writer: ObservationWriter;
  readonly #pending = new Map<bigint, SessionReadRow>();
  #rows = 0;

  constructor(writer: ObservationWriter) {
    this.#writer = writer;
  }

  /** Takes what a page changed, and how far it reaches. */
  async note(rows: readonly InferenceRow[], read: SessionReadRow): Promise<void> {
    await this.#writer.write(INFERENCES, rows);
    // Not before: a checkpoint of another session may pass while the rows are being taken.
    this.#pending.set(read.escrow_id, read);
    this.#rows += rows.length;
    if (this.#rows >= CHECKPOINT_ROWS) await this.checkpoint();
  }

  /** Makes certain that all rows taken so far are stored, and hands on their sessions' nonces. */
  async checkpoint(): Promise<void> {
    const reads = [...this.#pending.values()];
    this.#pending.clear();
    this.#rows = 0;
    await this.#writer.flush();
    await this.#writer.write(SESSION_READS, reads);
  }

  /** Stores everything, the nonces too. */
  async finish(): Promise<void> {
    await this.checkpoint();
    await this.#writer.flush();
  }
}
