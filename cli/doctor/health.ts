import type { Rejected, RouteOutcome, Troubles, UnknownField } from "../../storage/read/troubles.ts";
import { HEALTH_MINUTES } from "../../storage/read/troubles.ts";
import { counted, type Finding, listed, notice, wrong } from "./finding.ts";
import { type Trouble, troubleOf, UPGRADED } from "./words.ts";

/** Below this share of a source's requests trouble is the network's daily noise. */
const NOISE = 0.05;

/** How the running service fared with its sources lately, and what it could not read. */
export function healthFindings({ outcomes, rejected, unknownFields }: Troubles, sources: readonly string[]): Finding[] {
  return [
    ...sources.flatMap((source) => sourceHealth(source, outcomes)),
    ...rejections(
      rejected,
      sources.filter((source) => isThere(source, outcomes)),
    ),
    ...newFields(unknownFields),
  ];
}

function sourceHealth(source: string, outcomes: readonly RouteOutcome[]): Finding[] {
  const ofSource = outcomes.filter((one) => one.source === source);
  const all = sum(ofSource);
  const byKind = new Map<Trouble["kind"], { trouble: Trouble; rows: RouteOutcome[] }>();
  for (const row of ofSource) {
    const trouble = troubleOf(row.outcome);
    if (trouble === null) continue;
    const group = byKind.get(trouble.kind) ?? { trouble, rows: [] };
    group.rows.push(row);
    byKind.set(trouble.kind, group);
  }
  return [...byKind.values()].flatMap(({ trouble, rows }): Finding[] => {
    const about = `source ${source}`;
    if (trouble.kind === "missing") return rows.map(({ route }) => missing(source, route, trouble, outcomes));
    const failed = sum(rows);
    if (failed < all * NOISE) return [];
    const routes = [...new Set(rows.map(({ route }) => route))];
    const where = routes.length > 3 ? counted(routes.length, "route") : routes.join(", ");
    const found = `${trouble.found}, on ${failed} of ${counted(all, "request")} in the last ${HEALTH_MINUTES} minutes (${where})`;
    const cause = `${trouble.kind}|${source}`;
    // Errors of single questions are a node's daily life (a state that is pruned, a height it hasn't reached); a limit is ours to keep.
    return [trouble.kind === "limited" ? wrong(about, found, trouble.todo, cause) : notice(about, found, trouble.todo, cause)];
  });
}

const sum = (rows: readonly RouteOutcome[]) => rows.reduce((total, { requests }) => total + requests, 0);

/** A route that one source lacks is that source's; one that nobody answers is not in the version that the network runs. */
function missing(source: string, route: string, trouble: Trouble, outcomes: readonly RouteOutcome[]): Finding {
  const isAnswered = outcomes.some(
    (one) => one.route === route && one.source !== source && (one.outcome === "answered" || one.outcome === "absent"),
  );
  const about = `source ${source}`;
  const found = `lacks a route: ${route}; it is asked again every hour, the others are asked meanwhile`;
  if (isAnswered) return wrong(about, found, trouble.todo, `missing|${source}|${route}`);
  return notice(
    "sources",
    `nobody offers the route ${route}: what rests on it has no data`,
    "the network's version may not have it; else see to the nodes' proxies",
    `missing|${route}`,
  );
}

/** Whether most requests to a source were answered: what it doesn't say then, it doesn't want to say. */
function isThere(source: string, outcomes: readonly RouteOutcome[]): boolean {
  const ofSource = outcomes.filter((one) => one.source === source);
  return sum(ofSource.filter(({ outcome }) => outcome === "answered" || outcome === "absent")) * 2 > sum(ofSource);
}

/** @param there sources that answer at all. */
function rejections(rejected: readonly Rejected[], there: readonly string[]): Finding[] {
  const topics = [...new Set(rejected.map(({ topic }) => topic))];
  return topics.map((topic): Finding => {
    const rows = rejected.filter((one) => one.topic === topic);
    const by = [...new Set(rows.map(({ source }) => source))];
    const answers = rows.reduce((total, one) => total + one.answers, 0);
    const newest = rows.reduce((a, b) => (a.newest > b.newest ? a : b));
    const isEverybody = by.length > 1 && there.every((source) => by.includes(source));
    const found = `${counted(answers, "answer")} of ${by.join(", ")} rejected in the last hour: ${newest.reason}`;
    const todo = isEverybody
      ? UPGRADED
      : "the others tell it; the answers are kept whole: see what this node runs, or name another one in GONKA_NODES";
    return wrong(`answers of topic ${topic}`, found, todo, `rejected|${topic}`);
  });
}

function newFields(fields: readonly UnknownField[]): Finding[] {
  const topics = [...new Set(fields.map(({ topic }) => topic))];
  return topics.map((topic) => {
    const paths = [...new Set(fields.filter((field) => field.topic === topic).map(({ path }) => path))];
    return notice(
      `answers of topic ${topic}`,
      `${counted(paths.length, "new field")} that no decoder knows: ${listed(paths, 5)}`,
      "an upgrade added it; nothing is lost, the rest is used: look for a newer version of Gonka KPI",
    );
  });
}
