import { type Decoded, decodedOrRejected } from "./decoded.ts";
import { dialectOf, type ProbePath } from "./dialect.ts";
import { type Shape, unknownFields } from "./known.ts";
import { ObjectReader } from "./reader.ts";

/** What is known of a route's answers: the fields they have, and the 64-bit integers that tell the dialect. */
export interface AnswerFormat {
  readonly shape: Shape;
  readonly probes: readonly ProbePath[];
}

/** Decodes one answer: `read` takes what it needs from the body or gives up; fields nobody knows are listed beside the value. */
export function decodeAnswer<T>(body: unknown, format: AnswerFormat, read: (root: ObjectReader) => T): Decoded<T> {
  return decodedOrRejected(() => {
    const root = new ObjectReader(body, format.shape, "", dialectOf(body, format.probes));
    return { value: read(root), unknowns: unknownFields(body, format.shape) };
  });
}
