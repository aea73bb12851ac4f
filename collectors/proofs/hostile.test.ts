import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { decodeActiveParticipants, membersHash } from "./active-participants.ts";
import { decodeParticipantsAnswer } from "./answer.ts";
import { checkMembership } from "./check.ts";
import { NotProven, provenAppHash } from "./ics23.ts";

/** Field numbers as in the recorded bytes; the types are the module's. */
const { root } = protobuf.parse(`syntax = "proto3";
  message ActiveParticipant {
    string index = 1; string validator_key = 2; int64 weight = 3; string inference_url = 4; repeated string models = 5;
  }
  message ActiveParticipants {
    repeated ActiveParticipant participants = 1; uint64 epoch_group_id = 2; int64 poc_start_block_height = 3;
    int64 effective_block_height = 4; int64 created_at_block_height = 5; uint64 epoch_id = 6;
  }`);
const type = root.lookupType("ActiveParticipants");

const address = fc.integer({ min: 0, max: 1e9 }).map((number) => `gonka1${String(number).padStart(38, "q")}`);
const member = fc.record({
  index: address,
  weight: fc.integer({ min: 0, max: 2 ** 31 }),
  inferenceUrl: fc.string(),
  models: fc.array(fc.string()),
});
const message = fc.record({
  participants: fc.uniqueArray(member, { selector: ({ index }) => index, minLength: 1, maxLength: 30 }),
  pocStartBlockHeight: fc.nat(1e9),
  createdAtBlockHeight: fc.nat(1e9),
  epochId: fc.nat(1e6),
});
const encoded = (of: object) => type.encode(type.fromObject(of)).finish();

describe("the membership's bytes", () => {
  it("decode to what a standard library wrote", () => {
    fc.assert(
      fc.property(message, (of) => {
        expect(decodeActiveParticipants(encoded(of))).toEqual({
          ok: true,
          unknowns: [],
          value: {
            epoch: of.epochId,
            createdAtHeight: of.createdAtBlockHeight,
            members: of.participants.map(({ index, weight }) => ({ address: index, weight: BigInt(weight) })),
          },
        });
      }),
    );
  });

  it("are decoded whole or refused with a reason, cut short or damaged in any way", () => {
    const damaged = fc
      .tuple(message, fc.nat(), fc.nat(), fc.uint8Array({ maxLength: 40 }))
      .map(([of, from, length, inserted]) => {
        const bytes = encoded(of);
        const start = from % bytes.length;
        return Uint8Array.from([...bytes.subarray(0, start), ...inserted, ...bytes.subarray(start + (length % 50))]);
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        const decoded = decodeActiveParticipants(bytes);
        if (decoded.ok)
          for (const { address, weight } of decoded.value.members) expect(address.length > 0 && weight >= 0n).toBe(true);
        else expect(decoded.reason.length).toBeGreaterThan(0);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["groups inside each other without end", Uint8Array.from({ length: 1_000_000 }, () => 0x0b)],
    ["a length of 4 GB", Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f)],
    ["a number that doesn't end", Uint8Array.from({ length: 50 }, () => 0xff)],
    ["nothing", new Uint8Array()],
    [
      "the same member twice",
      encoded({ participants: [{ index: `gonka1${"q".repeat(38)}` }, { index: `gonka1${"q".repeat(38)}` }] }),
    ],
    ["a weight below zero", encoded({ participants: [{ index: `gonka1${"q".repeat(38)}`, weight: -1 }] })],
    [
      "a height that isn't safe",
      encoded({ participants: [{ index: `gonka1${"q".repeat(38)}` }], createdAtBlockHeight: 2 ** 60 }),
    ],
    ["an address of other letters", encoded({ participants: [{ index: "gonka1\u0000';--" }] })],
    ["a member that is a number", Uint8Array.of(0x08, 0x01)],
  ])("refuses %s", (_, bytes) => {
    expect(decodeActiveParticipants(bytes)).toMatchObject({ ok: false });
  });

  it("are hashed whatever the members' order", () => {
    const [one, other] = [
      { address: "gonka1a", weight: 2n },
      { address: "gonka1b", weight: 10n },
    ];
    expect(membersHash([one, other])).toBe(membersHash([other, one]));
    // printf 'gonka1a:2\ngonka1b:10' | sha256sum
    expect(membersHash([one, other])).toBe("f899eb156e710373d148079ab058c839c2c1b911ab5ef683156e67988c3bf5e4");
    expect(membersHash([one, { ...other, weight: 11n }])).not.toBe(membersHash([one, other]));
  });
});

describe("a proof made up", () => {
  const op = fc.record({
    type: fc.constantFrom("ics23:iavl", "ics23:simple", "ics23:smt", ""),
    key: fc.uint8Array({ maxLength: 40 }),
    data: fc.uint8Array({ maxLength: 300 }),
  });

  it("proves nothing, and says why", () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 4 }), fc.uint8Array(), fc.uint8Array(), (ops, key, value) => {
        expect(() => provenAppHash(ops, "inference", key, value)).toThrow(NotProven);
      }),
    );
  });

  it("with groups inside each other without end proves nothing", () => {
    const data = Uint8Array.from({ length: 1_000_000 }, () => 0x0b);
    const step = { type: "ics23:iavl", key: Uint8Array.of(1), data };
    expect(() => provenAppHash([step, step], "inference", Uint8Array.of(1), Uint8Array.of(1))).toThrow(NotProven);
  });
});

describe("an answer of anything", () => {
  it("is refused with a reason, and never throws", () => {
    const json = fc.jsonValue();
    const near = fc.record(
      {
        active_participants_bytes: fc.oneof(json, fc.constantFrom("", "0a", "0A", "0", "zz")),
        proof_ops: fc.oneof(json, fc.record({ ops: fc.oneof(json, fc.array(fc.record({ type: json, key: json, data: json }))) })),
        validators: json,
        block: fc.oneof(json, fc.record({ header: json, last_commit: json })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(json, near), (body) => {
        const verdict = checkMembership("test-1", 1, decodeParticipantsAnswer(body), "unknown");
        expect(verdict).toMatchObject({ proofOk: false, verified: false, proven: null });
        expect(verdict.reason.length).toBeGreaterThan(0);
        expect(verdict.reason.length).toBeLessThanOrEqual(512);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["hex in capitals", { active_participants_bytes: "0A" }],
    ["an odd number of digits", { active_participants_bytes: "0a0" }],
    ["base64 with a spare bit", { proof_ops: { ops: [{ type: "ics23:iavl", key: "QR==", data: "" }] } }],
    ["more steps than any proof has", { proof_ops: { ops: Array.from({ length: 9 }, () => ({ type: "", key: "", data: "" })) } }],
  ])("is refused with %s", (_, change) => {
    const plain = { active_participants_bytes: "0a", proof_ops: { ops: [{ type: "ics23:iavl", key: "QQ==", data: "" }] } };
    expect(decodeParticipantsAnswer(plain).ok).toBe(true);
    expect(decodeParticipantsAnswer({ ...plain, ...change }).ok).toBe(false);
  });
});
