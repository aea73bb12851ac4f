import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeProposals, decodeTally, decodeUpgradePlan } from "./governance.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { heights, type JsonObject, names, uint64s } from "./testing/wire-json.ts";

const count = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.constantFrom(0n, 2n ** 128n - 1n));
const counts = fc.record({ yes_count: count, abstain_count: count, no_count: count, no_with_veto_count: count });
const COUNTS = "yes_count abstain_count no_count no_with_veto_count";
type Counts = typeof counts extends fc.Arbitrary<infer T> ? T : never;

const countsJson = (given: Counts): JsonObject =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value.toString()]));

/** A time as the chain writes it, and what is kept of it. */
const time = fc
  .tuple(fc.date({ min: new Date("1970-01-02"), max: new Date("2199-12-31"), noInvalidDate: true }), fc.nat(999_999))
  .map(([date, nanos]) => {
    const kept = date.toISOString();
    return { wire: kept.replace("Z", `${String(nanos).padStart(6, "0")}Z`), kept };
  });

const REGISTER = "/inference.inference.MsgRegisterModel";
const message = fc.oneof(
  names.map((id): JsonObject => ({ "@type": REGISTER, id, hf_repo: "x" })),
  names.map((name): JsonObject => ({ "@type": `/some.module.Msg${name}`, id: 7, authority: null })),
);

const proposal = fc.record({
  proposal_id: uint64s("gateway"),
  status: fc.constantFrom("PROPOSAL_STATUS_PASSED", "PROPOSAL_STATUS_VOTING_PERIOD"),
  title: fc.string({ maxLength: 30 }),
  failed_reason: fc.string({ maxLength: 30 }),
  messages: fc.array(message, { maxLength: 3 }),
  submitted: time,
  votingFrom: fc.option(time),
  votingTo: fc.option(time),
  expedited: fc.boolean(),
  tally: counts,
});
type Given = typeof proposal extends fc.Arbitrary<infer T> ? T : never;

const proposalJson = (given: Given): JsonObject => ({
  id: `${given.proposal_id}`,
  messages: given.messages,
  status: given.status,
  final_tally_result: countsJson(given.tally),
  submit_time: given.submitted.wire,
  deposit_end_time: given.submitted.wire,
  total_deposit: [{ denom: "ngonka", amount: "5000" }],
  voting_start_time: given.votingFrom?.wire ?? null,
  voting_end_time: given.votingTo?.wire ?? null,
  metadata: "",
  title: given.title,
  summary: "",
  proposer: "gonka1a",
  expedited: given.expedited,
  failed_reason: given.failed_reason,
});

gatewayProperties("decodeProposals", {
  cases: fc.record({
    rows: fc.uniqueArray(proposal, { maxLength: 3, selector: ({ proposal_id }) => proposal_id }),
    nextKey: fc.option(fc.base64String({ minLength: 4, maxLength: 12 })),
  }),
  body: ({ rows, nextKey }) => ({ proposals: rows.map(proposalJson), pagination: { next_key: nextKey, total: "0" } }),
  decode: decodeProposals,
  expected: ({ rows, nextKey }) => ({
    items: rows.map(({ proposal_id, status, title, failed_reason, messages, expedited, tally, ...rest }) => ({
      epoch: 0,
      proposal_id,
      status,
      title,
      message_types: messages.map((each) => each["@type"]),
      registers_models: messages.filter((each) => each["@type"] === REGISTER).map(({ id }) => id),
      submitted_at: rest.submitted.kept,
      voting_starts_at: rest.votingFrom?.kept ?? null,
      voting_ends_at: rest.votingTo?.kept ?? null,
      expedited,
      failed_reason,
      ...tally,
    })),
    nextKey: nextKey ?? "",
  }),
  unsigned: `proposals.id ${COUNTS}`,
  free: "next_key submit_time voting_start_time voting_end_time messages",
});

gatewayProperties("decodeTally", {
  cases: fc.record({ proposalId: uint64s("gateway"), tally: counts }),
  body: ({ tally }) => ({ tally: countsJson(tally) }),
  decode: decodeTally,
  expected: ({ proposalId, tally }) => ({ epoch: 0, proposal_id: proposalId, ...tally }),
  unsigned: COUNTS,
});

gatewayProperties("decodeUpgradePlan", {
  cases: fc.record({ name: names, height: heights() }),
  body: ({ name, height }) => ({
    plan: { name, time: "0001-01-01T00:00:00Z", height: `${height}`, info: "", upgraded_client_state: null },
  }),
  decode: decodeUpgradePlan,
  expected: (given) => ({ epoch: 0, ...given }),
  unsigned: "height",
  free: "plan",
});

const [one] = fc.sample(proposal, { numRuns: 1, seed: 7 });
const decode = (change: JsonObject) => {
  const json = one === undefined ? {} : proposalJson(one);
  return decodeProposals({ proposals: [{ ...json, ...change }], pagination: { next_key: null, total: "1" } });
};
const rowOf = (change: JsonObject) => {
  const decoded = decode(change);
  return decoded.ok ? decoded.value.items[0] : undefined;
};

describe("decodeProposals", () => {
  it("cuts times to milliseconds, and knows those that mean never", () => {
    expect(rowOf({ submit_time: "2026-11-22T14:37:41.501998665Z" })?.submitted_at).toBe("2026-11-22T14:37:41.501Z");
    expect(rowOf({ submit_time: "2026-11-22T14:37:41.5Z" })?.submitted_at).toBe("2026-11-22T14:37:41.5Z");
    for (const never of ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", null])
      expect(rowOf({ voting_start_time: never })).toMatchObject({ voting_starts_at: null });
    for (const wrong of ["2026-02-30T00:00:00Z", "2026-11-22 14:37:41Z", "2026-11-22T14:37:41+01:00", "9999-01-01T00:00:00Z"])
      expect(decode({ submit_time: wrong }).ok, wrong).toBe(false);
  });

  it("keeps every proposal where one is over-long, cut, and says so", () => {
    const messages = [
      { "@type": REGISTER, id: "" },
      ...Array.from({ length: 300 }, (_, index) => ({ "@type": REGISTER, id: `m${index}` })),
    ];
    const decoded = decode({ messages, title: "t".repeat(600), failed_reason: `${"r".repeat(511)}🙂` });
    if (!decoded.ok) expect.fail(decoded.reason);
    const [row] = decoded.value.items;
    expect(row?.title).toHaveLength(512);
    expect(row?.failed_reason).toBe("r".repeat(511));
    expect(row?.message_types).toHaveLength(256);
    expect(row?.registers_models).toEqual(Array.from({ length: 64 }, (_, index) => `m${index}`));
    expect(decoded.unknowns.map(({ path }) => path).sort()).toEqual([
      "proposals[].failed_reason",
      "proposals[].messages",
      "proposals[].messages[].id",
      "proposals[].title",
    ]);
  });
});

describe("decodeUpgradePlan", () => {
  it("tells no plan from an answer that says nothing", () => {
    expect(decodeUpgradePlan({ plan: null })).toEqual({ ok: true, value: null, unknowns: [] });
    expect(decodeUpgradePlan({}).ok).toBe(false);
  });
});
