// Checks a build as the catalog's validator would, as far as that goes offline: npm run -w grafana-plugin catalog [-- --dist DIR] [--zip DIR]
// Packs it first as it would be handed in; --zip keeps the archive. Ends with 1 where a check fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pack, unpack } from "./archive.mjs";
import { CHECKS, NOT_CHECKED } from "./checks.mjs";

const ROOT = join(import.meta.dirname, "..");
const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

const { values } = parseArgs({ options: { dist: { type: "string", default: join(ROOT, "dist") }, zip: { type: "string" } } });
if (existsSync(join(values.dist, "plugin.json"))) check(values.dist);
else {
  process.stderr.write(`There is no build in ${values.dist}: npm run plugin:build makes one.\n`);
  process.exitCode = 2;
}

/** @param {string} dist */
function check(dist) {
  const { name, bytes } = pack(dist);
  const submission = { name, files: unpack(bytes), package: JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) };
  say(`${name}, ${bytes.length} bytes`);
  for (const [title, look] of Object.entries(CHECKS)) {
    const { passed, why } = look(submission);
    say(`${passed ? "✓" : "✗"} ${title}: ${why}`);
    if (!passed) process.exitCode = 1;
  }
  say(`Not checked here: ${NOT_CHECKED.join(", ")}.`);
  if (values.zip === undefined) return;
  mkdirSync(values.zip, { recursive: true });
  writeFileSync(join(values.zip, name), bytes);
}
