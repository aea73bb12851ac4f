import { statfs } from "node:fs/promises";
import type { CompleteFrom } from "../../storage/read/complete-from.ts";
import { type Finding, fine, notice, wrong } from "./finding.ts";

const GIB = 1024 ** 3;
const LOW_DISK_BYTES = 5 * GIB;

/** Room on the disk of the data folder. */
export async function diskFinding(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const found = `${(free / GIB).toFixed(1)} GiB free under ${dataDir}`;
  return free < LOW_DISK_BYTES ? wrong("disk", found, "make room: merges need twice the data's size") : fine("disk", found);
}

/** Which chain the data belongs to. */
export const chainFinding = (chain: string | null): Finding =>
  chain === null
    ? notice(
        "storage",
        "no data yet",
        "npm start collects from now on; npm run gonka-kpi -- backfill --epochs A-B fetches the past",
      )
    : fine("storage", `the data belongs to chain ${chain}`);

/** A hole in the past is nothing wrong: it is said, so that nobody takes a short history for a whole one. */
export function completenessFinding(series: readonly CompleteFrom[]): Finding {
  const words = series.map(
    ({ series: name, from, to, unit }) => `${name} ${from === null ? "none" : `from ${unit} ${from} to ${to}`}`,
  );
  return fine("complete", words.join("; "));
}
