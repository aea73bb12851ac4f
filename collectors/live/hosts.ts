import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { HOST_REPORTS, PROBE_ROUNDS, PROBES } from "../../storage/facts/tables.ts";
import type { Topic } from "../../storage/facts/topics.ts";
import { readAgreed } from "../../storage/read/agreed.ts";
import { AT, at, count, isoTime, NOW, queryRows } from "../../storage/read/query.ts";
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

const root = z.object({ effective_height: count });
const host = z.object({ address: z.string(), url: z.string() });
const address = z.object({ address: z.string() });

interface Active {
  readonly epoch: number;
  readonly hosts: readonly Host[];
  /** Addresses in an active maintenance window. */
  readonly maintenance: ReadonlySet<string>;
}

/**
 * The active set (members with weight that are not excluded) of the newest agreed epoch with their URLs, null while none is known. A window
 * is active by its heights: the last reading of it may be ten minutes old. Where the head is not known its status has to do.
 */
async function readActive(client: ClickHouseClient, chainId: string, head: number | null): Promise<Active | null> {
  const agreed = await readAgreed(client, chainId, ["epoch_group", "participants", "exclusions", "maintenance"]);
  const hashOf = (topic: Topic, epoch?: number) =>
    agreed.find((one) => one.topic === topic && (epoch === undefined || one.epoch === epoch))?.content_hash ?? "";
  const params = (hash: string, epoch: number) => ({ chain: chainId, hash, epoch });
  const ofContent = "chain_id = {chain:String} AND content_hash = {hash:String}";
  for (const { epoch, content_hash } of agreed.filter(({ topic }) => topic === "epoch_group")) {
    const roots = `SELECT effective_height FROM epochs WHERE ${ofContent} AND epoch = {epoch:UInt32}`;
    const [group] = await queryRows(client, root, roots, params(content_hash, epoch));
    // A group that is still being formed is no active set.
    if (!group || group.effective_height === 0) continue;
    const hosts = await queryRows(
      client,
      host,
      `SELECT member.address AS address, participant.inference_url AS url
       FROM epoch_members AS member FINAL
       INNER JOIN (SELECT address, inference_url FROM participants FINAL WHERE chain_id = {chain:String} AND content_hash = {participants:String}) AS participant
         ON participant.address = member.address
       WHERE ${ofContent} AND member.epoch = {epoch:UInt32} AND member.weight > 0 AND member.address NOT IN (
         SELECT address FROM exclusions WHERE chain_id = {chain:String} AND epoch = {epoch:UInt32} AND content_hash = {exclusions:String})
       ORDER BY address`,
      { ...params(content_hash, epoch), participants: hashOf("participants"), exclusions: hashOf("exclusions", epoch) },
    );
    const windows = await queryRows(
      client,
      address,
      `SELECT DISTINCT address FROM maintenance_windows
       WHERE ${ofContent} AND epoch = {epoch:UInt32} AND (status = 'MAINTENANCE_RESERVATION_STATUS_ACTIVE'
         OR (status = 'MAINTENANCE_RESERVATION_STATUS_SCHEDULED' AND start_height <= {head:UInt64}))
         AND ({head:UInt64} = 0 OR start_height + duration_blocks > {head:UInt64})`,
      { ...params(hashOf("maintenance", epoch), epoch), head: head ?? 0 },
    );
    return { epoch, hosts, maintenance: new Set(windows.map((row) => row.address)) };
  }
  return null;
}

/** Probes every active host once and stores the round. @returns rows stored; 0 while no active set is known. */
export async function probeActiveHosts(
  context: CollectContext,
  chainId: string,
  { probeHttp, vantage, controlTargets }: HostWork,
  observedAt: Date,
  head: number | null,
  writer: ObservationWriter,
): Promise<number> {
  const active = await readActive(context.client, chainId, head);
  if (!active) return 0;
  const { round, probes } = await probeHosts({
    http: probeHttp,
    vantage,
    epoch: active.epoch,
    observedAt,
    hosts: active.hosts,
    controlTargets,
    maintenance: active.maintenance,
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
  const newest = (view: string) => `(SELECT max(epoch) FROM ${view}(${AT}) WHERE epoch IN {epochs:Array(UInt32)})`;
  const [grants, granters] = await Promise.all([
    queryRows(
      client,
      grantRow,
      `SELECT granter, grantee, authorization, expires_at FROM agreed_grants(${AT}) WHERE kind = 'authz' AND epoch = ${newest("agreed_grants")}`,
      params,
    ),
    queryRows(
      client,
      granterRow,
      `SELECT address, answered FROM agreed_granters(${AT}) WHERE epoch = ${newest("agreed_granters")}`,
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
  const active = await readActive(context.client, chainId, null);
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
