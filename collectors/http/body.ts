import { isUtf8 } from "node:buffer";
import type { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** The decompressed body is larger than allowed. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

/** The body is in an encoding that was not offered, or is not UTF-8 text. */
export class UnreadableBodyError extends Error {
  override readonly name = "UnreadableBodyError";
}

/** The encodings offered to a server. */
export const ACCEPT_ENCODING = "gzip, br, deflate";

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/**
 * Reads a body to its end as UTF-8 text, decompressing it. At most `maxBytes` decompressed bytes are ever held.
 * @param encoding the Content-Encoding header
 * @throws TooLargeError, UnreadableBodyError, or the stream's own error; the connection is closed then.
 */
export async function readText(
  body: Readable,
  encoding: string | undefined,
  maxBytes: number,
): Promise<{ text: string; bytes: number }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
  };
  // Destroying the body makes it emit an error that may come after the reader has gone.
  body.on("error", () => undefined);
  const name = (encoding ?? "identity").trim().toLowerCase();
  const createDecoder = DECODERS[name];
  if (createDecoder !== undefined) {
    try {
      await pipeline(body, createDecoder(), collect);
    } catch (error) {
      // pipeline may report the body it tore down rather than the reason why.
      throw bytes > maxBytes ? new TooLargeError(`more than ${maxBytes} bytes`) : error;
    }
  } else if (name === "identity" || name === "") {
    await collect(body);
  } else {
    body.destroy();
    throw new UnreadableBodyError("unknown content encoding");
  }
  const only = chunks[0];
  const whole = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, bytes);
  if (!isUtf8(whole)) throw new UnreadableBodyError("not UTF-8 text");
  return { text: whole.toString("utf8"), bytes };
}
