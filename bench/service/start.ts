import { rmSync } from "node:fs";
import type { BenchOptions, Figure } from "../figure.ts";
import { median } from "../stats.ts";
import { startService } from "./service.ts";
import { folderOfHosts } from "./synthetic-hosts.ts";

const HOSTS = 118;
const EPOCHS = 30;

/** From spawning `start` on a filled data folder to the first number on /metrics. */
export async function benchStart({ dir, runs, say }: BenchOptions): Promise<Figure[]> {
  say(`start: ${HOSTS} hosts, ${EPOCHS} epochs, ${runs} starts`);
  const dataDir = await folderOfHosts(dir, HOSTS, EPOCHS);
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const service = await startService(dataDir);
    seconds.push(service.secondsToFirstNumber);
    await service.stop();
  }
  rmSync(dataDir, { recursive: true, force: true });
  return [
    {
      name: `start to first number, ${HOSTS} hosts, ${EPOCHS} epochs`,
      unit: "s",
      ours: median(seconds),
      baseline: null,
      goals: [{ of: "value", atMost: 3 }],
      limitedBy: "Node's own start and the loading of our code; then the reading of votes and values",
    },
  ];
}
