import { expiryEvents } from "./escrow-messages.ts";
import type { Escrows } from "./escrows.ts";
import type { ChainEvent } from "./types.ts";
import type { World } from "./world.ts";

/** ngonka of collateral a weight unit asks for, less the base share: weight · 0.8 · 4.2 (collateral_params). */
const collateralOf = (weight: bigint) => (weight * 336n) / 100n;

/** Events of begin and end of a block: slashes at exclusions, the mint at a settlement, escrows that expire. */
export function blockEvents(world: World, escrows: Escrows, height: number): readonly ChainEvent[] {
  const events: ChainEvent[] = [];
  const { latest, effective } = world.epochsAt(height);
  for (const { host, exclusion, weight } of world.plan(effective).members) {
    if (exclusion?.height !== height) continue;
    const slashed = collateralOf(weight) / 10n;
    events.push(
      event("slash_collateral", {
        participant: host.address,
        slash_amount: `${slashed}ngonka`,
        slash_fraction: "0.100000000000000000",
        slash_reason: exclusion.reason === "statistical_invalidations" ? "invalidation" : "downtime",
        mode: "EndBlock",
      }),
    );
  }
  for (const { host, jailedFrom, weight } of world.plan(effective).members) {
    if (jailedFrom !== height) continue;
    events.push(
      event("liveness", { address: host.consensusBech32, missed_blocks: "51", height: `${height}`, mode: "BeginBlock" }),
    );
    events.push(
      event("slash", {
        address: host.consensusBech32,
        power: `${weight}`,
        reason: "missing_signature",
        jailed: host.consensusBech32,
        burned_coins: "0",
        mode: "BeginBlock",
      }),
    );
  }
  if (latest > 1 && height === world.stagesOf(latest).validationEnd) {
    events.push(event("coinbase", { minter: "inference", amount: "", mode: "EndBlock" }));
  }
  for (const escrow of escrows.expiringAt(height)) {
    for (const { type, attributes } of expiryEvents(escrow)) {
      events.push({ type, attributes: [...attributes, { key: "mode", value: "EndBlock" }] });
    }
  }
  return events;
}

const event = (type: string, attributes: Readonly<Record<string, string>>): ChainEvent => ({
  type,
  attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
});
