import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hasRecordings, readJson, recordedTitle } from "../decode/testing/recordings.ts";
import { checkMembership } from "./check.ts";
import { checkCommit } from "./commit.ts";
import { headerHash } from "./header.ts";
import { epoch56, LOCALNET_EPOCHS, localnetAnswer, recordedBlocks } from "./testing/recorded.ts";

const told = z.object({
  active_participants: z.object({ participants: z.array(z.object({ index: z.string(), weight: z.int() })) }),
});
const membersIn = (path: string) =>
  told
    .parse(readJson(path))
    .active_participants.participants.map(({ index, weight }) => ({ address: index, weight: BigInt(weight) }));

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it("proves mainnet's epoch 56 against its own header, and has no signatures for it", () => {
    const verdict = checkMembership(
      "gonka-mainnet",
      56,
      { ok: true, value: epoch56(), unknowns: [] },
      "no source told the block",
    );
    expect(verdict).toMatchObject({ height: 873437, proofOk: true, verified: false });
    expect(verdict.reason).toMatch(/^signatures_not_available: .* block 873436, not of 873437/);
    expect(verdict.proven?.members).toEqual(membersIn("explorer-2025-10/current_epoch_participants.json"));
    expect(verdict.proven?.members).toHaveLength(26);
  });

  it("hashes every recorded header to its block's hash", () => {
    const blocks = recordedBlocks();
    expect(blocks.size).toBe(848);
    const wrong = [...blocks.values()].filter(
      ({ header, hash }) => Buffer.from(headerHash(header)).toString("hex").toUpperCase() !== hash,
    );
    expect(wrong.map(({ header }) => header.height)).toEqual([]);
  });

  it.each(LOCALNET_EPOCHS)("verifies epoch %i of the local network with the signatures of its validators", async (epoch) => {
    const answer = localnetAnswer(epoch);
    const blocks = recordedBlocks();
    const height = answer.header?.height ?? 0;
    const header = blocks.get(height)?.header;
    const commit = blocks.get(height + 1)?.lastCommit;
    if (header === undefined || commit === undefined) throw new Error(`block ${height} isn't recorded`);
    const signed = await checkCommit(header, commit, answer.validators);
    expect(signed).toEqual({ ok: true });
    const verdict = checkMembership("gonka-localnet-1", epoch, { ok: true, value: answer, unknowns: [] }, { header, signed });
    expect(verdict).toMatchObject({ height: epoch * 100 + 23, proofOk: true, verified: true, reason: "" });
    expect(verdict.proven?.members).toEqual(membersIn(`localnet/v1/v1__epochs__${epoch}__participants.json`));
  });

  it("refuses a real proof for another epoch, another chain or another block", () => {
    const answer = { ok: true as const, value: localnetAnswer(3), unknowns: [] };
    const other = recordedBlocks().get(323)?.header;
    if (other === undefined) throw new Error("block 323 isn't recorded");
    const signed = { ok: true as const };
    const reasons = [
      checkMembership("gonka-localnet-1", 4, answer, "unknown").reason,
      checkMembership("gonka-mainnet", 3, answer, "unknown").reason,
      checkMembership("gonka-localnet-1", 3, answer, { header: { ...other, time: "2026-11-22T14:43:54.970093263Z" }, signed })
        .reason,
      checkMembership("gonka-localnet-1", 3, answer, { header: { ...other, height: 324 }, signed }).reason,
    ];
    expect(reasons).toEqual([
      "the members are those of epoch 3",
      "the header is of chain gonka-localnet-1",
      "the host's header isn't block 323 as the sources tell it",
      "the known header is of block 324, not of 323",
    ]);
  });
});
