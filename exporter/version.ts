import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const manifest = z.object({ name: z.string(), version: z.string() });

/** The version in package.json: one folder up in the source tree, two up in the built one. */
export const VERSION = read([new URL("../package.json", import.meta.url), new URL("../../package.json", import.meta.url)]);

function read(places: readonly URL[]): string {
  for (const place of places) {
    if (!existsSync(place)) continue;
    const found = manifest.safeParse(JSON.parse(readFileSync(place, "utf8")));
    if (found.success && found.data.name === "gonka-kpi") return found.data.version;
  }
  return "unknown";
}
