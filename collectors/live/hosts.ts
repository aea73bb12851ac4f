import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { HOST_REPORTS, PROBE_ROUNDS, PROBES } from "../../storage/facts/tables.ts";
import { at, isoTime, NOW, queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Host } from "../hosts/ask.ts";
import { probeHosts } from "../hosts/probe.ts";
import { reportHosts } from "../hosts/report.ts";
import { warmKeysOf } from "../hosts/warm-keys.ts";
import type { HttpClient } from "../http/client.ts";

/** What probing needs beside the store. */
export interface HostWork {
  readonly probeHttp: HttpClient;
  readonly reportHttp: HttpClient;
  readonly vantage: string;
  readonly controlTargets: readonly URL[];
}

const VIEWS = "chain = {chain:String}, as_of = {as_of:DateTime64(6)}";
const host = z.object({ epoch: z.int(), address: z.string(), url: z.string() });
const address = z.object({ address: z.string() });

/** The active set (members with weight that are not excluded) of the newest agreed epoch with their URLs. */
async function readActive(client: ClickHouseClient, chainId: string): Promise<{ epoch: number; hosts: Host[] } | null> {
  const rows = await queryRows(
    client,
    host,
    `WITH newest AS (SELECT max(epoch) AS epoch FROM agreed_epochs(${VIEWS}) WHERE effective_height > 0)
     SELECT member.epoch AS epoch, member.address AS address, participant.inference_url AS url
     FROM agreed_members(${VIEWS}) AS member
     INNER JOIN newest ON newest.epoch = member.epoch
     INNER JOIN (SELECT epoch, address, inference_url FROM agreed_participants(${VIEWS})) AS participant ON participant.address = member.address
     WHERE member.weight > 0 AND member.address NOT IN (
       SELECT address FROM agreed_exclusions(${VIEWS}) WHERE epoch = (SELECT epoch FROM newest))
     ORDER BY participant.epoch DESC, address
     LIMIT 1 BY address`,
    at(chainId, NOW),
  );
  const [first] = rows;
  return first ? { epoch: first.epoch, hosts: rows.map((row) => ({ address: row.address, url: row.url })) } : null;
}

/** Addresses with an active maintenance window, as the newest reading of the epoch tells. */
async function readMaintenance(client: ClickHouseClient, chainId: string, epoch: number): Promise<ReadonlySet<string>> {
  const rows = await queryRows(
    client,
    address,
    `SELECT DISTINCT address FROM agreed_maintenance_windows(${VIEWS})
     WHERE epoch = {epoch:UInt32} AND status = 'MAINTENANCE_RESERVATION_STATUS_ACTIVE'`,
    { ...at(chainId, NOW), epoch },
  );
  return new Set(rows.map((row) => row.address));
}

/** Probes every active host once and stores the round. @returns rows stored; 0 while no active set is known. */
export async function probeActiveHosts(
  context: CollectContext,
  chainId: string,
  { probeHttp, vantage, controlTargets }: HostWork,
  observedAt: Date,
  writer: ObservationWriter,
): Promise<number> {
  const active = await readActive(context.client, chainId);
  if (!active) return 0;
  const maintenance = await readMaintenance(context.client, chainId, active.epoch);
  const { round, probes } = await probeHosts({
    http: probeHttp,
    vantage,
    epoch: active.epoch,
    observedAt,
    hosts: active.hosts,
    controlTargets,
    maintenance,
    signal: context.signal,
  });
  await writer.write(PROBES, probes);
  // The round comes last: without it its probes count for nothing.
  await writer.flush();
  await writer.write(PROBE_ROUNDS, [round]);
  await writer.flush();
  return writer.written;
}

const grantRow = z.object({
  granter: z.string(),
  grantee: z.string(),
  authorization: z.string(),
  expires_at: z.string().nullable(),
});
const granterRow = z.object({ address: z.string(), answered: z.boolean() });

/** The operational keys of the hosts, as the newest reading of their grants tells, of this epoch or the one before. */
async function readWarmKeys(
  client: ClickHouseClient,
  chainId: string,
  epoch: number,
  now: Date,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const params = { ...at(chainId, NOW), epochs: [epoch, epoch - 1] };
  const newest = (view: string) => `(SELECT max(epoch) FROM ${view}(${VIEWS}) WHERE epoch IN {epochs:Array(UInt32)})`;
  const [grants, granters] = await Promise.all([
    queryRows(
      client,
      grantRow,
      `SELECT granter, grantee, authorization, expires_at FROM agreed_grants(${VIEWS}) WHERE kind = 'authz' AND epoch = ${newest("agreed_grants")}`,
      params,
    ),
    queryRows(
      client,
      granterRow,
      `SELECT address, answered FROM agreed_granters(${VIEWS}) WHERE epoch = ${newest("agreed_granters")}`,
      params,
    ),
  ]);
  const told = grants.map((row) => ({
    ...row,
    epoch,
    kind: "authz" as const,
    expires_at: row.expires_at && isoTime(row.expires_at),
  }));
  return warmKeysOf(
    told,
    granters.map((row) => ({ ...row, epoch })),
    now,
  );
}

/** Asks every active host what it says of itself and stores it. @returns rows stored. */
export async function reportActiveHosts(
  context: CollectContext,
  chainId: string,
  { reportHttp, vantage }: HostWork,
  observedAt: Date,
  writer: ObservationWriter,
): Promise<number> {
  const active = await readActive(context.client, chainId);
  if (!active) return 0;
  const reports = await reportHosts({
    http: reportHttp,
    vantage,
    epoch: active.epoch,
    observedAt,
    hosts: active.hosts,
    warmKeys: await readWarmKeys(context.client, chainId, active.epoch, observedAt),
    signal: context.signal,
  });
  await writer.write(HOST_REPORTS, reports);
  await writer.flush();
  return writer.written;
}
