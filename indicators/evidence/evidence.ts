import type { ClickHouseClient } from "@clickhouse/client";
import { Standing } from "../../storage/read/standing.ts";
import type { Method, Need } from "../method.ts";
import type { BucketParams } from "./bucket-params.ts";
import { type Choice, readChoice } from "./candidates.ts";
import { type HostsOfBucket, readHostsOfBucket } from "./hosts.ts";
import { readSessionsOfBucket, type SessionsOfBucket } from "./sessions.ts";

/** What a value of devshard sessions rests on: the estimator that was taken, the sessions, and the hosts. */
export interface Evidence {
  /** Null for a method that doesn't pick among estimators. */
  readonly estimators: Choice | null;
  readonly sessions: SessionsOfBucket;
  readonly hosts: HostsOfBucket;
}

const OF_SESSIONS: readonly Need[] = ["escrows", "settlements", "sessions", "counters", "mlnode_counters", "host_epoch_stats"];

/**
 * Walks from a value to the sessions and hosts of its bucket; null for a method that reads neither sessions nor hosts' counters.
 * @param most how many sessions and hosts are listed; what is left out is counted.
 */
export async function readEvidence(
  client: ClickHouseClient,
  method: Method,
  params: BucketParams,
  most: number,
): Promise<Evidence | null> {
  const needs = [...method.needs, ...(method.anyOf ?? []).flat(), ...method.history.flatMap((one) => one.needs)];
  if (!needs.some((need) => OF_SESSIONS.includes(need))) return null;
  const counters = needs.includes("mlnode_counters") && !needs.includes("counters") ? "mlnodes" : "hosts";
  const standing = new Standing(client, params.chain, params.as_of);
  return {
    estimators: await readChoice(standing, method, params),
    sessions: await readSessionsOfBucket(standing, params, most),
    hosts: await readHostsOfBucket(standing, counters, params, most),
  };
}
