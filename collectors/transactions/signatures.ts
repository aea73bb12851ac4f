import { BlockIdFlag, type comet38 } from "@cosmjs/tendermint-rpc";
import type { BlockSignatureRow } from "../../storage/facts/observed-rows.ts";
import { BLOCK_SIGNATURES } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import { type Decoded, decodedOrRejected } from "../decode/decoded.ts";
import { checkedRow, refuseDuplicates, reject } from "../decode/reader.ts";
import { cometClient } from "../http/comet.ts";
import type { Source } from "../http/source.ts";
import { rejectedAt, unlessUnknown } from "./block-answer.ts";
import { spread } from "./spread.ts";
import { ValidatorSets } from "./validator-sets.ts";

/**
 * Collects who signed these blocks: `commit` of a height with the validators of that height. Heights are spread over the sources; one that
 * a source can't tell goes to the next. The newest block's commit isn't settled yet (each node holds the votes that it saw), so it fails
 * until another block follows. Nothing counts as stored before the writer is flushed.
 */
export async function collectSignatures(
  context: CollectContext,
  writer: ObservationWriter,
  sources: readonly Source[],
  heights: readonly number[],
): Promise<{ done: number[]; failed: number[] }> {
  const { done, failed } = await spread(context, sources, heights, async (source, height) => {
    const comet = cometClient(context.http, source, context.signal);
    const commit = await unlessUnknown(context, source, { height }, comet.commit(height));
    if (commit?.canonical !== true) return false;
    const sets = setsToldBy(source);
    const validators = await unlessUnknown(context, source, { height }, sets.at(comet, height, commit.header.validatorsHash));
    if (validators === null) return false;
    const rows = signaturesIn(commit, validators, height);
    if (rows.ok) await writer.write(BLOCK_SIGNATURES, rows.value);
    else {
      sets.forget(commit.header.validatorsHash);
      context.notebook.rejected(source.name, rejectedAt(height), rows.reason, "");
    }
    return rows.ok;
  });
  return { done: [...done], failed: [...failed] };
}

/** A set that one source told is not held against the commit that another did. Kept over calls: a set holds for an epoch. */
const setsOf = new WeakMap<Source, ValidatorSets>();

function setsToldBy(source: Source): ValidatorSets {
  const known = setsOf.get(source) ?? new ValidatorSets();
  setsOf.set(source, known);
  return known;
}

const FLAGS: ReadonlyMap<BlockIdFlag, BlockSignatureRow["flag"]> = new Map([
  [BlockIdFlag.Commit, "commit"],
  [BlockIdFlag.Nil, "nil"],
]);

/** One row a validator. An absent signature has no address, so whoever isn't named was absent. */
function signaturesIn(
  { header, commit }: comet38.CommitResponse,
  validators: readonly string[],
  height: number,
): Decoded<BlockSignatureRow[]> {
  return decodedOrRejected(() => {
    if (header.height !== height || commit.height !== height)
      reject("height", String(height), `${header.height}, ${commit.height}`);
    if (commit.signatures.length !== validators.length)
      reject("signatures", `${validators.length}, one a validator`, String(commit.signatures.length));
    const signed = commit.signatures.flatMap(({ blockIdFlag, validatorAddress }) => {
      if (blockIdFlag === BlockIdFlag.Absent) return [];
      const flag = FLAGS.get(blockIdFlag) ?? reject("block_id_flag", "absent, commit or nil", String(blockIdFlag));
      return [
        {
          flag,
          address: Buffer.from(validatorAddress ?? [])
            .toString("hex")
            .toUpperCase(),
        },
      ];
    });
    refuseDuplicates(signed, ({ address }) => address, "signatures");
    const flagOf = new Map(signed.map(({ address, flag }) => [address, flag]));
    const rows = validators.map((consensus_address) => {
      const flag = flagOf.get(consensus_address) ?? ("absent" as const);
      return checkedRow(BLOCK_SIGNATURES.row, { height, consensus_address, flag }, "signatures");
    });
    const strangers = signed.length - rows.filter(({ flag }) => flag !== "absent").length;
    if (strangers > 0) reject("signatures", "those of the height's validators", `${strangers} of others`);
    refuseDuplicates(rows, (row) => row.consensus_address, "validators");
    return { value: rows, unknowns: [] };
  });
}
