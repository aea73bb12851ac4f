import { createHash } from "node:crypto";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { queryRows } from "../../storage/read/query.ts";
import { CHAIN } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";
import { FEEDS } from "./definitions.ts";
import { FeedTokensError, parseFeedTokens } from "./tokens.ts";

const TOKEN = "a-token-that-nobody-guesses";
const OTHER = "another-token-of-another-one";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const GRANTS = parseFeedTokens(`# who may
broker-one broker-traffic,active-applications ${sha256(TOKEN)}

broker-two private-tokens ${sha256(OTHER)}`);

const logged: string[] = [];
let served: Served;
let closed: Served;
beforeAll(async () => {
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  served = await serveSmallNetwork({ grants: GRANTS, log });
  closed = await serveSmallNetwork();
});
afterAll(async () => {
  await served?.close();
  await closed?.close();
});

interface Post {
  readonly token?: string | null;
  readonly key?: string;
  readonly type?: string;
  readonly at?: string;
}

async function post(feed: string, body: unknown, { token = TOKEN, key, type = "application/json", at = served.url }: Post = {}) {
  const response = await fetch(`${at}/api/v1/feeds/${feed}`, {
    method: "POST",
    headers: {
      "content-type": type,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const answer = z.record(z.string(), z.unknown()).parse(await response.json());
  return { status: response.status, answer, headers: response.headers };
}

const traffic = (day: string, fields: object = {}) => ({
  day,
  model_id: "org/model-one",
  prompt_tokens: 1000,
  completion_tokens: 500,
  requests: 10,
  active_users: 3,
  ...fields,
});
const bodyOf = (...entries: object[]) => ({ chain_id: CHAIN, entries });

const version = z.object({ entry: z.string().transform((text): unknown => JSON.parse(text)) });
const versionsOf = (day: string) =>
  queryRows(
    served.store.client,
    version,
    "SELECT entry FROM feed_entries WHERE chain_id = {chain:String} AND startsWith(key, {day:String}) ORDER BY received_at",
    { chain: CHAIN, day },
  );

describe("who may hand in", () => {
  it("nobody, where no token is configured", async () => {
    expect(await post("broker-traffic", bodyOf(traffic("2026-05-01")), { at: closed.url })).toMatchObject({ status: 403 });
  });

  it.each([null, "short", `${TOKEN}x`, sha256(TOKEN)])("not who holds %s", async (token) => {
    const { status, headers } = await post("broker-traffic", bodyOf(traffic("2026-05-01")), { token });
    expect([status, headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="feeds"']);
  });

  it("a partner its own feeds alone", async () => {
    expect(await post("private-tokens", bodyOf(), {})).toMatchObject({ status: 403 });
    expect(await post("broker-traffic", bodyOf(), { token: OTHER })).toMatchObject({ status: 403 });
    expect(await post("nothing", bodyOf(), {})).toMatchObject({ status: 404 });
    const entry = { day: "2026-05-01", model_id: "m", tokens: 5 };
    expect(await post("private-tokens", bodyOf(entry), { token: OTHER })).toMatchObject({ status: 200, answer: { added: 1 } });
  });
});

describe("what is refused whole", () => {
  const good = traffic("2026-05-02");
  it.each<[string, unknown, RegExp]>([
    ["no entries", bodyOf(), /entries/],
    ["another chain", { chain_id: "gonka-mainnet", entries: [good] }, /chain_id: expected gonka-synthetic/],
    ["a field that nobody knows", bodyOf({ ...good, tokens: 1 }), /entries\.0/],
    ["a number as text", bodyOf({ ...good, requests: "10" }), /entries\.0\.requests/],
    ["a negative number", bodyOf(good, { ...good, model_id: "x", requests: -1 }), /entries\.1\.requests/],
    ["a number that a double can't hold", bodyOf({ ...good, prompt_tokens: 2 ** 53 }), /prompt_tokens/],
    ["a day that is none", bodyOf({ ...good, day: "2026-02-30" }), /entries\.0\.day/],
    ["a day that has not come", bodyOf(good, { ...good, day: "2026-05-06" }), /2026-05-06 has not come yet/],
    ["a day long ago", bodyOf({ ...good, day: "2024-05-06" }), /more than 400 days ago/],
    ["an entry twice", bodyOf(good, { ...good, requests: 11 }), /same day and model_id/],
    ["evidence that is no link", bodyOf({ ...good, evidence: "javascript:alert(1)" }), /evidence/],
    ["too many entries", bodyOf(...Array.from({ length: 1001 }, (_, index) => ({ ...good, model_id: `m${index}` }))), /entries/],
    ["text that is no JSON", "{", /not JSON/],
    ["JSON that is no object", "7", /not JSON/],
  ])("%s", async (_, body, message) => {
    const { status, answer } = await post("broker-traffic", body);
    expect([status, String(z.object({ message: z.string() }).parse(answer["error"]).message)]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
    expect(await versionsOf("2026-05-02")).toEqual([]);
  });

  it("what is no JSON by its type, or too large", async () => {
    expect(await post("broker-traffic", bodyOf(good), { type: "text/plain" })).toMatchObject({ status: 415 });
    expect(await post("broker-traffic", bodyOf({ ...good, evidence: "x".repeat(3e6) }))).toMatchObject({ status: 413 });
    expect(await post("broker-traffic", bodyOf(good), { key: "k".repeat(129) })).toMatchObject({ status: 400 });
  });
});

describe("what is taken", () => {
  it("changes nothing when it comes again, with or without a key", async () => {
    const body = bodyOf(traffic("2026-05-03"), traffic("2026-05-03", { model_id: "org/model-two" }));
    expect((await post("broker-traffic", body)).answer).toMatchObject({ added: 2, revised: 0, unchanged: 0, replayed: false });
    expect((await post("broker-traffic", body)).answer).toMatchObject({ added: 0, revised: 0, unchanged: 2 });
    expect((await post("broker-traffic", body, { key: "one" })).answer).toMatchObject({ unchanged: 2, replayed: false });
    expect((await post("broker-traffic", body, { key: "one" })).answer).toMatchObject({ unchanged: 2, replayed: true });
    expect((await versionsOf("2026-05-03")).length).toBe(2);
    expect(await post("broker-traffic", bodyOf(traffic("2026-05-03")), { key: "one" })).toMatchObject({ status: 409 });
  });

  it("is revised by what comes later, every version kept, also back to the first", async () => {
    const requests = [10, 11, 10];
    const answers = [];
    for (const count of requests)
      answers.push((await post("broker-traffic", bodyOf(traffic("2026-05-04", { requests: count })))).answer);
    expect(answers).toMatchObject([{ added: 1 }, { revised: 1 }, { revised: 1 }]);
    expect((await versionsOf("2026-05-04")).map(({ entry }) => entry)).toMatchObject(
      requests.map((count) => ({ requests: count })),
    );
  });

  it("is added once when it comes many times at once", async () => {
    const body = bodyOf(traffic("2026-05-05"));
    const answers = await Promise.all(Array.from({ length: 8 }, () => post("broker-traffic", body)));
    expect(answers.filter(({ answer }) => answer["added"] === 1).length).toBe(1);
    expect((await versionsOf("2026-05-05")).length).toBe(1);
  });
});

describe("the audit trail", () => {
  it("names who handed in what and what became of it, and no token stands anywhere", async () => {
    const row = z.object({ partner: z.string(), status: z.int(), added: z.coerce.number(), reason: z.string() });
    const rows = await queryRows(
      served.store.client,
      row,
      "SELECT partner, status, added, reason FROM feed_submissions WHERE chain_id = {chain:String} ORDER BY received_at",
      { chain: CHAIN },
    );
    expect(rows[0]).toEqual({ partner: "broker-two", status: 200, added: 1, reason: "" });
    expect(rows.filter(({ status }) => status === 409)).toMatchObject([{ partner: "broker-one", added: 0 }]);
    expect(rows.filter(({ status }) => status === 400).length).toBe(12);
    const all = logged.join("");
    expect(all).toContain("/api/v1/feeds/broker-traffic");
    for (const token of [TOKEN, OTHER]) expect(all).not.toContain(token);
  });

  it("stands beside a list of the feeds and what they hold", async () => {
    const response = await fetch(`${served.url}/api/v1/feeds`);
    const { feeds } = z
      .object({
        feeds: z.array(
          z.object({ id: z.string(), partners: z.int(), entries: z.int(), entry_schema: z.object({ type: z.string() }) }),
        ),
      })
      .parse(await response.json());
    expect(feeds.map(({ id }) => id)).toEqual(FEEDS.map(({ id }) => id));
    expect(feeds.find(({ id }) => id === "broker-traffic")).toMatchObject({ partners: 1, entries: 4 });
    expect(feeds.find(({ id }) => id === "credits")).toMatchObject({ partners: 0, entries: 0 });
  });
});

describe("a file of tokens", () => {
  it.each([
    ["partner broker-traffic", /line 1: expected a partner/],
    [`p broker-traffic ${sha256("x")} more`, /line 1/],
    [`\n# fine\nP broker-traffic ${sha256("x")}`, /line 3: the partner's name/],
    [`p nothing ${sha256("x")}`, /line 1: the feeds/],
    ["p credits a-token-in-the-clear", /line 1: the SHA-256/],
  ])("%j is refused by its line, its text untold", (text, message) => {
    expect(() => parseFeedTokens(text)).toThrow(message);
    expect(() => parseFeedTokens(text)).not.toThrow(/token-in-the-clear/);
  });

  it("is read or refused, whatever stands in it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseFeedTokens(text);
        } catch (error) {
          expect(error).toBeInstanceOf(FeedTokensError);
        }
      }),
    );
  });
});

it("answers anything by 200, 400 or 429, never by a failure", async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (text) => {
      expect([200, 400, 429]).toContain((await post("active-applications", text)).status);
    }),
    { numRuns: 20 },
  );
});
