import type { Network } from "../../network/network.ts";
import type { Host } from "../../network/types.ts";

/** Each host restarts its devshardd every so many epochs. */
const RESTARTED_EVERY = 3;

/**
 * When the devshardd that answers at a moment was started, unix milliseconds; all its counters begin at 0 there. A third of the hosts
 * restart it in each epoch, at validationEnd: no session runs then, so nothing is lost to a scraper that asked since the last one
 * ended. `byHand` are other restarts, of any moment: what was counted since the last scrape before them is lost.
 */
export function processStart(network: Network, host: Host, ms: number, byHand: readonly number[]): number {
  const { latest } = network.epochsAt(network.clock.heightAt(ms));
  let start = Math.max(network.timeOf(1), host.joinTimeMs);
  for (let epoch = Math.max(1, latest - RESTARTED_EVERY); epoch <= latest; epoch += 1) {
    const restart = network.timeOf(network.stagesOf(epoch).validationEnd);
    if ((epoch + host.index) % RESTARTED_EVERY === 0 && restart <= ms) start = Math.max(start, restart);
  }
  return byHand.reduce((newest, restart) => (restart <= ms ? Math.max(newest, restart) : newest), start);
}
