import { createHash } from "node:crypto";
import { z } from "zod";
import { toNumber } from "../../../chain/decimal.ts";
import type { EpochParams } from "../../../chain/epoch-schedule.ts";
import type { Topic } from "../../../storage/facts/topics.ts";
import { count, isoTime } from "../../../storage/read/query.ts";
import type { Vote } from "../../../storage/read/votes.ts";
import { groupBy } from "../../group-by.ts";
import type { Store } from "../../store.ts";
import { toldRows } from "./told-rows.ts";

/** What the sources say together to the newest question of a topic: facts only where that one is agreed, never those of an older one. */
export interface FactStatus {
  readonly topic: Topic;
  readonly epoch: number;
  readonly verdict: Vote["verdict"];
}

/** A host as the chain registered it. */
export interface Registration {
  /** ACTIVE, INACTIVE, INVALID, …: the chain's word. */
  readonly status: string;
  /** Host and port of its URL; null where that isn't one. The rest of it is hostile input and is not shown. */
  readonly urlHost: string | null;
  readonly joinedAt: string | null;
  readonly epochsCompleted: number;
  readonly consensusAddress: string | null;
}

/** Its validator. */
export interface ValidatorStatus {
  readonly jailed: boolean;
  readonly jailedUntil: string | null;
  /** The name that the host gave itself; null where it gave none. Nothing keeps two from giving the same. */
  readonly moniker: string | null;
}

/** What the nodes agree on of the running network. Null, or not in a map: not agreed, or never asked. */
export interface AgreedFacts {
  readonly statuses: readonly FactStatus[];
  readonly params: EpochParams | null;
  readonly registrations: ReadonlyMap<string, Registration>;
  /** The chain's confirmation PoC ratio of the running epoch. */
  readonly confirmationRatios: ReadonlyMap<string, number>;
  /** By consensus address. */
  readonly validators: ReadonlyMap<string, ValidatorStatus>;
  /** ngonka */
  readonly supply: bigint | null;
  /** ngonka, its fraction dropped. */
  readonly communityPool: bigint | null;
}

/** The topics that are read here, as the API names them. */
const TOPICS_READ = ["participants", "participant_stats", "validators", "signing_infos", "supply", "community_pool"] as const;
const DENOM = "ngonka";
const E18 = 10n ** 18n;

const participantRow = z.object({
  address: z.string(),
  inference_url: z.string(),
  status: z.string(),
  validator_key: z.string(),
  join_time_ms: count.nullable(),
  epochs_completed: z.int(),
});
const ratioRow = z.object({ address: z.string(), value: z.string().transform(BigInt), exponent: z.int() });
const validatorRow = z.object({ consensus_address: z.string(), jailed: z.boolean(), moniker: z.string() });
const signingRow = z.object({ consensus_address: z.string(), jailed_until: z.string().transform(isoTime).nullable() });
const amountRow = z.object({ amount: z.string().transform(BigInt) });
const paramsRow = z.object({
  epoch_length: count,
  poc_stage_duration: count,
  poc_exchange_duration: count,
  poc_validation_delay: count,
  poc_validation_duration: count,
  set_new_validators_delay: count,
});

/** Reads them; keeps what it read last, so that an answer that did not change is not read again. */
export type FactReader = (store: Store, votes: readonly Vote[]) => Promise<AgreedFacts>;

export function createFactReader(): FactReader {
  const participants = toldRows({
    table: "participants",
    row: participantRow,
    columns: Object.keys(participantRow.shape).join(", "),
  });
  const ratios = toldRows({
    table: "participant_stats",
    row: ratioRow,
    columns: "address, toString(confirmation_ratio_value) AS value, confirmation_ratio_exponent AS exponent",
    where: "confirmation_ratio_value IS NOT NULL AND confirmation_ratio_exponent IS NOT NULL",
  });
  const validators = toldRows({ table: "validators", row: validatorRow, columns: "consensus_address, jailed, moniker" });
  const signing = toldRows({
    table: "signing_infos",
    row: signingRow,
    columns: "consensus_address, toString(fact.jailed_until) AS jailed_until",
  });
  const ours = `denom = '${DENOM}'`;
  const supply = toldRows({ table: "supply", row: amountRow, columns: "toString(fact.amount) AS amount", where: ours });
  const pool = toldRows({ table: "community_pool", row: amountRow, columns: "toString(amount_e18) AS amount", where: ours });
  const params = toldRows({ table: "params", row: paramsRow, columns: Object.keys(paramsRow.shape).join(", ") });

  return async (store, votes) => {
    const newest = newestVotes(votes);
    const told = await Promise.all([
      participants(store, newest.get("participants")),
      ratios(store, newest.get("participant_stats")),
      validators(store, newest.get("validators")),
      signing(store, newest.get("signing_infos")),
      supply(store, newest.get("supply")),
      pool(store, newest.get("community_pool")),
      params(store, newest.get("params")),
    ]);
    const jailedUntil = new Map(told[3]?.map((row) => [row.consensus_address, row.jailed_until]));
    const poolE18 = told[5]?.[0]?.amount;
    return {
      statuses: TOPICS_READ.flatMap((topic) => {
        const vote = newest.get(topic);
        return vote ? [{ topic, epoch: vote.epoch, verdict: vote.verdict }] : [];
      }),
      registrations: new Map(told[0]?.map((row) => [row.address, registrationOf(row)])),
      confirmationRatios: new Map(told[1]?.map((row) => [row.address, toNumber(row)])),
      validators: new Map(
        told[2]?.map(({ consensus_address, jailed, moniker }) => [
          consensus_address,
          { jailed, jailedUntil: jailedUntil.get(consensus_address) ?? null, moniker: moniker.trim() || null },
        ]),
      ),
      supply: told[4]?.[0]?.amount ?? null,
      communityPool: poolE18 === undefined ? null : poolE18 / E18,
      params: told[6]?.[0] ?? null,
    };
  };
}

/** The vote on the newest question of each topic that has one a time. */
function newestVotes(votes: readonly Vote[]): ReadonlyMap<Topic, Vote> {
  return new Map(
    [...groupBy(votes, ({ topic }) => topic)].map(([topic, asked]) => [
      topic,
      asked.reduce((newest, vote) => (vote.epoch > newest.epoch ? vote : newest)),
    ]),
  );
}

function registrationOf(row: z.infer<typeof participantRow>): Registration {
  return {
    status: row.status,
    urlHost: hostOf(row.inference_url),
    joinedAt: row.join_time_ms === null ? null : timeOf(row.join_time_ms),
    epochsCompleted: row.epochs_completed,
    consensusAddress: row.validator_key === "" ? null : consensusAddressOf(row.validator_key),
  };
}

/** As hosts register anything, so do they times that no calendar has. */
function timeOf(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? null : date.toISOString();
}

function hostOf(url: string): string | null {
  try {
    const { host } = new URL(url);
    return host === "" ? null : host;
  } catch {
    return null;
  }
}

/** CometBFT's: the first 20 bytes of the key's SHA-256, in upper-case hex. */
export const consensusAddressOf = (validatorKey: string): string =>
  createHash("sha256").update(Buffer.from(validatorKey, "base64")).digest().subarray(0, 20).toString("hex").toUpperCase();

/** The validator of a host; null where either is not known. */
export function validatorOf({ registrations, validators }: AgreedFacts, address: string): ValidatorStatus | null {
  const consensusAddress = registrations.get(address)?.consensusAddress;
  return (consensusAddress && validators.get(consensusAddress)) || null;
}
