import { z } from "zod";
import { type Decoded, decodedOrRejected } from "./decoded.ts";
import { leaves, type Shape, type UnknownField, unknownFields } from "./known.ts";
import { nullableText } from "./live-wire.ts";
import { ObjectReader } from "./reader.ts";
import { sampleOf } from "./sample.ts";
import type { Wire } from "./wire.ts";

const MAX_SAMPLE_BYTES = 2048;
const MAX_LEFT_OUT = 64;

/**
 * What hosts and proposers wrote into the chain and can't be kept: over-long text and the like. Anybody can write such a thing, so it must
 * cost its writer a row, not the network its answer. It is reported beside the fields nobody knows. Each place is reported once, with
 * the first value met: the list stays short however much garbage there is.
 */
export class LeftOut {
  readonly #fields = new Map<string, UnknownField>();

  /** `path` without positions, so that the same kind of garbage has one name. */
  note(path: string, value: unknown): void {
    if (this.#fields.size >= MAX_LEFT_OUT || this.#fields.has(path)) return;
    this.#fields.set(path, { path, sample: sampleOf(value, MAX_SAMPLE_BYTES) });
  }

  /** The row, or null (and a note) where its table can't hold it. */
  storable<S extends z.ZodType>(schema: S, row: z.input<S>, path: string): z.output<S> | null {
    const result = schema.safeParse(row);
    if (result.success) return result.data;
    const at = result.error.issues[0]?.path.filter((step) => typeof step === "string") ?? [];
    this.note([path, ...at].join("."), row);
    return null;
  }

  get fields(): readonly UnknownField[] {
    return [...this.#fields.values()];
  }
}

/**
 * Decodes one answer of the REST gateway about the running network. No route here is served by hosts, so the gateway's dialect holds
 * whatever the answer looks like: an absent field is malformed. What `read` notes as left out is reported with the fields nobody knows.
 */
export function decodeLive<T>(body: unknown, shape: Shape, read: (root: ObjectReader, leftOut: LeftOut) => T): Decoded<T> {
  return decodedOrRejected(() => {
    const leftOut = new LeftOut();
    const value = read(new ObjectReader(body, shape, "", "gateway"), leftOut);
    return { value, unknowns: [...unknownFields(body, shape), ...leftOut.fields] };
  });
}

const present: Wire<unknown> = { expected: "an object or null", schema: z.unknown(), zero: undefined };

/** A message that may be null but is always written: an answer without the field is another answer, not "none". */
export function messageOrNull(reader: ObjectReader, key: string): ObjectReader | null {
  reader.read(key, present);
  return reader.optionalMessage(key);
}

export const PAGINATION: Shape = leaves("next_key total");

/** One page of a list; `nextKey` is empty on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextKey: string;
}

/** The key of the next page: base64, null on the last (data-sources: paging). */
export function nextKeyOf(root: ObjectReader): string {
  return root.message("pagination").read("next_key", nullableText) ?? "";
}
