import type { Oddity } from "./alteration.ts";

/** A diff's content as base64, spoiled: a decoder has to refuse it whole, or to say that it isn't what it should be. */
export function oddContent(content: Buffer, odd: Oddity): string {
  switch (odd) {
    case "truncated":
      return content.subarray(0, content.length - Math.ceil(content.length / 3)).toString("base64");
    case "wire_type":
      // The nonce, a varint, said to be a text of that length.
      return Buffer.concat([Buffer.from([0x0a]), content.subarray(1)]).toString("base64");
    case "oversized":
      // A nonce of 2^64 - 1, which no session has: of a field that stands twice, the last one counts.
      return Buffer.concat([content, Buffer.from("08ffffffffffffffffff01", "hex")]).toString("base64");
    case "endless":
      // A transaction that is said to be longer than any answer.
      return Buffer.concat([content, Buffer.from("12ffffffff7f", "hex")]).toString("base64");
    case "no_base64":
      return `*${content.toString("base64")}`;
  }
}
