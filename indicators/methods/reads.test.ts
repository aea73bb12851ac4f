import { describe, expect, it } from "vitest";
import { WRITTEN } from "../../storage/migrations/index.ts";
import type { Method, Need } from "../method.ts";
import { METHODS } from "./index.ts";

/**
 * Whose facts a table or view holds; one of these is enough. Empty: what every bucket is computed anew for, when it changes. What isn't here
 * is no fact: methods bring calibrations as values of their own.
 */
const FACTS_OF: Readonly<Record<string, readonly Need[]>> = {
  agreed_epochs: [],
  epoch_times: ["times"],
  epoch_params: ["params"],
  params_versions: ["params"],
  agreed_members: ["members"],
  agreed_nodes: ["model_groups"],
  agreed_model_members: ["model_groups"],
  agreed_results: ["results"],
  agreed_exclusions: ["exclusions"],
  agreed_proposals: ["proposals"],
  agreed_participants: ["participants"],
  agreed_participant_stats: ["participant_stats"],
  agreed_hardware: ["hardware"],
  agreed_validators: ["validators"],
  agreed_poc_snapshots: ["poc_snapshot"],
  agreed_poc_voting_powers: ["poc_snapshot"],
  agreed_poc_delegations: ["poc_delegations"],
  agreed_poc_events: ["poc_events"],
  agreed_grants: ["grants"],
  agreed_granters: ["grants"],
  agreed_model_capacities: ["model_capacities"],
  agreed_classic_stats: ["classic_stats"],
  agreed_classic_model_stats: ["classic_stats"],
  maintenance_windows: ["maintenance"],
  answers: ["maintenance"],
  // Transactions are whole where all blocks are.
  blocks: ["blocks", "transactions", "escrows", "settlements"],
  transactions: ["transactions", "escrows", "settlements"],
  slashes: ["transactions"],
  probes: ["probes"],
  probe_rounds: ["probes"],
  host_reports: ["reports"],
  sandbox_probes: ["sandbox"],
  sandbox_activity: ["sandbox"],
  counter_scrapes: ["counters", "mlnode_counters"],
  host_counters: ["counters", "mlnode_counters"],
  escrow_openings: ["escrows"],
  escrows: ["escrows"],
  settlements: ["settlements", "sessions"],
  settlement_slots: ["settlements"],
  escrow_expiries: ["sessions"],
  session_details: ["sessions"],
  session_reads: ["sessions"],
  session_listings: ["sessions"],
  inferences: ["sessions"],
  host_epoch_stats: ["host_epoch_stats"],
};

const schema = new Set(
  WRITTEN.flatMap(({ statements }) => statements).flatMap((statement) => {
    const [, name] = /^\s*CREATE (?:OR REPLACE )?(?:TABLE|VIEW|MATERIALIZED VIEW)(?: IF NOT EXISTS)? (\w+)/.exec(statement) ?? [];
    return name === undefined ? [] : [name];
  }),
);

function tablesOf({ sql, daySql = "" }: Method): Set<string> {
  const text = `${sql} ${daySql}`;
  const common = new Set([...text.matchAll(/\b(\w+) AS \(/g)].map(([, name]) => name));
  const named = [...text.matchAll(/\b(?:FROM|(?<!ARRAY )JOIN)\s+(\w+)/g)].map(([, name = ""]) => name);
  return new Set(named.filter((name) => schema.has(name) && !common.has(name)));
}

const declared = ({ needs, anyOf = [], history, alsoReads = [] }: Method) =>
  new Set<Need>([...needs, ...anyOf.flat(), ...[...history, ...alsoReads].flatMap((one) => one.needs)]);

/** What the vote on a topic decides: as `agreed(…) WHERE topic = '…'`. */
const topicsOf = ({ sql, daySql = "" }: Method) =>
  [...`${sql} ${daySql}`.matchAll(/\bagreed\([^)]*\)(?: AS \w+)? WHERE topic = '(\w+)'/g)].map(([, topic = ""]) => topic);
const NEEDED_FOR: Readonly<Record<string, Need>> = { epoch_group: "members", model_group: "model_groups" };

describe("a method is computed again when what it reads changes:", () => {
  it.each(METHODS.map((method) => [`${method.indicator} v${method.version}`, method] as const))("%s", (_, method) => {
    const has = declared(method);
    const undeclared = [...tablesOf(method)].filter((table) => {
      if (table === "agreed") return false;
      const of = FACTS_OF[table];
      return of === undefined || (of.length > 0 && !of.some((need) => has.has(need)));
    });
    expect(undeclared).toEqual([]);
    expect(topicsOf(method).filter((topic) => ![...has].includes(NEEDED_FOR[topic] ?? (topic as Need)))).toEqual([]);
  });
});

it("a day's own number knows only what its epochs need", () => {
  expect(METHODS.filter(({ daySql, alsoReads }) => daySql !== undefined && alsoReads !== undefined)).toEqual([]);
});
