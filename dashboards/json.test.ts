import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BOARDS } from "./boards.ts";

it.each(Object.keys(BOARDS))("json/%s.json is what boards/ says; after a change: npm run dashboards", async (name) => {
  await expect(`${JSON.stringify(BOARDS[name], null, 2)}\n`).toMatchFileSnapshot(`json/${name}.json`);
});

it("json/ holds no other board", () => {
  expect(readdirSync(join(import.meta.dirname, "json")).sort()).toEqual(
    Object.keys(BOARDS)
      .map((name) => `${name}.json`)
      .sort(),
  );
});
