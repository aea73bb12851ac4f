import type { CollectContext } from "../../collectors/context.ts";
import { decodeEpochInfo, type EpochInfo } from "../../collectors/decode/epoch-info.ts";
import type { Source } from "../../collectors/http/source.ts";
import { epochGroup } from "../../collectors/inquiries/epoch-group.ts";
import { ask, INFERENCE, type Reply } from "../../collectors/inquiry.ts";
import type { Question } from "../../storage/facts/topics.ts";
import { type Finding, notice, wrong } from "./finding.ts";
import { differenceOf } from "./group-difference.ts";
import type { Journal } from "./survey.ts";
import { troubleOf, UNREADABLE, UPGRADED } from "./words.ts";

/** Nodes are told to keep the states of 1,000 blocks at least (data-sources: REST history); some blocks pass while they are asked. */
const KEPT_STATES = 900;
const GONE_STATE = /version does not exist|failed to load state|version mismatch/i;

const epochInfo = () => ({
  question: { topic: "clock" as const, epoch: 0, subject: "" },
  route: "epoch_info",
  path: `${INFERENCE}/epoch_info`,
  decode: decodeEpochInfo,
  rows: () => [],
});

/** How a reply begins whose answer came and has not the shape it should have. */
const REJECTED = "rejected: ";
const MAX_DETAIL = 200;

interface Said<T> {
  readonly source: Source;
  readonly reply: Reply<T>;
}

/**
 * Asks the sources that follow the chain three small questions: the epoch clock and a group's members at one height that all have, and the
 * members as of 900 blocks earlier. Who can't tell, lies, or keeps no states is named.
 *
 * @param height the newest that every one of them has reached.
 */
export async function questionFindings(
  context: CollectContext,
  journal: Journal,
  sources: readonly Source[],
  height: number,
): Promise<Finding[]> {
  const each = <T>(asking: (source: Source) => Promise<Reply<T>>): Promise<Said<T>[]> =>
    Promise.all(sources.map(async (source) => ({ source, reply: await asking(source) })));
  // All at one height: around a change of epoch one that is a block behind is honest with another clock.
  const infos = await each((source) => ask(context, source, epochInfo(), height));
  const clocks = vote(infos, clockText);
  const findings = [
    ...troubles(journal, infos, { ...epochInfo(), what: "the epoch clock (epoch_info)" }),
    ...clockFindings(clocks),
  ];
  const epoch = clocks.agreed === null ? 0 : clocks.agreed.latestEpoch - 1;
  if (epoch < 1) return findings;
  const group = epochGroup(epoch);
  const groups = await each((source) => ask(context, source, group, height));
  findings.push(
    ...troubles(journal, groups, { ...group, what: `the members of epoch ${epoch} (epoch_group_data)` }),
    ...groupFindings(vote(groups, JSON_TEXT), epoch),
  );
  if (height <= KEPT_STATES) return findings;
  const able = groups.filter(({ reply }) => reply.outcome === "told").map(({ source }) => source);
  const earlier = await Promise.all(
    able.map(async (source) => ({ source, reply: await ask(context, source, group, height - KEPT_STATES) })),
  );
  return [...findings, ...earlier.flatMap(({ source, reply }) => pruned(source, reply, height))];
}

const clockText = ({ latestEpoch, pocStartHeight }: EpochInfo) => `${latestEpoch} ${pocStartHeight}`;
const JSON_TEXT = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));

interface Outcome<T> {
  /** What most of those who told say; null without a majority. */
  readonly agreed: T | null;
  /** Those who told something else; all who told where there is no majority. */
  readonly odd: readonly { readonly source: Source; readonly value: T }[];
}

function vote<T>(said: readonly Said<T>[], textOf: (value: T) => string): Outcome<T> {
  const told = said.flatMap(({ source, reply }) => (reply.outcome === "told" ? [{ source, value: reply.value }] : []));
  const voices = (text: string) => told.filter(({ value }) => textOf(value) === text).length;
  const winner = told.find(({ value }) => voices(textOf(value)) * 2 > told.length);
  if (!winner) return { agreed: null, odd: told };
  return { agreed: winner.value, odd: told.filter(({ value }) => textOf(value) !== textOf(winner.value)) };
}

interface AskedFor {
  readonly question: Question;
  readonly route: string;
  /** In words. */
  readonly what: string;
}

/** Why sources could not tell. */
function troubles<T>(journal: Journal, said: readonly Said<T>[], { question, route, what }: AskedFor): Finding[] {
  const failed = said.flatMap(({ source, reply }) => (reply.outcome === "unknown" ? [{ source, detail: reply.detail }] : []));
  const [first] = failed;
  const isRejected = failed.every(({ detail }) => detail.startsWith(REJECTED));
  if (first && isRejected && failed.length > 1 && failed.length === said.length)
    return [
      wrong(
        `answers of topic ${question.topic}`,
        `every source is asked for ${what} and answers in a shape that can't be read (${first.detail.slice(0, MAX_DETAIL)})`,
        UPGRADED,
        `rejected|${question.topic}`,
      ),
    ];
  return failed.map(({ source: { name }, detail }) => {
    const trouble = troubleOf(journal.last(name, route)?.outcome ?? "") ?? UNREADABLE;
    const cause = trouble.kind === "missing" ? `missing|${name}|${route}` : `${trouble.kind}|${name}`;
    const found = `asked for ${what}, it ${trouble.found} (${detail.slice(0, MAX_DETAIL)})`;
    return wrong(`source ${name}`, found, trouble.todo, cause);
  });
}

function clockFindings({ agreed, odd }: Outcome<EpochInfo>): Finding[] {
  const words = ({ latestEpoch, pocStartHeight }: EpochInfo) => `epoch ${latestEpoch} from ${pocStartHeight} on`;
  if (agreed === null && odd.length > 0) {
    const all = odd.map(({ source, value }) => `${source.name} says ${words(value)}`);
    return [
      wrong(
        "epoch clock",
        `the sources differ and there is no majority: ${all.join(", ")}`,
        "find out which of them follows the chain, and take the others out of GONKA_NODES: nothing new is collected until then",
        "clock",
      ),
    ];
  }
  return odd.map(({ source, value }) =>
    wrong(
      `source ${source.name}`,
      `tells another epoch clock than the others: ${words(value)}${agreed === null ? "" : `, not ${words(agreed)}`}`,
      "it lies or follows a fork: it is outvoted; take it out of GONKA_NODES if it stays so",
      `clock|${source.name}`,
    ),
  );
}

type Group = Parameters<typeof differenceOf>[0];

function groupFindings({ agreed, odd }: Outcome<Group>, epoch: number): Finding[] {
  if (agreed === null)
    return odd.length === 0
      ? []
      : [
          wrong(
            "membership",
            `the sources differ on the members or weights of epoch ${epoch} and there is no majority: ${odd.map(({ source }) => source.name).join(", ")}`,
            "find out which of them is right, and take the others out of GONKA_NODES: these values have no number until then",
            "quarrel|epoch_group",
          ),
        ];
  return odd.map(({ source, value }) =>
    wrong(
      `source ${source.name}`,
      `lies about epoch ${epoch}: ${differenceOf(value, agreed)}`,
      "it is outvoted; take it out of GONKA_NODES if it stays so",
      `odd|${source.name}`,
    ),
  );
}

function pruned<T>(source: Source, reply: Reply<T>, height: number): Finding[] {
  if (reply.outcome !== "unknown" || !GONE_STATE.test(reply.detail)) return [];
  return [
    notice(
      `source ${source.name}`,
      `has pruned its states: it can't tell what held at ${height - KEPT_STATES}, ${KEPT_STATES} blocks ago`,
      "closed epochs and missed hours must come from another node: name one with pruning-keep-recent of 1000 or more",
      `failing|${source.name}`,
    ),
  ];
}
