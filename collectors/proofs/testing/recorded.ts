import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { readBytes, readJson } from "../../decode/testing/recordings.ts";
import { decodeParticipantsAnswer, type ParticipantsAnswer } from "../answer.ts";
import type { BlockCommit } from "../commit.ts";
import type { BlockHeader } from "../header.ts";

/** The answer of mainnet's epoch 56, in the shape of October 2025. */
export const epoch56 = () => decodedOrThrow(readJson("explorer-2025-10/current_epoch_participants.json"));

/** An answer of the recorded local network. */
export const localnetAnswer = (epoch: number) => decodedOrThrow(readJson(`localnet/v1/v1__epochs__${epoch}__participants.json`));
export const LOCALNET_EPOCHS = [1, 2, 3, 7, 8] as const;

export function decodedOrThrow(json: unknown): ParticipantsAnswer {
  const decoded = decodeParticipantsAnswer(json);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.value;
}

const line = z.object({ url: z.string(), body: z.string() });
const block = z.object({
  result: z.object({
    block_id: z.object({ hash: z.string() }),
    block: z.object({
      header: z.unknown(),
      last_commit: z.object({
        height: z.coerce.number(),
        round: z.number(),
        block_id: z.object({ hash: z.string(), parts: z.object({ total: z.number(), hash: z.string() }) }),
        signatures: z.array(
          z.object({
            block_id_flag: z.number(),
            validator_address: z.string(),
            timestamp: z.string(),
            signature: z.string().nullable(),
          }),
        ),
      }),
    }),
  }),
});

/** A recorded block: its hash, its header read as the header of an answer is, and the commit of the block before it. */
export interface RecordedBlock {
  readonly hash: string;
  readonly header: BlockHeader;
  readonly lastCommit: BlockCommit;
}

/** Every block 1–848 of the recorded local network by its height. */
export function recordedBlocks(): ReadonlyMap<number, RecordedBlock> {
  const lines = gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString().trim().split("\n");
  const blocks = lines.flatMap((text) => {
    const { url, body } = line.parse(JSON.parse(text));
    return url.startsWith("/chain-rpc/block?") ? [recordedBlock(JSON.parse(body))] : [];
  });
  return new Map(blocks.map((of) => [of.header.height, of]));
}

function recordedBlock(json: unknown): RecordedBlock {
  const { block_id, block: of } = block.parse(json).result;
  // An answer without a proof, for the sake of its header.
  const { header } = decodedOrThrow({
    active_participants_bytes: "00",
    proof_ops: { ops: [] },
    block: { header: of.header, last_commit: null },
  });
  if (header === null) throw new Error(`block ${block_id.hash}: the header can't be read`);
  const { height, round, block_id: id, signatures } = of.last_commit;
  return {
    hash: block_id.hash,
    header,
    lastCommit: {
      ...{ height, round },
      blockId: { hash: bytes(id.hash), partsTotal: id.parts.total, partsHash: bytes(id.parts.hash) },
      votes: signatures.flatMap((vote) =>
        vote.block_id_flag === 2
          ? [
              {
                address: bytes(vote.validator_address),
                time: vote.timestamp,
                signature: Buffer.from(vote.signature ?? "", "base64"),
              },
            ]
          : [],
      ),
    },
  };
}

const bytes = (hex: string): Uint8Array => Buffer.from(hex, "hex");
