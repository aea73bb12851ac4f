import { Timestamp } from "cosmjs-types/google/protobuf/timestamp";

/** Unix milliseconds as protobuf. */
export function timestampOf(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000);
  return Timestamp.fromPartial({ seconds: BigInt(seconds), nanos: (ms - seconds * 1000) * 1_000_000 });
}
