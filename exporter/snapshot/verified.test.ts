import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MEMBERSHIP_PROOFS } from "../../storage/facts/tables.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { indicatorAnswer } from "../api/schemas/indicators.ts";
import { seriesAnswer } from "../api/schemas/series.ts";
import { getAs } from "../testing/api-client.ts";
import { CHAIN, MEMBERS } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served?.close());

const lines = MEMBERS.map(({ address, weight }) => `${address}:${weight}`).sort();
const MEMBERS_HASH = createHash("sha256").update(lines.join("\n")).digest("hex");

async function prove(epoch: number, fields: { readonly verified: boolean; readonly members_hash: string }): Promise<void> {
  const writer = new ObservationWriter(served.store.client, CHAIN);
  const observed_at = "2026-05-05T17:00:00.000Z";
  const row = {
    epoch,
    host: "gonka1one",
    observed_at,
    height: 1200,
    proof_ok: true,
    reason: "",
    members: MEMBERS.length,
    ...fields,
  };
  await writer.write(MEMBERSHIP_PROOFS, [row]);
  await writer.flush();
  await served.exporter.refresh();
}

const pointsOf = async (id: string, axis = "epoch") => {
  const { points } = await getAs(served.url, `/api/v1/indicators/${id}/series?axis=${axis}`, seriesAnswer);
  return new Map(points.map(({ epoch, day, verified_members }) => [epoch ?? day, verified_members]));
};

it("says of no value that its members are verified while nothing is proven", async () => {
  expect(new Set((await pointsOf("cap.hosts_active")).values())).toEqual(new Set([false]));
});

it("is not said for a proof that is not verified, nor for one of other members", async () => {
  await prove(13, { verified: false, members_hash: MEMBERS_HASH });
  await prove(14, { verified: true, members_hash: "0".repeat(64) });
  expect(new Set((await pointsOf("cap.hosts_active")).values())).toEqual(new Set([false]));
});

it("is said of values that rest on the members of that epoch, and of no others", async () => {
  await prove(13, { verified: true, members_hash: MEMBERS_HASH });
  const points = await pointsOf("cap.hosts_active");
  expect([points.get(13), points.get(14)]).toEqual([true, false]);
  const { indicator } = await getAs(served.url, "/api/v1/indicators/cap.hosts_active", indicatorAnswer);
  expect([indicator.newest?.epoch, indicator.newest?.verified_members]).toEqual([14, false]);
  expect([...(await pointsOf("cap.hosts_active", "day")).values()]).toContain(true);
  expect(new Set((await pointsOf("use.active_apps")).values())).toEqual(new Set([null]));
});
