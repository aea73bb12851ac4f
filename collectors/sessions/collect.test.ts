import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { TOLD_ALIKE } from "../../storage/facts/session-words.ts";
import { ESCROW_EXPIRIES } from "../../storage/facts/tables.ts";
import type { SessionNetwork } from "./network.ts";
import { finish, type GoldenTx, novelty, start } from "./testing/golden.ts";
import { startHost, type TestHost, type TestSession } from "./testing/hosts.ts";
import { diffsOf, EPOCH, SLOTS, settledAs, wholeOf } from "./testing/session.ts";
import { openSessionStore, type SessionStore, totalsOf } from "./testing/store.ts";

/** Minutes of an hour, so that hosts come in another order each round. */
const at = (minute: number) => `2026-11-22T12:${String(minute).padStart(2, "0")}:00.000Z`;

let store: SessionStore;
let hosts: TestHost[] = [];
beforeAll(async () => {
  store = await openSessionStore();
});
beforeEach(async () => {
  await store.empty();
  hosts = await Promise.all(["a", "b", "c"].map(startHost));
});
afterEach(() => Promise.all(hosts.map((host) => host.close())));
afterAll(() => store.close());

const network = (more: Partial<SessionNetwork> = {}): SessionNetwork => {
  const all = hosts.map(({ host }) => host);
  return { epoch: EPOCH, active: all, everybody: all, versions: ["v4"], ...more };
};
const hostOf = (address: string): TestHost => {
  const found = hosts.find((host) => host.address === address);
  if (!found) throw new Error(address);
  return found;
};
/** Gives hosts a session; each may have its own diffs. */
const give = (id: number, diffs: TestSession["diffs"], addresses: readonly string[] = ["a", "b", "c"]) => {
  for (const address of addresses) hostOf(address).sessions.set(id, { epoch: EPOCH, diffs, listed: true });
};
const pagesAsked = () =>
  hosts.flatMap(({ address, asked }) => asked.filter((path) => path.includes("/diffs")).map(() => address));

describe("collectSessions", () => {
  it("reads a session of many pages from one host, once", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    give(5, diffsOf(1000));
    expect((await store.round(network(), at(0))).problems).toEqual([]);
    const rows = await store.inferences(5n, EPOCH);
    expect(totalsOf(rows)).toEqual(wholeOf(1000));
    expect(
      rows.every((row) => row.executor === SLOTS[row.executor_slot] && row.executor_slot === Number(row.inference_id % 4n)),
    ).toBe(true);
    expect((await store.reads()).get("5")).toMatchObject({
      version: "v4",
      nonce: "1003",
      finalized: true,
      fits_settlement: null,
    });
    expect(new Set(pagesAsked()).size).toBe(1);
    expect(pagesAsked().length).toBe(6);

    const again = await store.round(network(), at(1));
    expect(again.problems).toEqual([]);
    expect(pagesAsked().length).toBe(6);
    expect(await store.inferences(5n, EPOCH)).toEqual(rows);
  });

  it("goes on from the nonce it stored, with inferences that began before it", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    const whole = diffsOf(450);
    for (const [round, nonces] of [1, 2, 57, 300, 301, 453].entries()) {
      give(5, whole.slice(0, nonces));
      expect((await store.round(network(), at(round))).problems).toEqual([]);
      expect((await store.reads()).get("5")).toMatchObject({ nonce: String(nonces) });
    }
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(450));
  });

  it("stores what hosts list and what they tell of a session", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    give(5, diffsOf(3));
    give(6, diffsOf(3), ["b"]);
    await store.round(network(), at(0));
    const listed = z.object({ escrow_id: z.string(), host: z.string(), version: z.string(), epoch: z.int() });
    const listings = await store.rows(
      listed,
      "SELECT escrow_id, host, version, epoch FROM session_listings FINAL ORDER BY escrow_id, host",
    );
    const one = { version: "v4", epoch: EPOCH };
    expect(listings).toEqual([
      ...["a", "b", "c"].map((host) => ({ escrow_id: "5", host, ...one })),
      { escrow_id: "6", host: "b", ...one },
    ]);
    const told = z.object({
      escrow_id: z.string(),
      nonce: z.string(),
      cost: z.string(),
      missed: z.int(),
      required: z.string(),
      done: z.string(),
    });
    const details = await store.rows(
      told,
      `SELECT DISTINCT escrow_id, nonce, cost, missed, required_validations AS required, completed_validations AS done FROM session_details FINAL`,
    );
    expect(details).toEqual([{ escrow_id: "5", nonce: "6", cost: "600", missed: 2, required: "8", done: "7" }]);
    // Session 6 waits: nobody has told its slots.
    expect([...(await store.reads()).keys()]).toEqual(["5"]);
    await store.escrow({ escrow_id: 6n, epoch: EPOCH, slots: SLOTS });
    await store.round(network(), at(1));
    expect([...(await store.reads()).keys()]).toEqual(["5", "6"]);
  });

  it("asks no host for a session that no list has named, and none of a version that is not its own", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    give(5, diffsOf(3));
    for (const host of hosts) for (const session of host.sessions.values()) session.listed = false;
    await store.round(network({ versions: ["v3", "v4"] }), at(0));
    expect(hosts.flatMap(({ asked }) => asked.filter((path) => /\d+(\/diffs.*)?$/.test(path)))).toEqual([]);
    for (const host of hosts) for (const session of host.sessions.values()) session.listed = true;
    await store.round(network({ versions: ["v3", "v4"] }), at(1));
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(3));
    expect(hosts.flatMap(({ asked }) => asked.filter((path) => path.startsWith("/devshard/v3/") && path.includes("5")))).toEqual(
      [],
    );
  });

  it("reads the furthest of hosts that lag each other", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    const whole = diffsOf(40);
    give(5, whole.slice(0, 12), ["a"]);
    give(5, whole.slice(0, 43), ["b"]);
    give(5, whole.slice(0, 30), ["c"]);
    await store.round(network(), at(0));
    expect((await store.reads()).get("5")).toMatchObject({ host: "b", nonce: "43" });
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(40));
  });

  it("turns to another host where one is dead, fails, lies about its nonce or leaves one out", async () => {
    const faults: ((host: TestHost) => void)[] = [
      (host) => void host.close(),
      (host) => {
        host.answer = (path, response) => path.includes("/diffs") && !!response.writeHead(503).end("busy");
      },
      (host) => {
        host.answer = (path, response) =>
          path.includes("/diffs") && !!response.writeHead(200).end('[{"diff":{"nonce":1,"txs":"Ev8="}}]');
      },
      (host) => {
        const session = host.sessions.get(5);
        if (session) Object.assign(session, { claims: 1e9, diffs: [] });
      },
      (host) => {
        const pages = (path: string) => path.includes("/diffs");
        host.answer = (path, response) => pages(path) && !!response.writeHead(200).end('[{"diff":{"nonce":2,"txs":""}}]');
      },
      (host) => {
        host.answer = (path, response) => path.includes("/diffs") && !!response.writeHead(200).end("x".repeat(5 * 1024 * 1024));
      },
    ];
    for (const [round, fault] of faults.entries()) {
      await Promise.all(hosts.map((host) => host.close()));
      hosts = await Promise.all(["a", "b", "c"].map(startHost));
      await store.empty();
      await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
      give(5, diffsOf(250));
      fault(hostOf("a"));
      fault(hostOf("b"));
      await store.round(network(), at(round));
      expect(totalsOf(await store.inferences(5n, EPOCH)), `fault ${round}`).toEqual(wholeOf(250));
      expect((await store.reads()).get("5")).toMatchObject({ host: "c", nonce: "253" });
    }
  }, 60_000);

  it("takes a page that is too large in smaller ones", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    give(5, diffsOf(300), ["a"]);
    const host = hostOf("a");
    host.answer = (path, response) => {
      const [, from = "", to = ""] = /from=(\d+)&to=(\d+)/.exec(path) ?? [];
      return Number(to) - Number(from) >= 50 && !!response.writeHead(200).end(" ".repeat(5 * 1024 * 1024));
    };
    expect((await store.round(network(), at(0))).problems).toEqual([]);
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(300));
  });

  it("follows a session to its end after it has left the lists, from hosts that left the active set", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    const whole = diffsOf(30);
    give(5, whole.slice(0, 12));
    await store.round(network(), at(0));
    for (const host of hosts) host.sessions.set(5, { epoch: EPOCH, diffs: whole, listed: false });
    await store.settle(5n, settledAs(5n, 30));
    const later = network({ epoch: EPOCH + 1, active: [] });
    expect((await store.round(later, at(1))).problems).toEqual([]);
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(30));
    expect((await store.reads()).get("5")).toMatchObject({ nonce: "33", finalized: true, fits_settlement: true, detail: "" });
    const asked = pagesAsked().length;
    await store.round(later, at(2));
    expect(pagesAsked().length).toBe(asked);
  });

  it("reads a session once more when its escrow has expired, and then leaves it", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    const whole = diffsOf(30);
    give(5, whole.slice(0, 12));
    await store.round(network(), at(0));
    for (const host of hosts) host.sessions.set(5, { epoch: EPOCH, diffs: whole.slice(0, 14), listed: false });
    const writer = store.writer();
    await writer.write(ESCROW_EXPIRIES, [{ escrow_id: 5n, epoch: EPOCH, seen_height: 9, observed_at: at(1), source: "node" }]);
    await writer.flush();
    const later = network({ epoch: EPOCH + 2 });
    await store.round(later, at(2));
    expect((await store.reads()).get("5")).toMatchObject({ nonce: "14" });
    const asked = pagesAsked().length;
    expect(asked).toBeGreaterThan(1);
    await store.round(later, at(3));
    expect(pagesAsked().length).toBe(asked);
  });

  describe("without a settlement, once its epoch or its escrow is over", () => {
    const lie = diffsOf(30, (id) => id + 1);
    const ended = () => network({ epoch: EPOCH + 1 });
    const expired = async () => {
      const writer = store.writer();
      await writer.write(ESCROW_EXPIRIES, [{ escrow_id: 5n, epoch: EPOCH, seen_height: 9, observed_at: at(1), source: "node" }]);
      await writer.flush();
    };
    const read = async (...liars: string[]) => {
      await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
      const honest = ["a", "b", "c"].filter((name) => !liars.includes(name));
      if (liars.length > 0) give(5, lie, liars);
      give(5, diffsOf(30), honest);
      await store.round(network(), at(0));
      for (const host of hosts) for (const session of host.sessions.values()) session.listed = false;
    };

    it("asks one other host whether it tells the same, and then nobody", async () => {
      await read();
      const before = pagesAsked().length;
      expect((await store.round(ended(), at(2))).problems).toEqual([]);
      expect((await store.reads()).get("5")).toMatchObject({ fits_settlement: null, detail: TOLD_ALIKE });
      await expired();
      await store.round(ended(), at(3));
      const asked = pagesAsked().length;
      expect(asked).toBeGreaterThan(before);
      await store.round(ended(), at(4));
      expect(pagesAsked().length).toBe(asked);
      expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(30));
    });

    it("uses what two other hosts tell alike in the place of what one made up", async () => {
      await read("a");
      expect((await store.reads()).get("5")).toMatchObject({ host: "a" });
      await expired();
      const { problems } = await store.round(ended(), at(2));
      expect(problems).toEqual([expect.stringContaining("two hosts tell the same")]);
      expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(30));
      expect((await store.reads()).get("5")).toMatchObject({ fits_settlement: null, detail: TOLD_ALIKE, nonce: "33" });
    });

    it("says that nobody knows where no two tell the same, and hears no one twice then", async () => {
      await read("a");
      give(
        5,
        diffsOf(30, (id) => id + 2),
        ["b"],
      );
      for (const host of hosts) for (const session of host.sessions.values()) session.listed = false;
      await expired();
      await store.round(ended(), at(2));
      expect((await store.reads()).get("5")).toMatchObject({
        fits_settlement: false,
        detail: "no settlement, and no two hosts tell the same",
      });
      const asked = pagesAsked().length;
      await store.round(ended(), at(3));
      expect(pagesAsked().length).toBe(asked);
    });

    it("goes on looking for a second one while others can't tell", async () => {
      await read("a");
      await expired();
      for (const name of ["b", "c"]) hostOf(name).answer = (_, response) => !!response.writeHead(503).end("busy");
      await store.round(ended(), at(2));
      expect((await store.reads()).get("5")).toMatchObject({
        fits_settlement: null,
        detail: "no settlement, one host alone tells it; 2 other hosts could not tell",
      });
      hostOf("b").answer = () => false;
      await store.round(ended(), at(3));
      expect((await store.reads()).get("5")).toMatchObject({
        fits_settlement: false,
        detail: expect.stringContaining("contradict each other"),
      });
      hostOf("c").answer = () => false;
      await store.round(ended(), at(4));
      expect((await store.reads()).get("5")).toMatchObject({ fits_settlement: null, detail: TOLD_ALIKE });
      expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(30));
    });
  });

  it("puts another host's diffs in the place of those that contradict the settlement", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    const lie = diffsOf(60, (id) => id + 1);
    // One inference that there never was, beside the invented tokens.
    lie[61] = [start(5000, { inputLength: 9 }), finish(5000, 1, 1, 0)];
    give(5, lie, ["a"]);
    give(5, diffsOf(60), ["b", "c"]);
    const liar = hostOf("a").sessions.get(5);
    if (liar) liar.claims = 64;
    await store.round(network(), at(0));
    expect((await store.reads()).get("5")).toMatchObject({ host: "a", fits_settlement: null });
    expect((await store.inferences(5n, EPOCH)).some(({ inference_id }) => inference_id === 5000n)).toBe(true);

    await store.settle(5n, settledAs(5n, 60));
    const { problems } = await store.round(network(), at(1));
    expect(problems).toEqual([expect.stringContaining("its diffs fit the settlement")]);
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(60));
    const read = (await store.reads()).get("5");
    expect(read).toMatchObject({ nonce: "63", fits_settlement: true });
    expect(["b", "c"]).toContain(read?.host);
  });

  it("says so where no host's diffs fit, and hears no one twice then", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    give(
      5,
      diffsOf(10, (id) => id + 1),
    );
    await store.settle(5n, settledAs(5n, 10));
    await store.round(network(), at(0));
    const read = (await store.reads()).get("5");
    expect(read).toMatchObject({ nonce: "13", fits_settlement: false });
    expect(read?.detail).toBe("slot 0: 540 ngonka by its diffs, 520 settled; no host's diffs fit");
    expect(totalsOf(await store.inferences(5n, EPOCH)).completion).toBe(65);
    const asked = pagesAsked().length;
    await store.round(network(), at(1));
    expect(pagesAsked().length).toBe(asked);
  });

  it("goes on looking for a better host while one could not tell", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    give(
      5,
      diffsOf(10, (id) => id + 1),
      ["a", "b"],
    );
    give(5, diffsOf(10), ["c"]);
    await store.settle(5n, settledAs(5n, 10));
    hostOf("c").answer = (_, response) => !!response.writeHead(503).end("busy");
    await store.round(network(), at(0));
    expect((await store.reads()).get("5")).toMatchObject({
      fits_settlement: false,
      detail: expect.stringContaining("1 other hosts could not tell"),
    });
    hostOf("c").answer = () => false;
    await store.round(network(), at(1));
    expect((await store.reads()).get("5")).toMatchObject({ host: "c", fits_settlement: true });
    expect(totalsOf(await store.inferences(5n, EPOCH))).toEqual(wholeOf(10));
  });

  it("counts strange transactions over rounds, and says so", async () => {
    await store.escrow({ escrow_id: 5n, epoch: EPOCH, slots: SLOTS });
    const diffs: GoldenTx[][] = [[start(1), novelty(1)], [finish(1, 2, 3, 1), finish(9, 2, 3, 1)], [finish(1, 7, 7, 1)]];
    give(5, diffs.slice(0, 2));
    await store.round(network(), at(0));
    give(5, diffs);
    await store.round(network(), at(1));
    expect((await store.reads()).get("5")?.detail).toBe(
      "strange transactions: 1 of an unknown kind, 1 without a start, 1 repeated",
    );
    expect(await store.inferences(5n, EPOCH)).toMatchObject([{ inference_id: 1n, prompt_tokens: 2n, completion_tokens: 3n }]);
  });
});
