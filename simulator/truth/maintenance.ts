import type { Network } from "../network/network.ts";
import type { MaintenanceReservation } from "../network/types.ts";
import { endOf, lastHeight, membersOf, ONLY_VALUE, ratio, startOf, type TruthOf, UNKNOWN } from "./truth.ts";

/** Soon after a window's end: when the next probe comes. */
const PROBED_AFTER_MS = 600_000;

/** Windows that began in the epoch; empty where maintenance is switched off. */
function windowsOf(network: Network, epoch: number): readonly MaintenanceReservation[] {
  const { setNewValidators } = network.stagesOf(epoch);
  const last = lastHeight(network, epoch);
  return network.maintenance(last).filter(({ startHeight }) => startHeight >= setNewValidators && startHeight <= last);
}

const measured =
  (truth: TruthOf): TruthOf =>
  (network, epoch) =>
    network.options.maintenanceEnabled ? truth(network, epoch) : UNKNOWN;

/** Windows used; of those, how many hosts were up again after the end. */
const windowsUsed: TruthOf = (network, epoch) => {
  const windows = windowsOf(network, epoch);
  const kept = windows.filter(({ host, startHeight, durationBlocks }) =>
    network.isHostUp(host, network.timeOf(startHeight + durationBlocks) + PROBED_AFTER_MS),
  );
  return { value: windows.length, numerator: kept.length, denominator: windows.length };
};

/**
 * Time down inside a window ÷ all time down, over the hosts that are members with weight and not excluded at the epoch's end. Outages are
 * whole epochs. A prober sees it in steps of its rounds: compare with room for one round at each end of a window.
 */
const protectedDowntime: TruthOf = (network, epoch) => {
  const [start, end] = [startOf(network, epoch), endOf(network, epoch)];
  const middle = (start + end) / 2;
  const excluded = new Set(network.exclusions(epoch, lastHeight(network, epoch)).map(({ host }) => host));
  const active = membersOf(network, epoch).filter(({ host, weight }) => weight > 0n && !excluded.has(host));
  const timeOfWindows = new Map(
    windowsOf(network, epoch).map(({ host, startHeight, durationBlocks }) => [
      host,
      network.timeOf(startHeight + durationBlocks) - network.timeOf(startHeight),
    ]),
  );
  let inside = 0;
  let outside = 0;
  for (const { host } of active) {
    const planned = timeOfWindows.get(host) ?? 0;
    inside += planned;
    if (!network.isHostUp(host, middle)) outside += end - start - planned;
  }
  return { ...ONLY_VALUE, value: ratio(inside, inside + outside).value };
};

/** Exclusions and slashes of a host inside a window of its own. */
const penaltiesInWindow: TruthOf = (network, epoch) => {
  let penalties = 0;
  for (const { host, startHeight, durationBlocks } of windowsOf(network, epoch)) {
    const end = startHeight + durationBlocks;
    const isInside = (height: number) => height >= startHeight && height < end;
    penalties += network
      .exclusions(epoch, lastHeight(network, epoch))
      .filter((one) => one.host === host && isInside(one.height)).length;
    for (let height = startHeight; height < end; height++)
      penalties += network
        .events(height)
        .filter(
          ({ type, attributes }) => type === "slash_collateral" && attributes.some(({ value }) => value === host.address),
        ).length;
  }
  return { value: penalties, ...ONLY_VALUE };
};

export const MAINTENANCE: Readonly<Record<string, TruthOf>> = {
  "mnt.windows_used": measured(windowsUsed),
  "mnt.protected_downtime": measured(protectedDowntime),
  "mnt.penalties_in_window": measured(penaltiesInWindow),
};
