import { toBech32 } from "@cosmjs/encoding";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hasRecordings, readJson, recordedTitle } from "../decode/testing/recordings.ts";
import { decodeParticipantsAnswer, type ParticipantsAnswer } from "./answer.ts";
import { headerHash } from "./header.ts";

const PATH = "localnet/v1/v1__epochs__7__participants.json";
const json = z.record(z.string(), z.unknown());
const recorded = z.object({
  validators: z.array(json),
  block: z.object({
    header: json.and(
      z.object({ last_block_id: z.object({ hash: z.string(), parts: z.object({ total: z.number(), hash: z.string() }) }) }),
    ),
    last_commit: json,
  }),
});
const base64 = (value: unknown) => (typeof value === "string" ? Buffer.from(value, "hex").toString("base64") : value);

/** The recorded answer as v0.2.15 writes it: integers as text, the SDK's block with its hashes in base64. */
function newerSpelling(proposer: (hex: string) => string): unknown {
  const old = readJson(PATH);
  const { validators, block } = recorded.parse(old);
  const { last_block_id: id, ...header } = block.header;
  const hashes = Object.entries(header).map(([name, value]) => [name, name.endsWith("_hash") ? base64(value) : value]);
  return {
    ...json.parse(old),
    validators: validators.map((one) => ({ ...one, voting_power: String(one["voting_power"]) })),
    block: {
      header: {
        ...Object.fromEntries(hashes),
        version: { block: "11", app: "0" },
        height: String(header["height"]),
        last_block_id: { hash: base64(id.hash), part_set_header: { total: id.parts.total, hash: base64(id.parts.hash) } },
        proposer_address: proposer(String(header["proposer_address"])),
      },
      last_commit: { ...block.last_commit, height: String(block.last_commit["height"]) },
    },
  };
}

/** What must be the same however it is written; the header as its hash, which covers all of it. */
const meant = ({ header, ...rest }: ParticipantsAnswer) => ({
  ...rest,
  header: header && Buffer.from(headerHash(header)).toString("hex"),
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it.each([
    ["base64", (hex: string) => Buffer.from(hex, "hex").toString("base64")],
    ["bech32", (hex: string) => toBech32("gonkavalcons", Buffer.from(hex, "hex"))],
  ])("is read the same in the newer spelling, the proposer in %s", (_, proposer) => {
    const [old, newer] = [decodeParticipantsAnswer(readJson(PATH)), decodeParticipantsAnswer(newerSpelling(proposer))];
    if (!old.ok || !newer.ok) throw new Error("not read");
    expect(newer.value.headerUnread).toBe("");
    expect(newer.value.validators).toHaveLength(3);
    expect(newer.value.commitHeight).toBe(722);
    expect(meant(newer.value)).toEqual(meant(old.value));
  });

  it("is of use without a header that can be read, since the sources tell theirs", () => {
    const { block, ...rest } = z.looseObject({ block: z.looseObject({ header: json }) }).parse(readJson(PATH));
    const changed = { ...rest, block: { ...block, header: { ...block.header, app_hash: "E19E" } } };
    expect(decodeParticipantsAnswer(changed)).toMatchObject({
      ok: true,
      value: { header: null, headerUnread: "the host's header can't be read: app_hash" },
    });
    expect(decodeParticipantsAnswer(rest)).toMatchObject({ ok: true, value: { header: null } });
  });
});
