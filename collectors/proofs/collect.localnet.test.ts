import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { PARTICIPANTS } from "../../storage/facts/tables.ts";
import { VERIFIED_EPOCHS, verifiedEpochs } from "../../storage/read/proofs.ts";
import { at, NOW, queryRows } from "../../storage/read/query.ts";
import { question, record, rootAnswer, rowsOf, told } from "../../storage/testing/answers.ts";
import { epochRow, memberRow } from "../../storage/testing/rows.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import type { HttpClient } from "../http/client.ts";
import { startServer, type TestServer } from "../http/testing/server.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "../transactions/testing/localnet.ts";
import { openTestStore, type TestStore } from "../transactions/testing/store.ts";
import { decodeActiveParticipants } from "./active-participants.ts";
import { createProofClient } from "./client.ts";
import { collectMembershipProofs } from "./collect.ts";
import { LOCALNET_EPOCHS, localnetAnswer } from "./testing/recorded.ts";

const CHAIN = "gonka-localnet-1";
const AT = new Date("2026-11-22T15:00:00.000Z");
const HOUR_MS = 3_600_000;
const row = z.object({
  epoch: z.int(),
  host: z.string(),
  height: z.coerce.number().nullable(),
  proof_ok: z.boolean(),
  verified: z.boolean(),
  reason: z.string(),
  members: z.int().nullable(),
});

/** The real members of each recorded epoch, as the proof has them; `change` is what the sources say instead. */
const membersOf = (epoch: number) => {
  const told = decodeActiveParticipants(localnetAnswer(epoch).bytes);
  if (!told.ok) throw new Error(told.reason);
  return told.value.members;
};

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  let localnet: Localnet;
  let store: TestStore;
  let http: HttpClient;
  const servers: TestServer[] = [];

  beforeAll(async () => {
    [localnet, store] = await Promise.all([startLocalnet(), openTestStore()]);
    http = createProofClient({
      allowPrivateHosts: true,
      rateLimit: true,
      log: { warn: () => undefined, debug: () => undefined },
      onRequest: () => undefined,
    });
  }, 60_000);
  afterAll(async () => {
    localnet?.stop();
    await Promise.all([http?.close(), store?.close(), ...servers.map((server) => server.close())]);
  });
  beforeEach(async () => {
    const { client } = store.contextOf();
    for (const table of ["membership_proofs", "answers", "epochs", "epoch_members", "participants"])
      await client.command({ query: `TRUNCATE TABLE ${table}` });
  });

  /** Stores what three sources agree on: the epochs' members, with their URLs. */
  async function agree(epochs: readonly number[], urls: readonly string[], weightChange = 0n) {
    const { client } = store.contextOf();
    await record(
      client,
      CHAIN,
      ["a", "b", "c"].flatMap((source) => [
        ...epochs.map((epoch) =>
          rootAnswer(
            source,
            epochRow(epoch),
            membersOf(epoch).map(({ address, weight }) => memberRow(epoch, address, weight + weightChange)),
          ),
        ),
        told(question("participants", Math.max(...epochs)), source, [
          rowsOf(
            PARTICIPANTS,
            ...membersOf(1).map(({ address }, index) => ({
              ...{ address, inference_url: urls[index % urls.length] ?? "", status: "ACTIVE", validator_key: "" },
              ...{ epoch: Math.max(...epochs), join_time_ms: 1n, join_height: 1, epochs_completed: 1 },
            })),
          ),
        ]),
      ]),
    );
  }

  const collect = (observedAt: Date, sources = localnet.sources) => {
    const context = store.contextOf();
    return collectMembershipProofs(context, CHAIN, http, sources, observedAt, new ObservationWriter(context.client, CHAIN));
  };
  const rows = () =>
    queryRows(
      store.contextOf().client,
      row,
      "SELECT epoch, host, height, proof_ok, verified, reason, members FROM membership_proofs FINAL WHERE chain_id = {chain:String} ORDER BY epoch, host",
      { chain: CHAIN },
    );
  const inMethods = () =>
    queryRows(store.contextOf().client, z.object({ epoch: z.int() }), `${VERIFIED_EPOCHS} ORDER BY epoch`, at(CHAIN, NOW));
  const urlsOf = (sources = localnet.sources) => sources.map(({ baseUrl }) => baseUrl.href);
  async function host(answer: (epoch: number) => Promise<string> | string): Promise<string> {
    const server = await startServer(async (request, response) => {
      const epoch = Number(/^\/v1\/epochs\/(\d+)\/participants$/.exec(request.url ?? "")?.[1]);
      response.writeHead(200, { "content-type": "application/json" }).end(await answer(epoch));
    });
    servers.push(server);
    return server.url;
  }
  const honest = async (epoch: number) => (await fetch(`${urlsOf()[0]}v1/epochs/${epoch}/participants`)).text();

  it("verifies every recorded epoch with the network's own signatures, and asks once", async () => {
    await agree(LOCALNET_EPOCHS, urlsOf());
    expect(await collect(AT)).toMatchObject({ written: 5, verified: [8, 7, 3, 2, 1], unproven: [], problems: [] });
    const stored = await rows();
    expect(stored.map(({ host: _, ...rest }) => rest)).toEqual(
      LOCALNET_EPOCHS.map((epoch) => ({
        ...{ epoch, height: epoch * 100 + 23, proof_ok: true, verified: true, reason: "", members: 3 },
      })),
    );
    expect(await collect(new Date(AT.getTime() + 24 * HOUR_MS))).toEqual({
      written: 0,
      verified: [],
      unproven: [],
      problems: [],
    });
    const verified = await verifiedEpochs(store.contextOf().client, CHAIN, NOW);
    expect(verified).toMatchObject(
      LOCALNET_EPOCHS.map((epoch) => ({ epoch, height: epoch * 100 + 23, members: 3, agrees: true })),
    );
    expect(await inMethods()).toEqual(LOCALNET_EPOCHS.map((epoch) => ({ epoch })));
    expect(await verifiedEpochs(store.contextOf().client, CHAIN, "2020-01-01 00:00:00")).toEqual([]);
  });

  it("says so where the proven weights are not those that the sources agree on", async () => {
    await agree([3], urlsOf(), 1n);
    const { verified, problems } = await collect(AT);
    expect(verified).toEqual([3]);
    expect(problems).toEqual(["epoch 3: the proven members or weights differ from what the sources agree on"]);
    expect(await verifiedEpochs(store.contextOf().client, CHAIN, NOW)).toMatchObject([{ epoch: 3, agrees: false }]);
    expect(await inMethods()).toEqual([]);
  });

  it("goes on to another host past those that lie, say nothing or talk without end, and leaves no row of silence", async () => {
    const liar = await host(async (epoch) =>
      (await honest(epoch)).replace(/(active_participants_bytes":"0a[0-9a-f]{400})./, "$10"),
    );
    const silent = await host(() => "<html>");
    const endless = await host(() => `{"active_participants_bytes":"${"0a".repeat(9 * 1024 * 1024)}"}`);
    await agree([3], [liar, silent, endless]);
    expect(await collect(AT)).toMatchObject({ written: 1, verified: [], unproven: [3] });
    expect(await rows()).toMatchObject([{ epoch: 3, proof_ok: false, verified: false, members: null }]);
    await agree([3], [liar, silent, `${urlsOf()[0]}`]);
    // The liar is left alone for a while.
    expect(await collect(new Date(AT.getTime() + HOUR_MS))).toMatchObject({ verified: [3] });
    expect((await rows()).filter(({ verified }) => verified)).toHaveLength(1);
  });

  it("has no signatures where no source tells the block, and tries again", async () => {
    await agree([3], urlsOf());
    const away = await startServer((_, response) => response.writeHead(503).end());
    servers.push(away);
    expect(await collect(AT, [away.source])).toMatchObject({ verified: [], unproven: [3] });
    const stored = await rows();
    expect(stored).toHaveLength(3);
    for (const one of stored) {
      expect(one).toMatchObject({ height: 323, proof_ok: true, verified: false, members: 3 });
      expect(one.reason).toMatch(/^signatures_not_available: no source told block 323 with its commit/);
    }
    expect(await verifiedEpochs(store.contextOf().client, CHAIN, NOW)).toEqual([]);
    expect(await collect(new Date(AT.getTime() + HOUR_MS))).toMatchObject({ written: 0, unproven: [3] });
    expect(await collect(new Date(AT.getTime() + 7 * HOUR_MS))).toMatchObject({ verified: [3] });
  });

  it("proves nothing by a block that the sources differ on", async () => {
    await agree([3], urlsOf());
    const other = await startServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const answer = await fetch(`${urlsOf()[0]}chain-rpc/`, { method: "POST", body: Buffer.concat(chunks) });
      // Another app hash, at the same height.
      response.writeHead(200, { "content-type": "application/json" }).end((await answer.text()).replace(/FAFAE434/g, "FAFAE435"));
    });
    servers.push(other);
    const [first] = localnet.sources;
    if (first === undefined) throw new Error("no source");
    expect(await collect(AT, [first, other.source])).toMatchObject({ verified: [], unproven: [3] });
    expect((await rows())[0]?.reason).toMatch(/^signatures_not_available: the sources differ on block 323/);
    await store.contextOf().client.command({ query: "TRUNCATE TABLE membership_proofs" });
    expect(await collect(AT, [...localnet.sources, other.source])).toMatchObject({ verified: [3] });
    await store.contextOf().client.command({ query: "TRUNCATE TABLE membership_proofs" });
    expect(await collect(AT, [other.source])).toMatchObject({ verified: [] });
    expect((await rows())[0]).toMatchObject({
      proof_ok: false,
      reason: "the host's header isn't block 323 as the sources tell it",
    });
  });
});
