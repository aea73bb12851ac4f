import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

const MADE = new Set(["node_modules", "dist", "data", "coverage", ".git", ".setup-lock", ".env"]);

/** Paths, from the root, of every file that belongs to the repository: what git knows or would add, without git what isn't made by a tool. */
export function repositoryFiles(): readonly string[] {
  if (existsSync(join(ROOT, ".git"))) {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
    return listed
      .toString()
      .split("\0")
      .filter((path) => path !== "" && existsSync(join(ROOT, path)));
  }
  return below("");
}

function below(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (MADE.has(entry.name) || entry.name.startsWith(".dist-")) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [path];
  });
}

/** A file of the repository as text. */
export const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
