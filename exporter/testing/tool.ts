import { spawnSync } from "node:child_process";

/**
 * Whether a program is on the PATH. Where a test needs one that isn't there it is skipped with a message, except in CI, which must have it.
 *
 * @throws in CI, naming the Debian package.
 */
export function hasTool(name: string, debianPackage: string): boolean {
  if (spawnSync(name, ["--version"]).status === 0) return true;
  const message = `${name} is not installed (Debian package ${debianPackage})`;
  if (process.env["CI"] === "true") throw new Error(message);
  process.stderr.write(`skipped: ${message}\n`);
  return false;
}
