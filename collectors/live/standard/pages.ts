import { Rejected } from "../../decode/decoded.ts";
import { leaves } from "../../decode/known.ts";
import type { ObjectReader } from "../../decode/reader.ts";
import { text } from "../../decode/wire.ts";

/** A page as REST gives it; `nextKey` null: the last. */
export interface RestPage<Row> {
  readonly rows: readonly Row[];
  readonly nextKey: string | null;
}

/** The shape of `pagination`. */
export const PAGINATION = leaves("next_key total");

/** `pagination.next_key` of a REST answer. */
export function nextKeyOf(root: ObjectReader): string | null {
  const key = root.message("pagination").readOptional("next_key", nullableText);
  return key === "" ? null : key;
}

const nullableText = { expected: "text or null", schema: text.schema.nullable(), zero: undefined };

/** A node that says "there is more" for ever is not followed further. Pages have 100 items, and no list here 20,000. */
export const MOST_PAGES = 200;

/** Follows a protobuf list to its end. @throws Rejected where it has none: a node that says "there is more" for ever. */
export async function allPages<Page extends { readonly pagination?: { readonly nextKey: Uint8Array } | undefined }>(
  ask: (key?: Uint8Array) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let key: Uint8Array | undefined;
  while (pages.length < MOST_PAGES) {
    const page = await ask(key);
    pages.push(page);
    key = page.pagination?.nextKey;
    if (key === undefined || key.length === 0) return pages;
  }
  throw new Rejected(`no end after ${MOST_PAGES} pages`);
}
