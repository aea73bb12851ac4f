import { availableParallelism } from "node:os";
import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { CollectContext } from "../../collectors/context.ts";
import type { HttpClient } from "../../collectors/http/client.ts";
import { chainSource } from "../../collectors/http/source.ts";
import { Notebook } from "../../collectors/notebook.ts";
import { createSessionClient } from "../../collectors/sessions/client.ts";
import { collectSessions, SESSIONS_AT_A_TIME } from "../../collectors/sessions/collect.ts";
import type { SessionNetwork } from "../../collectors/sessions/network.ts";
import { DIFFS_PER_PAGE } from "../../collectors/sessions/reading.ts";
import { readAllInferences } from "../../collectors/sessions/stored.ts";
import { AskedInVain } from "../../collectors/sessions/vain.ts";
import type { InferenceRow } from "../../storage/facts/inference-rows.ts";
import { ESCROWS, INFERENCES } from "../../storage/facts/tables.ts";
import type { Storage } from "../../storage/open.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { bareInsert } from "../bare-insert.ts";
import { startChild } from "../child.ts";
import type { BenchOptions, Figure } from "../figure.ts";
import { interleaved, median, secondsOf } from "../stats.ts";

const CHAIN = "bench-1";
const SESSIONS = 50;
/** Recorded sessions have up to 100; the protocol allows 20,000 nonces. */
const EACH = 2000;
const HOST = "gonka1host";
const TABLES = ["inferences", "session_reads", "session_listings", "session_details", "escrows"];
const MB = 1024 * 1024;

/** Ingest of devshard sessions from a host in another process, against asking it for the same pages and throwing them away. */
export async function benchSessions({ client }: Storage, { runs, say }: BenchOptions): Promise<Figure[]> {
  const inferences = SESSIONS * EACH;
  const name = `sessions, ${SESSIONS} of ${EACH} inferences`;
  say(`${name}: ${runs} runs of each side`);
  const host = await startChild("./sessions/host.js", [SESSIONS, EACH, DIFFS_PER_PAGE].map(String));
  const warn = (fields: object, message: string) => say(`${message} ${JSON.stringify(fields)}`);
  const log = { info: () => {}, debug: () => {}, warn };
  const http = createSessionClient({ allowPrivateHosts: true, rateLimit: true, log, onRequest: () => {} });
  const url = `http://127.0.0.1:${host.port}`;
  const context: CollectContext = {
    ...{ http, sources: [], client, log, notebook: new Notebook(log, "bench") },
    ...{ signal: new AbortController().signal, onProgress: () => {} },
  };
  const hosts = [{ address: HOST, url }];
  const network: SessionNetwork = { epoch: 1, active: hosts, everybody: hosts, versions: ["v4"] };
  const empty = async () => {
    for (const table of TABLES) await client.command({ query: `TRUNCATE TABLE ${table}` });
  };
  try {
    const cpu: number[] = [];
    const memory: number[] = [];
    const ours = async () => {
      await empty();
      const writer = new ObservationWriter(client, CHAIN);
      await writer.write(ESCROWS, escrows());
      await writer.flush();
      const before = process.cpuUsage();
      const peak = peakMemory();
      const started = performance.now();
      await collectSessions(context, CHAIN, { http, vain: new AskedInVain() }, network, new Date(), writer);
      const seconds = (performance.now() - started) / 1000;
      memory.push(peak());
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1e6 / seconds);
      const [whole] = await queryRows(client, stored, "SELECT count() AS n, sum(last_nonce) AS nonces FROM inferences FINAL");
      // Each was finished, four nonces after its start.
      const expected = SESSIONS * ((EACH * (EACH + 1)) / 2 + 4 * EACH);
      if (whole?.n !== inferences || whole.nonces !== expected) throw new Error("the sessions are not whole");
      return inferences / seconds;
    };
    const seen = await interleaved(runs, ours, () => fetchAndDiscard(http, url));
    const rows = await readRows(client);
    const ourAgain = await interleaved(runs, ours, () => storeAlone(client, rows));
    const bare = await bareInsert(client, INFERENCES, { chain_id: CHAIN }, rows);
    const insertBare = async () => {
      await client.command({ query: "TRUNCATE TABLE inferences" });
      return rows.length / (await secondsOf(bare.run));
    };
    const physical = await interleaved(runs, insertBare, () => fetchAndDiscard(http, url));
    return [
      {
        name: `${name}: ingest`,
        unit: "rows/s",
        ours: median(seen.ours),
        baseline: {
          what: "fetching the same pages with the same client and concurrency, discarding the bytes",
          value: median(seen.baseline),
        },
        goals: [
          { of: "ratio", atLeast: 0.5 },
          { of: "value", atLeast: 20_000 },
        ],
        limitedBy: `decoding and storing a row take several times as long as fetching it (storing alone: the next figure); of ${availableParallelism()} cores our process used ${median(cpu).toFixed(2)}, beside the host's and the engine's`,
      },
      {
        name: `${name}: ingest beside the write path alone`,
        unit: "rows/s",
        ours: median(ourAgain.ours),
        baseline: {
          what: "storing the same inferences, decoded ahead, by the same writer into an empty table: ingest can't be faster",
          value: median(ourAgain.baseline),
        },
        goals: [],
        limitedBy: "fetching and decoding on the processor that also writes the rows out",
      },
      {
        name: `${name}: inserting alone`,
        unit: "rows/s",
        ours: median(physical.ours),
        baseline: {
          what: "fetching the same pages and discarding them; inserted were the same inferences, their bytes made ahead, by a bare client",
          value: median(physical.baseline),
        },
        goals: [],
        limitedBy: "the engine: who fetches and inserts one after the other can't be faster than both together",
      },
      {
        name: `${name}: memory of our process beyond what it had before`,
        unit: "MB",
        ours: median(memory),
        baseline: null,
        goals: [{ of: "value", atMost: 200 }],
        limitedBy: `pages under way: ${SESSIONS_AT_A_TIME} sessions at a time, and batches on their way to the store`,
      },
    ];
  } finally {
    await http.close();
    await host.stop();
    await empty();
  }
}

const stored = z.object({ n: count, nonces: count });

const escrows = () =>
  Array.from({ length: SESSIONS }, (_, index) => ({
    ...{
      escrow_id: BigInt(index + 1),
      creator: "gonka1payer",
      amount: 1_000_000_000n,
      epoch: 1,
      model_id: "m",
      token_price: 10n,
    },
    ...{ slots: Array.from({ length: 16 }, () => HOST), create_devshard_fee: 10_000n, fee_per_nonce: 1000n, source: "bench" },
  }));

const readRows = async (client: ClickHouseClient): Promise<InferenceRow[]> => {
  const sessions = escrows().map(({ escrow_id: escrowId, epoch, slots }) => ({ escrowId, epoch, slots, modelId: "" }));
  return (await Promise.all(sessions.map((session) => readAllInferences(client, CHAIN, session)))).flat();
};

async function storeAlone(client: ClickHouseClient, rows: readonly InferenceRow[]): Promise<number> {
  await client.command({ query: "TRUNCATE TABLE inferences" });
  const writer = new ObservationWriter(client, CHAIN);
  const started = performance.now();
  for (let at = 0; at < rows.length; at += DIFFS_PER_PAGE) await writer.write(INFERENCES, rows.slice(at, at + DIFFS_PER_PAGE));
  await writer.flush();
  return rows.length / ((performance.now() - started) / 1000);
}

/** Watches the resident memory; the function returned ends it and tells how far it rose, in MB. */
function peakMemory(): () => number {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    look();
    return (peak - before) / MB;
  };
}

async function fetchAndDiscard(http: HttpClient, url: string): Promise<number> {
  const source = chainSource(url);
  const started = performance.now();
  let next = 1;
  const line = async () => {
    while (next <= SESSIONS) {
      const id = next;
      next += 1;
      // As the collector knows a session's end: by a page that is not full.
      for (let from = 1; from <= EACH + 5; from += DIFFS_PER_PAGE) {
        const path = `/devshard/v4/sessions/${id}/diffs?from=${from}&to=${from + DIFFS_PER_PAGE - 1}`;
        const outcome = await http.get(source, path, { route: "devshard/v4/sessions/{id}/diffs" });
        if (outcome.kind !== "answered") throw new Error(`the host of the benchmark answered ${outcome.kind}`);
      }
    }
  };
  await Promise.all(Array.from({ length: SESSIONS_AT_A_TIME }, line));
  return (SESSIONS * EACH) / ((performance.now() - started) / 1000);
}
