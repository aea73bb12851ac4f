import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { openStorage } from "../../storage/open.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import { startCommand } from "./command.ts";

const rows = z.object({ rows: count });

/** Runs `start` until every job has run once more, then ends it as Ctrl-C does. @throws when it ends by itself, or not in peace. */
export async function catchUp(env: Readonly<Record<string, string>> & { readonly GONKA_DATA_DIR: string }): Promise<void> {
  const { child, ended, said } = startCommand(["start"], { ...env, GONKA_LOG_LEVEL: "info" });
  const began = new Date(Date.now()).toISOString();
  // Whoever opens the store first owns its engine: that must not be this process, which goes again.
  await said("storage is open");
  for (;;) {
    await sleep(1000);
    if (child.exitCode !== null) throw new Error(`start ended: ${(await ended).stderr}`);
    const storage = await openStorage({ dataDir: env.GONKA_DATA_DIR }).catch(() => null);
    if (storage === null) continue;
    try {
      const [done] = await queryRows(
        storage.client,
        rows,
        "SELECT count() AS rows FROM runs WHERE kind = 'evaluate' AND outcome = 'done' AND started_at >= parseDateTime64BestEffort({began:String}, 3)",
        { began },
      ).catch(() => []);
      if ((done?.rows ?? 0) > 0) break;
    } finally {
      await storage.close();
    }
  }
  child.kill("SIGINT");
  const how = await ended;
  if (how.code !== 0) throw new Error(`start ended with ${how.code ?? how.signal}: ${how.stderr}`);
}

/** What a store answers to named queries, as lines of JSON. */
export async function linesOf(
  dataDir: string,
  queries: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const storage = await openStorage({ dataDir });
  try {
    const lines = new Map<string, ReadonlySet<string>>();
    for (const [what, query] of Object.entries(queries)) {
      const answer = await storage.client.query({ query, format: "JSONCompactEachRow" });
      lines.set(what, new Set((await answer.text()).split("\n").filter((line) => line !== "")));
    }
    return lines;
  } finally {
    await storage.close();
  }
}

type Lines = ReadonlyMap<string, ReadonlySet<string>>;

/** What one store lacks and what it has too much, three lines of each at most; empty where both say the same. */
export function differences(expected: Lines, found: Lines) {
  return [...expected].flatMap(([what, lines]) => {
    const others = found.get(what) ?? new Set();
    const lost = [...lines].filter((line) => !others.has(line));
    const added = [...others].filter((line) => !lines.has(line));
    return lost.length + added.length === 0 ? [] : [{ what, lost: lost.slice(0, 3), added: added.slice(0, 3) }];
  });
}
