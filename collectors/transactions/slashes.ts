import type { comet38 } from "@cosmjs/tendermint-rpc";
import type { SlashRow } from "../../storage/facts/observed-rows.ts";
import { type Decoded, decodedOrRejected } from "../decode/decoded.ts";
import { reject } from "../decode/reader.ts";
import { isAccount } from "./accounts.ts";

const EVENT = "slash_collateral";

/**
 * The collateral slashes of a block, from `block_results`: those at its end, and those that a transaction which succeeded caused.
 * `event_index` counts all events of the block: transactions' first, in their order, then the block's own.
 */
export function slashesIn({ height, results, finalizeBlockEvents }: comet38.BlockResultsResponse, source: string) {
  const events = [
    ...results.flatMap(({ code, events }) => events.map((event) => ({ event, counts: code === 0 }))),
    ...finalizeBlockEvents.map((event) => ({ event, counts: true })),
  ];
  return events.flatMap(({ event, counts }, event_index): Decoded<SlashRow>[] =>
    counts && event.type === EVENT ? [slashOf(event, { height, event_index, source })] : [],
  );
}

function slashOf(event: comet38.Event, place: Pick<SlashRow, "height" | "event_index" | "source">): Decoded<SlashRow> {
  return decodedOrRejected(() => {
    const attribute = (name: string) => event.attributes.find(({ key }) => key === name)?.value;
    const address = attribute("participant") ?? "";
    if (!isAccount(address)) reject(`${EVENT}.participant`, "an account", address.slice(0, 128));
    const amount = attribute("slash_amount") ?? reject(`${EVENT}.slash_amount`, "an amount", "nothing");
    const reason = attribute("slash_reason") ?? "";
    return { value: { ...place, address, amount: ngonka(amount), reason: reason.slice(0, 64) }, unknowns: [] };
  });
}

/** The chain writes a coin list: nothing at all for zero. */
function ngonka(coins: string): bigint {
  if (coins === "") return 0n;
  const [, digits] = /^(\d{1,20})ngonka$/.exec(coins) ?? [];
  return digits === undefined ? reject(`${EVENT}.slash_amount`, "ngonka", coins.slice(0, 128)) : BigInt(digits);
}
