import { SLASHING_PARAMS } from "../../../storage/facts/tables.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaves } from "../../decode/known.ts";
import { reject } from "../../decode/reader.ts";
import { int64 } from "../../decode/wire.ts";
import { standardQuestion } from "./question.ts";
import { atomics, decimal18, secondsText, wholeSeconds } from "./values.ts";

const FORMAT: AnswerFormat = {
  shape: {
    params: leaves(
      "signed_blocks_window min_signed_per_window downtime_jail_duration slash_fraction_double_sign slash_fraction_downtime",
    ),
  },
  probes: [probe("params.signed_blocks_window")],
};

/** Rules of signing, at a height: `cosmos.slashing.v1beta1.Query/Params`, or `/cosmos/slashing/v1beta1/params`. */
export const slashingParams = standardQuestion({
  topic: "slashing_params",
  table: SLASHING_PARAMS,
  keyOf: (row) => String(row.epoch),
  query: async ({ slashing }, epoch) => {
    const { params } = await slashing.params();
    return [
      {
        epoch,
        signed_blocks_window: params.signedBlocksWindow,
        min_signed_per_window_e18: atomics(params.minSignedPerWindow, "params.min_signed_per_window"),
        downtime_jail_seconds: wholeSeconds(
          params.downtimeJailDuration ?? reject("params.downtime_jail_duration", "a duration", "nothing"),
          "params.downtime_jail_duration",
        ),
        slash_fraction_downtime_e18: atomics(params.slashFractionDowntime, "params.slash_fraction_downtime"),
      },
    ];
  },
  route: "cosmos/slashing/v1beta1/params",
  path: "/cosmos/slashing/v1beta1/params",
  decode: (body, epoch) =>
    decodeAnswer(body, FORMAT, (root) => {
      const params = root.message("params");
      const row = {
        epoch,
        signed_blocks_window: params.read("signed_blocks_window", int64),
        min_signed_per_window_e18: params.read("min_signed_per_window", decimal18),
        downtime_jail_seconds: params.read("downtime_jail_duration", secondsText),
        slash_fraction_downtime_e18: params.read("slash_fraction_downtime", decimal18),
      };
      return { rows: [row], nextKey: null };
    }),
});
