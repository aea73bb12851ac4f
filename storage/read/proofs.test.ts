import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { MEMBERSHIP_PROOFS } from "../facts/tables.ts";
import { openStorage } from "../open.ts";
import { record, rootAnswer } from "../testing/answers.ts";
import { epochRow, memberRow } from "../testing/rows.ts";
import { ObservationWriter } from "../write/observations.ts";
import { proofHosts, proofsDue, verifiedEpochs } from "./proofs.ts";
import { NOW } from "./query.ts";

const CHAIN = "c";
const MEMBERS = [
  ["gonka1b", 10n],
  ["gonka1a", 2n],
  ["gonka1c", 0n],
] as const;
/** The same by another way than the store's. */
const hashOf = (members: readonly (readonly [string, bigint])[]) =>
  createHash("sha256")
    .update(
      members
        .map(([address, weight]) => `${address}:${weight}`)
        .sort()
        .join("\n"),
    )
    .digest("hex");

let storage: Awaited<ReturnType<typeof openStorage>>;
const dataDir = mkdtempSync(join(tmpdir(), "gonka-proofs-"));
beforeAll(async () => {
  storage = await openStorage({ dataDir });
});
afterAll(async () => {
  await storage?.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(() => storage.client.command({ query: "TRUNCATE TABLE membership_proofs" }));

const agree = (epoch: number, effective_height = epoch * 100 + 25) =>
  record(
    storage.client,
    CHAIN,
    ["x", "y"].map((source) =>
      rootAnswer(
        source,
        epochRow(epoch, { effective_height }),
        MEMBERS.map(([address, weight]) => memberRow(epoch, address, weight)),
      ),
    ),
  );

async function store(epoch: number, host: string, verified: boolean, hash = hashOf(MEMBERS), chain = CHAIN) {
  const writer = new ObservationWriter(storage.client, chain);
  const observed_at = "2026-11-22T12:00:00.000Z";
  const row = {
    epoch,
    host,
    observed_at,
    height: epoch * 100 + 23,
    proof_ok: true,
    verified,
    reason: "",
    members: 3,
    members_hash: hash,
  };
  await writer.write(MEMBERSHIP_PROOFS, [row]);
  await writer.flush();
}

const due = (since: string, most = 6) =>
  proofsDue(storage.client, CHAIN, NOW, new Date(since), most).then((rows) =>
    rows.map(({ epoch, agreedHash, asked }) => ({ epoch, agreedHash, asked: [...asked].sort() })),
  );

it("verified is what is proven and signed, and agrees where the sources say the same", async () => {
  await agree(3);
  await store(3, "h1", true);
  await store(3, "h2", true);
  await store(4, "h1", false);
  await store(5, "h1", true);
  await store(6, "h1", true, undefined, "another");
  const same = { members: 3, members_hash: hashOf(MEMBERS) };
  expect(await verifiedEpochs(storage.client, CHAIN, NOW)).toEqual([
    { epoch: 3, height: 323, hosts: ["h1", "h2"], agrees: true, ...same },
    // Nothing is agreed of epoch 5.
    { epoch: 5, height: 523, hosts: ["h1"], agrees: null, ...same },
  ]);
  expect(await verifiedEpochs(storage.client, CHAIN, "2026-01-01 00:00:00")).toEqual([]);
});

it("two memberships of one epoch are two rows, and only one agrees", async () => {
  await agree(3);
  await store(3, "h1", true);
  await store(3, "h2", true, hashOf([["gonka1a", 2n]]));
  const found = await verifiedEpochs(storage.client, CHAIN, NOW);
  expect(
    found.map(({ hosts, agrees }) => ({ hosts, agrees })).sort((a, b) => (String(a.hosts) < String(b.hosts) ? -1 : 1)),
  ).toEqual([
    { hosts: ["h1"], agrees: true },
    { hosts: ["h2"], agrees: false },
  ]);
});

it("due are the newest effective epochs without a verified proof, with the hosts asked lately", async () => {
  for (const epoch of [3, 4, 5]) await agree(epoch);
  await agree(6, 0);
  await store(5, "h1", true);
  await store(4, "h1", false);
  const agreedHash = hashOf(MEMBERS);
  expect(await due("2026-11-22T12:00:00Z")).toEqual([
    { epoch: 4, agreedHash, asked: ["h1"] },
    { epoch: 3, agreedHash, asked: [] },
  ]);
  expect(await due("2026-11-22T12:00:01Z", 2)).toEqual([{ epoch: 4, agreedHash, asked: [] }]);
  expect(await proofHosts(storage.client, CHAIN, NOW)).toEqual([]);
});
