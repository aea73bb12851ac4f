import type { Network } from "../network/network.ts";
import type { Escrow } from "../network/sessions-types.ts";
import { sum } from "./statistics.ts";
import { settledIn } from "./tokens.ts";
import { DAY_MS, endOf, lastHeight, ONLY_VALUE, ratio, startOf, type TruthOf } from "./truth.ts";

const NGONKA = 1e9;

/** Who had an escrow settled by a block whose time lies in `[end − (back + days), end − back)`, days before the epoch's end. */
function payersIn(network: Network, epoch: number, days: number, back: number): ReadonlySet<string> {
  const to = endOf(network, epoch) - back * DAY_MS;
  const from = to - days * DAY_MS;
  return new Set(settledBefore(network, epoch).flatMap(({ at, creator }) => (at >= from && at < to ? [creator] : [])));
}

/** Settlements of the whole history up to the epoch's end: their block's time and who had locked the money. */
function settledBefore(network: Network, epoch: number): readonly { readonly at: number; readonly creator: string }[] {
  const last = lastHeight(network, epoch);
  return Array.from({ length: epoch }, (_, before) => before + 1)
    .flatMap((one) => network.escrowsOf(one))
    .flatMap(({ settledHeight, creator }) =>
      settledHeight === null || settledHeight > last ? [] : [{ at: network.timeOf(settledHeight), creator }],
    );
}

/** In the 30 days before the epoch's end. Payers are gateways, not end users. */
const activePayers: TruthOf = (network, epoch) => ({ value: payersIn(network, epoch, 30, 0).size, ...ONLY_VALUE });

/** Payers whose first settlement of all lies in the 7 days before the epoch's end. */
const newPayers: TruthOf = (network, epoch) => {
  const since = endOf(network, epoch) - 7 * DAY_MS;
  const old = new Set(settledBefore(network, epoch).flatMap(({ at, creator }) => (at < since ? [creator] : [])));
  return { value: [...payersIn(network, epoch, 7, 0)].filter((payer) => !old.has(payer)).length, ...ONLY_VALUE };
};

/** Weeks are the four spells of 7 days before the epoch's end: payers in at least two of them ÷ payers in any. */
const repeatUsage: TruthOf = (network, epoch) => {
  const weeks = [0, 7, 14, 21].map((back) => payersIn(network, epoch, 7, back));
  const active = new Set(weeks.flatMap((payers) => [...payers]));
  return ratio([...active].filter((payer) => weeks.filter((payers) => payers.has(payer)).length >= 2).length, active.size);
};

/** GNK: costs and fees. */
const payoutOf = ({ settlement }: Escrow) => Number(settlement?.totalPayout ?? 0n) / NGONKA;

/** GNK a day that settlements in the epoch's blocks paid out, late ones too. */
const valueFlow: TruthOf = (network, epoch) => {
  const days = (endOf(network, epoch) - startOf(network, epoch)) / DAY_MS;
  return ratio(sum(settledIn(network, epoch).map(payoutOf)), days);
};

/** GNK a payer of the settlements in the epoch's blocks. */
const spendPerPayer: TruthOf = (network, epoch) => {
  const settled = settledIn(network, epoch);
  return ratio(sum(settled.map(payoutOf)), new Set(settled.map(({ creator }) => creator)).size);
};

/** Of the escrows of the epoch before, those that were settled by this epoch's end, in time or late. */
const settlementCoverage: TruthOf = (network, epoch) => {
  const due = network.escrowsOf(epoch - 1);
  const last = lastHeight(network, epoch);
  return ratio(due.filter(({ settledHeight }) => settledHeight !== null && settledHeight <= last).length, due.length);
};

/** Value settled in the epoch's blocks of payers that are registered hosts themselves ÷ all. No host funds another payer in the plot. */
const gamingFlags: TruthOf = (network, epoch) => {
  const settled = settledIn(network, epoch);
  const linked = settled.filter(({ creator }) => network.host(creator) !== null);
  const { value } = ratio(sum(linked.map(payoutOf)), sum(settled.map(payoutOf)));
  return { value, ...ONLY_VALUE };
};

export const DEMAND: Readonly<Record<string, TruthOf>> = {
  "use.active_payers": activePayers,
  "use.new_devs_activated": newPayers,
  "dev.repeat_usage": repeatUsage,
  "use.value_flow_host": valueFlow,
  "aux.spend_per_payer": spendPerPayer,
  "rel.validation_settlement": settlementCoverage,
  "mkm.gaming_flags": gamingFlags,
};
