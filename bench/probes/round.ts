import { Agent, request } from "undici";
import type { Host } from "../../collectors/hosts/ask.ts";
import { createProbeClient, HOST_TIMEOUT_MS } from "../../collectors/hosts/clients.ts";
import { probeHosts } from "../../collectors/hosts/probe.ts";
import { startChild } from "../child.ts";
import type { BenchOptions, Figure } from "../figure.ts";
import { interleaved, median, secondsOf } from "../stats.ts";

const HOSTS = 1000;
const HANGING = 300;
/** Each round takes at least the timeout, so a few are enough. */
const MOST_RUNS = 3;

/** A round over hosts of which 30 % accept and never answer, against the same requests of a bare client all at once, judged by nobody. */
export async function benchProbeRound({ runs, say }: BenchOptions): Promise<Figure[]> {
  const rounds = Math.min(runs, MOST_RUNS);
  say(`probe round: ${HOSTS} hosts, ${rounds} rounds of each side`);
  const child = await startChild("./probes/hosts.js", []);
  const hosts = Array.from({ length: HOSTS }, (_, index): Host => {
    const ip = `127.1.${Math.floor(index / 100)}.${(index % 100) + 100}`;
    return { address: `gonka1host${index}`, url: `http://${ip}:${child.port}` };
  });
  const ours = async () => {
    const http = createProbeClient({
      allowPrivateHosts: true,
      rateLimit: true,
      log: { debug: () => undefined, warn: () => undefined },
      onRequest: () => undefined,
    });
    try {
      const { round } = await probeHosts({
        ...{ http, vantage: "bench", epoch: 1, observedAt: new Date(), hosts, maintenance: new Set<string>() },
        controlTargets: [new URL(`http://127.2.0.1:${child.port}/health`)],
        signal: new AbortController().signal,
      });
      if (!round.valid || round.up !== HOSTS - HANGING || round.down !== HANGING)
        throw new Error(`the round is wrong: ${JSON.stringify(round)}`);
      return round.seconds;
    } finally {
      await http.close();
    }
  };
  try {
    const seen = await interleaved(rounds, ours, () => secondsOf(() => askBarely(hosts)));
    return [
      {
        name: `probe round, ${HOSTS} hosts, 30 % accepting and never answering, ${HOST_TIMEOUT_MS / 1000} s timeout`,
        unit: "s",
        ours: median(seen.ours),
        baseline: { what: "the same requests of a bare client, all at once", value: median(seen.baseline) },
        goals: [{ of: "value", atMost: 8 }],
        limitedBy: "the timeout itself, which the hosts that hang use up; the rest is opening two connections a host",
      },
    ];
  } finally {
    await child.stop();
  }
}

async function askBarely(hosts: readonly Host[]): Promise<void> {
  const dispatcher = new Agent();
  const ask = async (url: string) => {
    try {
      const { body } = await request(url, { dispatcher, signal: AbortSignal.timeout(HOST_TIMEOUT_MS) });
      await body.text();
    } catch {
      // It hangs, as it should.
    }
  };
  await Promise.all(hosts.flatMap(({ url }) => [ask(`${url}/health`), ask(`${url}/v1/status`)]));
  await dispatcher.destroy();
}
