import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStorage, type Storage } from "./open.ts";

describe("openStorage", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "gonka-open-"));
  let storage: Storage;
  beforeAll(async () => {
    storage = await openStorage({ dataDir });
  });
  afterAll(async () => {
    await storage.close();
    rmSync(dataDir, { recursive: true });
  });

  it("starts the engine, checks it and builds the schema", async () => {
    const answer = await storage.client.query({
      query: "SELECT name FROM system.tables WHERE database = 'gonka' ORDER BY name",
      format: "JSONEachRow",
    });
    expect((await answer.json<{ name: string }>()).map(({ name }) => name)).toContain("agreed_members");
    for (const view of [
      "votes",
      "agreed_epochs",
      "agreed_members",
      "agreed_model_members",
      "agreed_nodes",
      "agreed_results",
      "agreed_exclusions",
      "agreed_poc_events",
      "agreed_headers",
      "epoch_times",
      "params_versions",
      "epoch_params",
      "published",
    ]) {
      const rows = await storage.client.query({
        query: `SELECT * FROM ${view}(chain = {chain:String}, as_of = {as_of:DateTime64(6)})`,
        query_params: { chain: "x", as_of: "2100-01-01 00:00:00" },
        format: "JSONEachRow",
      });
      expect(await rows.json(), view).toEqual([]);
    }
  });
});
