import pMap from "p-map";
import type { GranterRow, GrantRow } from "../../../storage/facts/live-rows.ts";
import { GRANTERS, GRANTS } from "../../../storage/facts/tables.ts";
import type { Question } from "../../../storage/facts/topics.ts";
import type { CollectContext } from "../../context.ts";
import type { Source } from "../../http/source.ts";
import type { Reply } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { authzGrants } from "./authz-grants.ts";
import { askEitherWay } from "./either-way.ts";
import { feeAllowances } from "./fee-allowances.ts";
import { type GrantsOf, newestOfEach } from "./grant-list.ts";

/** Accounts asked about at a time, each by up to two requests in turn; the source's budget bounds the rest. */
const AT_A_TIME = 4;

/**
 * The authz grants and fee allowances that these accounts gave, as the chain has them at the pinned height. Expired ones stay in until the
 * chain prunes them. An account counts as answered when both lists came whole; where none did, nothing was told.
 */
export function grants(granters: readonly string[]): LiveQuestion {
  const questionAt = (pin: Pin): Question => ({ topic: "grants", epoch: pin.epoch, subject: "" });
  return {
    questions: (pin) => [questionAt(pin)],
    ask: async (context, source, pin) => {
      const question = questionAt(pin);
      const replies = await pMap([...new Set(granters)], (granter) => askOf(context, source, pin, question, granter), {
        concurrency: AT_A_TIME,
      });
      const told = replies.filter(({ granter }) => granter.answered);
      const [first] = replies;
      if (first !== undefined && told.length === 0)
        return { outcome: "unknown", detail: `no granter of ${replies.length}: ${first.detail}` };
      const rows = [
        { table: GRANTERS, rows: replies.map(({ granter }) => granter) },
        { table: GRANTS, rows: told.flatMap((reply) => reply.rows) },
      ];
      return { outcome: "told", value: [{ question, rows }], height: pin.height };
    },
  };
}

interface Answered {
  readonly granter: GranterRow;
  readonly rows: readonly GrantRow[];
  readonly detail: string;
}

async function askOf(context: CollectContext, source: Source, pin: Pin, question: Question, address: string): Promise<Answered> {
  const rows: GrantRow[] = [];
  for (const kind of [authzGrants, feeAllowances]) {
    const reply = await askKind(context, source, pin, question, address, kind);
    if (reply.outcome !== "told") {
      const detail = reply.outcome === "unknown" ? reply.detail : "not found";
      return { granter: { epoch: pin.epoch, address, answered: false }, rows: [], detail };
    }
    rows.push(...reply.value);
  }
  return { granter: { epoch: pin.epoch, address, answered: true }, rows, detail: "" };
}

function askKind(
  context: CollectContext,
  source: Source,
  pin: Pin,
  question: Question,
  granter: string,
  kind: GrantsOf,
): Promise<Reply<GrantRow[]>> {
  return askEitherWay(context, source, pin, {
    question,
    table: GRANTS,
    together: newestOfEach,
    query: (modules) => kind.query(modules, granter, pin.epoch),
    rest: { route: kind.route, path: kind.path(granter), decode: (body) => kind.decode(body, granter, pin.epoch) },
  });
}
