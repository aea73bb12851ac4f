import type { ClickHouseClient } from "@clickhouse/client";
import * as tables from "../../storage/facts/tables.ts";
import { startOf } from "../../storage/testing/made-up-network.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { DEMAND, drawn, ESCROWS, HOSTS, hostOf, MODELS } from "./demand-facts.ts";

/** What hosts of the made-up chain of demand count, and what the chain keeps of them: plain values, and how they are stored. */

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const EVERY_MS = 50 * MINUTE_MS;
const CHAIN_STARTS = startOf(DEMAND, 1).getTime();
const CHAIN_ENDS = startOf(DEMAND, DEMAND.last + 1).getTime();

/** Host 6 never answers, hosts 3 to 5 don't in the third epoch, host 2 misses a scrape now and then. */
function tells(host: number, ms: number, index: number): boolean {
  if (host === 6) return false;
  const third = ms >= startOf(DEMAND, 3).getTime() && ms < startOf(DEMAND, 4).getTime();
  if (third && host >= 3) return false;
  return host !== 2 || drawn(index, 40) > 0.2;
}

export interface Scrape {
  readonly host: number;
  readonly ms: number;
  readonly told: boolean;
  /** Unix milliseconds at which the counting process began. */
  readonly began: number;
  readonly prompt: number;
  readonly completion: number;
}

/** Every fifty minutes, never at a bucket's bound; a process begins anew now and then, seven minutes before a scrape. */
export const SCRAPES: readonly Scrape[] = HOSTS.flatMap((host) => {
  const scrapes: Scrape[] = [];
  let [began, prompt, completion] = [CHAIN_STARTS - 100 * HOUR_MS, 777, 333];
  for (let index = 0, ms = CHAIN_STARTS + 23 * HOUR_MS + 11 * MINUTE_MS; ms < CHAIN_ENDS; index++, ms += EVERY_MS) {
    if (drawn(host, index, 41) < 0.01) [began, prompt, completion] = [ms - 7 * MINUTE_MS, 0, 0];
    prompt += Math.floor(drawn(host, index, 42) * 500_000);
    completion += Math.floor(drawn(host, index, 43) * 90_000);
    scrapes.push({ host, ms, told: tells(host, ms, index), began, prompt, completion });
  }
  return scrapes;
});

/** Of the ML nodes only host 0's are exposed; its counters have no process, and began before anybody looked. */
export const NODE_SCRAPES: readonly Scrape[] = SCRAPES.filter(({ host }) => host < 2).map((scrape, index) => ({
  ...scrape,
  told: scrape.host === 0,
  began: 0,
  prompt: 1000 + index * 5000,
  completion: 500 + index * 300,
}));

/** Requests that run on host 0's node as it is scraped. */
export const runningAt = ({ ms }: Scrape): number =>
  drawn(ms / HOUR_MS, 44) < 0.4 ? 1 + Math.floor(drawn(ms / HOUR_MS, 45) * 7) : 0;

/** What the chain keeps of hosts in settled escrows, by epoch and host; of host 4 it was not asked in the fifth epoch. */
export const KEPT: readonly { epoch: number; host: number; cost: number }[] = ESCROWS.flatMap((escrow) =>
  escrow.settled === null
    ? []
    : escrow.slots.map((address, slot) => ({
        epoch: escrow.epoch,
        host: HOSTS.find((host) => hostOf(host) === address) ?? 0,
        cost: escrow.costs[slot] ?? 0,
      })),
).filter(({ epoch, host }) => epoch !== 5 || host !== 4);

const iso = (ms: number) => new Date(ms).toISOString();

/** @param factorOf by which a host multiplies what it tells of a scrape. */
export async function storeCounters(client: ClickHouseClient, factorOf: (scrape: Scrape) => number): Promise<void> {
  const writer = new ObservationWriter(client, DEMAND.chain);
  const scrapeRow = (endpoint: string) => (scrape: Scrape) => ({
    address: hostOf(scrape.host),
    endpoint,
    observed_at: iso(scrape.ms),
    epoch: 0,
    told: scrape.told,
    series: 3,
    detail: "",
  });
  await writer.write(tables.COUNTER_SCRAPES, [
    ...SCRAPES.map(scrapeRow("devshard/v4")),
    ...NODE_SCRAPES.map(scrapeRow("mlnodes")),
  ]);
  const counter = (endpoint: string, { host, ms, began }: Scrape, family: string, labels: string, value: number) => ({
    address: hostOf(host),
    endpoint,
    family,
    labels,
    observed_at: iso(ms),
    value,
    process_start: began === 0 ? null : began / 1000,
  });
  await writer.write(
    tables.HOST_COUNTERS,
    SCRAPES.filter(({ told }) => told).flatMap((scrape) => {
      const tokens = (path: string, kind: string, value: number) =>
        counter(
          "devshard/v4",
          scrape,
          "devshard_mlnode_tokens_sum",
          `kind="${kind}",node_id="",path="${path}"`,
          value * factorOf(scrape),
        );
      return [
        counter("devshard/v4", scrape, "process_start_time_seconds", "", scrape.began / 1000),
        tokens("execute", "prompt", scrape.prompt),
        tokens("execute", "completion", scrape.completion),
        // Validations are no tokens of users.
        tokens("validate", "prompt", scrape.prompt * 3),
      ];
    }),
  );
  await writer.write(
    tables.HOST_COUNTERS,
    NODE_SCRAPES.filter(({ told }) => told).flatMap((scrape) => {
      const labels = `model_name="${MODELS[0]}",node_id="n0",replica="0"`;
      return [
        counter("mlnodes", scrape, "vllm:prompt_tokens_total", labels, scrape.prompt),
        counter("mlnodes", scrape, "vllm:generation_tokens_total", labels, scrape.completion),
        counter("mlnodes", scrape, "vllm:num_requests_running", labels, runningAt(scrape)),
        // A replica that idles makes no node idle.
        counter("mlnodes", scrape, "vllm:num_requests_running", labels.replace('replica="0"', 'replica="1"'), 0),
      ];
    }),
  );
  const sums = new Map<string, { epoch: number; host: number; cost: number }>();
  for (const { epoch, host, cost } of KEPT) {
    const key = `${epoch} ${host}`;
    sums.set(key, { epoch, host, cost: cost + (sums.get(key)?.cost ?? 0) });
  }
  await writer.write(
    tables.HOST_EPOCH_STATS,
    [...sums.values()].map(({ epoch, host, cost }) => ({
      epoch,
      address: hostOf(host),
      source: "s",
      found: true,
      missed: 0,
      invalid: 0,
      cost: BigInt(cost),
      escrow_count: 1,
      final: true,
    })),
  );
  await writer.flush();
}
