/** A column of a block in ClickHouse's Native format, filled up to the block's capacity. */
export interface NativeColumn {
  /** A value of the column's type, to stand where a null is. */
  readonly filler: unknown;
  /** @throws TypeError for a value that the column can't hold. */
  take(value: unknown): void;
  /** Hands out the bytes of what was taken, and starts anew: they hold until the next value is taken. */
  give(): Uint8Array[];
}

export const misfit = (value: unknown) => new TypeError(`${typeof value} ${String(value).slice(0, 100)} does not fit its column`);
