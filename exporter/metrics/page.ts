import { promisify } from "node:util";
import { constants, crc32, deflateRaw } from "node:zlib";

const deflate = promisify(deflateRaw);
/** What is compressed at each scrape: fast rather than small. */
const QUICK = { level: constants.Z_BEST_SPEED };
/** A gzip member's header: deflate, no name, no time, system unknown (RFC 1952). */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** Text that was compressed ahead, so that a scrape compresses only the little that is added to it. */
export interface Page {
  readonly text: Buffer;
  /** Raw deflate up to a byte boundary, without an end: more can follow. */
  readonly deflated: Buffer;
  readonly crc: number;
}

export async function pageOf(text: string): Promise<Page> {
  const bytes = Buffer.from(text);
  return { text: bytes, deflated: await deflate(bytes, { finishFlush: constants.Z_SYNC_FLUSH }), crc: crc32(bytes) };
}

/** The page and what is added to it as one gzip member. */
export async function gzipped(page: Page, added: string): Promise<Buffer> {
  const bytes = Buffer.from(added);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes, page.crc), 0);
  trailer.writeUInt32LE((page.text.length + bytes.length) % 2 ** 32, 4);
  return Buffer.concat([GZIP_HEADER, page.deflated, await deflate(bytes, QUICK), trailer]);
}

export const plain = (page: Page, added: string): Buffer => Buffer.concat([page.text, Buffer.from(added)]);
