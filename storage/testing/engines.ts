import { readdirSync, readFileSync } from "node:fs";

/** Process ids of the embedded engines whose data lies in a folder. Linux alone tells. */
export function enginesOf(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return command.includes("serve.mjs\0") && command.includes(folder);
      } catch {
        return false;
      }
    })
    .map(Number);
}
