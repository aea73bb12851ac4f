import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import type { BenchOptions, Figure } from "../figure.ts";
import { quantile } from "../stats.ts";
import { startService } from "./service.ts";
import { folderOfHosts } from "./synthetic-hosts.ts";

const SCRAPES = 200;
/** After its first number a service still checks its methods once. */
const SETTLE_MS = 5000;
/** Scrapes before the first that counts: the code is compiled by then, as it is for all but the first minutes of a service. */
const WARM_UP = 20;
const SIZES = [
  { hosts: 1000, atMost: 20 },
  { hosts: 10_000, atMost: 100 },
];

/** A scrape loop over HTTP against the running service, in turn with one that gets the same bytes from a bare server. */
export async function benchMetricsPage({ dir, say }: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { hosts, atMost } of SIZES) {
    say(`/metrics: ${hosts} hosts, ${SCRAPES} scrapes`);
    const dataDir = await folderOfHosts(dir, hosts, 2);
    const service = await startService(dataDir);
    try {
      await sleep(SETTLE_MS);
      for (const encoding of ["gzip", "identity"]) figures.push(await scrape(`${service.url}/metrics`, encoding, hosts, atMost));
    } finally {
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
  return figures;
}

async function scrape(url: string, encoding: string, hosts: number, atMost: number): Promise<Figure> {
  const agent = new Agent({ connections: 1 });
  const headers = { accept: "text/plain;version=0.0.4", "accept-encoding": encoding };
  const get = async (from: string) => {
    const started = performance.now();
    const response = await request(from, { headers, dispatcher: agent });
    const body = Buffer.from(await response.body.arrayBuffer());
    if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode} from ${from}`);
    return { ms: performance.now() - started, body };
  };
  const { body } = await get(url);
  const bare = createServer((_, response) => response.writeHead(200, { "content-type": "text/plain" }).end(body));
  await new Promise<void>((up) => bare.listen(0, "127.0.0.1", up));
  const at = bare.address();
  const bareUrl = `http://127.0.0.1:${at !== null && typeof at === "object" ? at.port : 0}/`;
  const [ours, baseline]: [number[], number[]] = [[], []];
  for (let scrapes = -WARM_UP; scrapes < SCRAPES; scrapes++) {
    const [mine, bares] = [(await get(url)).ms, (await get(bareUrl)).ms];
    if (scrapes < 0) continue;
    ours.push(mine);
    baseline.push(bares);
  }
  await agent.close();
  await new Promise((closed) => bare.close(closed));
  return {
    name: `/metrics p95, ${hosts} hosts, ${encoding}, ${Math.round(body.length / 1024)} kB`,
    unit: "ms",
    ours: quantile(ours, 0.95),
    baseline: { what: "the same bytes from a bare HTTP server", value: quantile(baseline, 0.95) },
    goals: [{ of: "value", atMost }],
    limitedBy: "rendering of ages and process metrics at each scrape, and the copy through the socket",
  };
}
