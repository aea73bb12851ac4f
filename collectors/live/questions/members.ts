import type { CollectContext } from "../../context.ts";
import type { Source } from "../../http/source.ts";
import { ask, type Inquiry, type Reply } from "../../inquiry.ts";
import type { Pin } from "../pinned.ts";

const AT_ONCE = 4;

/**
 * Asks one source the same of each member. The first is asked alone: a source that can't tell this way is asked just once. The first
 * "can't tell" ends it, and makes the whole unknown: what some members said is no answer for all. A proper "not found" is a member that
 * has nothing.
 */
export async function askMembers<T>(
  context: CollectContext,
  source: Source,
  members: readonly string[],
  inquiryOf: (member: string) => Inquiry<readonly T[]>,
  pin: Pin,
): Promise<Reply<readonly T[]>> {
  const each = [...new Set(members)];
  const all: T[] = [];
  for (const batch of [each.slice(0, 1), ...chunks(each.slice(1))]) {
    const replies = await Promise.all(batch.map((member) => ask(context, source, inquiryOf(member), pin.height)));
    for (const [index, reply] of replies.entries()) {
      if (reply.outcome === "unknown") return { outcome: "unknown", detail: `${batch[index]}: ${reply.detail}` };
      if (reply.outcome === "told") all.push(...reply.value);
    }
  }
  return { outcome: "told", value: all, height: pin.height };
}

const chunks = (members: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(members.length / AT_ONCE) }, (_, index) =>
    members.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
