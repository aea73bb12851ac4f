import type { z } from "zod";
import type { FactTable } from "../../../storage/facts/tables.ts";
import type { Question } from "../../../storage/facts/topics.ts";
import type { CollectContext } from "../../context.ts";
import { type Decoded, decodedOrRejected, Rejected } from "../../decode/decoded.ts";
import { checkedRow } from "../../decode/reader.ts";
import { CannotTell } from "../../http/comet.ts";
import type { Source } from "../../http/source.ts";
import { ask, type Reply } from "../../inquiry.ts";
import type { Pin } from "../pinned.ts";
import { MOST_PAGES, type RestPage } from "./pages.ts";
import { AbciRefused, isRefusal, OtherHeight, type StandardModules, standardModulesAt } from "./pinned-query.ts";

/** A question of a standard module with its two ways, which give the same rows. */
export interface EitherWay<Shape extends z.ZodObject> {
  readonly question: Question;
  readonly table: FactTable<Shape>;
  /** The rows of all pages as one answer. May throw {@link Rejected} where they contradict each other. */
  readonly together: (rows: z.infer<Shape>[]) => z.infer<Shape>[];
  /** By protobuf. May throw {@link Rejected} where an answer doesn't fit. */
  readonly query: (modules: StandardModules) => Promise<z.input<Shape>[]>;
  /** By REST: the path below the gateway (from "/", with its query), and a page's decoder. */
  readonly rest: {
    readonly route: string;
    readonly path: string;
    readonly decode: (body: unknown) => Decoded<RestPage<z.input<Shape>>>;
  };
}

const GATEWAY = "/chain-api";

/**
 * Asks through CosmJS; where the node doesn't offer that (no `/chain-rpc`, `abci_query` refused), by REST. Each source answers at the
 * pinned height or not at all. Nothing here can be absent: a list that has nothing is an empty one.
 */
export async function askEitherWay<Shape extends z.ZodObject>(
  context: CollectContext,
  source: Source,
  pin: Pin,
  asking: EitherWay<Shape>,
): Promise<Reply<z.infer<Shape>[]>> {
  let rows: z.input<Shape>[];
  try {
    rows = await asking.query(standardModulesAt(context, source, pin.height));
  } catch (error) {
    context.signal.throwIfAborted();
    if (isRefusal(error)) return askRest(context, source, pin, asking);
    const detail = error instanceof Error ? error.message : String(error);
    // All else is an answer that came and can't be read: CosmJS throws plain errors for those.
    if (!(error instanceof CannotTell || error instanceof AbciRefused || error instanceof OtherHeight))
      context.notebook.rejected(source.name, asking.question, detail.slice(0, 500), "");
    return { outcome: "unknown", detail };
  }
  return checked(context, source, pin, asking, rows);
}

async function askRest<Shape extends z.ZodObject>(
  context: CollectContext,
  source: Source,
  pin: Pin,
  asking: EitherWay<Shape>,
): Promise<Reply<z.infer<Shape>[]>> {
  const { question, table, rest } = asking;
  const found: z.input<Shape>[] = [];
  let key: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const path: string = key === null ? rest.path : `${rest.path}&pagination.key=${encodeURIComponent(key)}`;
    const inquiry = {
      question,
      route: rest.route,
      path: GATEWAY + path,
      decode: rest.decode,
      rows: (answer: RestPage<z.input<Shape>>) => [{ table, rows: answer.rows }],
    };
    const reply: Reply<RestPage<z.input<Shape>>> = await ask(context, source, inquiry, pin.height);
    if (reply.outcome === "unknown") return reply;
    if (reply.outcome === "absent") return { outcome: "unknown", detail: `${source.name}: ${rest.route} not found` };
    found.push(...reply.value.rows);
    if (reply.value.nextKey === null) return checked(context, source, pin, asking, found);
    key = reply.value.nextKey;
  }
  return { outcome: "unknown", detail: `${source.name}: ${rest.route} has no end after ${MOST_PAGES} pages` };
}

function checked<Shape extends z.ZodObject>(
  { notebook }: CollectContext,
  source: Source,
  pin: Pin,
  { question, table, together }: EitherWay<Shape>,
  found: readonly z.input<Shape>[],
): Reply<z.infer<Shape>[]> {
  const decoded = decodedOrRejected(() => {
    const rows = found.map((row, index) => checkedRow(table.row, row, `${table.name}[${index}]`));
    return { value: together(rows), unknowns: [] };
  });
  if (decoded.ok) return { outcome: "told", value: decoded.value, height: pin.height };
  notebook.rejected(source.name, question, decoded.reason, "");
  return { outcome: "unknown", detail: `rejected: ${decoded.reason}` };
}
