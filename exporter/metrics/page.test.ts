import { spawnSync } from "node:child_process";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { gzipped, pageOf, plain } from "./page.ts";

const text = Array.from({ length: 2000 }, (_, n) => `gonka_host_weight{address="gonka1${n}"} ${n}\n`).join("");

it.each([
  ["a page and an addition", text, "gonka_head_age_seconds 8\n"],
  ["no page", "", "gonka_ready 0\n"],
  ["no addition", text, ""],
  ["more than ASCII", "# HELP x Missed ÷ all\n", "# HELP y Σ\n"],
])("gzip of %s holds exactly both", async (_, first, added) => {
  const page = await pageOf(first);
  const zipped = await gzipped(page, added);
  expect(gunzipSync(zipped).toString()).toBe(first + added);
  expect(plain(page, added).toString()).toBe(first + added);
  // One member, as a strict reader wants it: gzip checks length and checksum.
  expect(spawnSync("gzip", ["-dc"], { input: zipped }).stdout.toString()).toBe(first + added);
});

it("compresses the page ahead", async () => {
  const page = await pageOf(text);
  expect((await gzipped(page, "x 1\n")).length).toBeLessThan(text.length / 4);
});
