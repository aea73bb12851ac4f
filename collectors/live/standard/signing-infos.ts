import type { ValidatorSigningInfo } from "cosmjs-types/cosmos/slashing/v1beta1/slashing";
import type { SigningInfoRow } from "../../../storage/facts/live-rows.ts";
import { SIGNING_INFOS } from "../../../storage/facts/tables.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaves } from "../../decode/known.ts";
import type { ObjectReader } from "../../decode/reader.ts";
import { bool, due, height, int64, text, time } from "../../decode/wire.ts";
import { allPages, nextKeyOf, PAGINATION } from "./pages.ts";
import { standardQuestion } from "./question.ts";
import { consensusHex, momentOf, momentOfText } from "./values.ts";

const FORMAT: AnswerFormat = {
  shape: {
    info: leaves("address start_height index_offset jailed_until tombstoned missed_blocks_counter"),
    pagination: PAGINATION,
  },
  probes: [probe("info.index_offset")],
};

/**
 * How validators signed lately, at a height: `cosmos.slashing.v1beta1.Query/SigningInfos`, or `/cosmos/slashing/v1beta1/signing_infos`.
 * The counter is over the module's window of blocks.
 */
export const signingInfos = standardQuestion({
  topic: "signing_infos",
  table: SIGNING_INFOS,
  keyOf: (row) => row.consensus_address,
  query: async ({ slashing }, epoch) => {
    const pages = await allPages((key) => slashing.signingInfos(key));
    return pages.flatMap((page) => page.info).map((info, index) => ofMessage(info, epoch, `info[${index}]`));
  },
  route: "cosmos/slashing/v1beta1/signing_infos",
  path: "/cosmos/slashing/v1beta1/signing_infos?pagination.limit=1000",
  decode: (body, epoch) =>
    decodeAnswer(body, FORMAT, (root) => ({
      rows: root.messages("info").map((info) => ofJson(info, epoch)),
      nextKey: nextKeyOf(root),
    })),
});

const ofMessage = (info: ValidatorSigningInfo, epoch: number, path: string): SigningInfoRow => ({
  epoch,
  consensus_address: consensusHex(info.address, `${path}.address`),
  start_height: Number(info.startHeight),
  index_offset: info.indexOffset,
  jailed_until: momentOf(info.jailedUntil),
  tombstoned: info.tombstoned,
  missed_blocks: info.missedBlocksCounter,
});

const ofJson = (info: ObjectReader, epoch: number): SigningInfoRow => ({
  epoch,
  consensus_address: consensusHex(info.read("address", due(text)), `${info.path}.address`),
  start_height: info.read("start_height", height),
  index_offset: info.read("index_offset", int64),
  jailed_until: momentOfText(info.read("jailed_until", time)),
  tombstoned: info.read("tombstoned", bool),
  missed_blocks: info.read("missed_blocks_counter", int64),
});
