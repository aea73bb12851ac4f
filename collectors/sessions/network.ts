import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { Topic } from "../../storage/facts/topics.ts";
import { readAgreed } from "../../storage/read/agreed.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import type { Host } from "../hosts/ask.ts";

/** What the chain says of where sessions are to be found. */
export interface SessionNetwork {
  /** The epoch of the active set. */
  readonly epoch: number;
  /** Members with weight that are not excluded. */
  readonly active: readonly Host[];
  /** Everybody with a URL: a session outlives its hosts' place in the active set. */
  readonly everybody: readonly Host[];
  /** Names of the approved versions of devshardd. */
  readonly versions: readonly string[];
}

/** The same with whoever may work in sessions. */
export interface SessionMembers extends SessionNetwork {
  /** Members with weight, excluded ones too: those go on with the sessions that they have a slot in. */
  readonly members: readonly Host[];
}

/** A version is a step of a path. */
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const approved = z.object({
  devshard_escrow_params: z.object({ approved_versions: z.array(z.object({ name: z.string() })) }),
});

/** The approved versions in the text of the chain's params; none where it has no devshards. */
export function approvedVersions(paramsJson: string): readonly string[] {
  const told = approved.safeParse(JSON.parse(paramsJson));
  if (!told.success) return [];
  const names = told.data.devshard_escrow_params.approved_versions.map(({ name }) => name);
  return [...new Set(names)].filter((name) => VERSION.test(name));
}

const root = z.object({ effective_height: count });
const member = z.object({ address: z.string(), excluded: z.union([z.boolean(), z.int().transform(Boolean)]) });
const participant = z.object({ address: z.string(), url: z.string() });
const params = z.object({ json: z.string() });

/** Reads from agreed facts who is to be asked for sessions; null while no epoch or no params are agreed. */
export async function readSessionNetwork(client: ClickHouseClient, chainId: string): Promise<SessionMembers | null> {
  const agreed = await readAgreed(client, chainId, ["epoch_group", "participants", "exclusions", "params"]);
  const hashOf = (topic: Topic, epoch?: number) =>
    agreed.find((one) => one.topic === topic && (epoch === undefined || one.epoch === epoch))?.content_hash ?? "";
  const ofContent = "chain_id = {chain:String} AND content_hash = {hash:String}";
  const told = await queryRows(client, params, `SELECT json FROM params WHERE ${ofContent} LIMIT 1`, {
    chain: chainId,
    hash: hashOf("params"),
  });
  const [newest] = told;
  if (!newest) return null;
  for (const { epoch, content_hash } of agreed.filter(({ topic }) => topic === "epoch_group")) {
    const given = { chain: chainId, hash: content_hash, epoch };
    const roots = `SELECT effective_height FROM epochs WHERE ${ofContent} AND epoch = {epoch:UInt32}`;
    const [group] = await queryRows(client, root, roots, given);
    // A group that is still being formed is no active set.
    if (!group || group.effective_height === 0) continue;
    const members = await queryRows(
      client,
      member,
      `SELECT DISTINCT address, address IN (
         SELECT address FROM exclusions WHERE chain_id = {chain:String} AND epoch = {epoch:UInt32} AND content_hash = {exclusions:String}) AS excluded
       FROM epoch_members FINAL WHERE ${ofContent} AND epoch = {epoch:UInt32} AND weight > 0`,
      { ...given, exclusions: hashOf("exclusions", epoch) },
    );
    const everybody = await queryRows(
      client,
      participant,
      `SELECT address, inference_url AS url FROM participants FINAL WHERE ${ofContent} ORDER BY address`,
      { chain: chainId, hash: hashOf("participants") },
    );
    const excludedOf = new Map(members.map(({ address, excluded }) => [address, excluded]));
    return {
      epoch,
      active: everybody.filter(({ address }) => excludedOf.get(address) === false),
      members: everybody.filter(({ address }) => excludedOf.has(address)),
      everybody,
      versions: approvedVersions(newest.json),
    };
  }
  return null;
}
