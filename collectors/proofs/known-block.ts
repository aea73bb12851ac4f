import { BlockIdFlag, type comet38, toRfc3339WithNanoseconds } from "@cosmjs/tendermint-rpc";
import type { CollectContext } from "../context.ts";
import { cometClient } from "../http/comet.ts";
import type { Source } from "../http/source.ts";
import { unlessUnknown } from "../transactions/block-answer.ts";
import type { Validator } from "./answer.ts";
import type { KnownBlock } from "./check.ts";
import { type BlockCommit, checkCommit, validatorsHash } from "./commit.ts";
import { type BlockHeader, type BlockId, headerHash } from "./header.ts";
import { sameBytes } from "./merkle.ts";

/** A block and its own commit, as one source tells them. */
interface Told {
  readonly source: Source;
  readonly header: BlockHeader;
  readonly commit: BlockCommit;
}

/** A height's block as most of the sources that told it agree on, with each one's commit of it; or why there is none. */
export interface AgreedBlock {
  readonly height: number;
  readonly told: readonly Told[];
  /** Empty where there is one. */
  readonly problem: string;
}

/** Asks every source for a block and its commit: `commit`, or the block and the one after it, whose last commit is the same. */
export async function askAgreedBlock(context: CollectContext, sources: readonly Source[], height: number): Promise<AgreedBlock> {
  const answers = await Promise.all(sources.map((source) => askBlock(context, source, height)));
  const told = answers.filter((answer) => answer !== null);
  if (told.length === 0) return { height, told, problem: `no source told block ${height} with its commit` };
  const most = told
    .map(({ header }) => headerHash(header))
    .map((hash) => told.filter(({ header }) => sameBytes(headerHash(header), hash)))
    .find((agreeing) => agreeing.length * 2 > told.length);
  return most === undefined
    ? { height, told: [], problem: `the sources differ on block ${height}` }
    : { height, told: most, problem: "" };
}

/**
 * The block with what its signatures are worth: of the commits that the sources told, the first that is good enough. `offered` is a validator set from
 * anywhere: it is believed where it hashes to the header's `validators_hash`; else the sources are asked for theirs.
 */
export async function judgeBlock(
  context: CollectContext,
  { height, told, problem }: AgreedBlock,
  offered: readonly Validator[],
): Promise<KnownBlock | string> {
  const [first] = told;
  if (first === undefined) return problem;
  let reason = "";
  for (const { source, header, commit } of told) {
    const isOfHeader = offered.length > 0 && sameBytes(validatorsHash(offered), header.validatorsHash);
    const validators = isOfHeader ? offered : await askValidators(context, source, height);
    if (validators === null) reason ||= "signatures_not_available: no source told the validators";
    const signed = validators === null ? null : await checkCommit(header, commit, validators);
    if (signed?.ok === true) return { header, signed };
    reason = signed?.reason ?? reason;
  }
  return { header: first.header, signed: { ok: false, reason } };
}

async function askBlock(context: CollectContext, source: Source, height: number): Promise<Told | null> {
  const comet = cometClient(context.http, source, context.signal);
  const at = { height };
  const signed = await unlessUnknown(context, source, at, comet.commit(height));
  if (signed !== null) return toldOf(source, height, signed.header, signed.commit);
  const [block, next] = await Promise.all([
    unlessUnknown(context, source, at, comet.block(height)),
    unlessUnknown(context, source, { height: height + 1 }, comet.block(height + 1)),
  ]);
  return toldOf(source, height, block?.block.header, next?.block.lastCommit);
}

function toldOf(
  source: Source,
  height: number,
  header: comet38.Header | undefined,
  commit: comet38.Commit | null | undefined,
): Told | null {
  if (header === undefined || commit === null || commit === undefined || header.height !== height) return null;
  return { source, header: headerOf(header), commit: commitOf(commit) };
}

const idOf = ({ hash, parts }: comet38.BlockId): BlockId => ({ hash, partsTotal: parts.total, partsHash: parts.hash });
const NO_BLOCK: BlockId = { hash: new Uint8Array(), partsTotal: 0, partsHash: new Uint8Array() };

function headerOf({ version, time, lastBlockId, ...rest }: comet38.Header): BlockHeader {
  return {
    ...rest,
    versionBlock: version.block,
    versionApp: version.app,
    time: toRfc3339WithNanoseconds(time),
    lastBlockId: lastBlockId === null ? NO_BLOCK : idOf(lastBlockId),
  };
}

const commitOf = ({ height, round, blockId, signatures }: comet38.Commit): BlockCommit => ({
  ...{ height, round },
  blockId: idOf(blockId),
  votes: signatures.flatMap(({ blockIdFlag, validatorAddress, timestamp, signature }) =>
    blockIdFlag === BlockIdFlag.Commit && validatorAddress !== undefined && timestamp !== undefined && signature !== undefined
      ? [{ address: validatorAddress, time: toRfc3339WithNanoseconds(timestamp), signature }]
      : [],
  ),
});

const PER_PAGE = 100;
/** 10,000 validators; a node that claims more is not followed. */
const MOST_PAGES = 100;

async function askValidators(context: CollectContext, source: Source, height: number): Promise<readonly Validator[] | null> {
  const comet = cometClient(context.http, source, context.signal);
  const found: Validator[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await unlessUnknown(context, source, { height }, comet.validators({ height, page, per_page: PER_PAGE }));
    if (answer === null || answer.validators.length === 0) return null;
    for (const { pubkey, votingPower } of answer.validators)
      if (pubkey !== undefined) found.push({ pubkey: pubkey.data, power: votingPower });
    if (found.length >= answer.total) return found;
  }
  return null;
}
