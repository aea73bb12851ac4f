import { TARGET_VERSION } from "./nodes.ts";
import type { Tenure } from "./tenures.ts";
import type { Host, HostVersions, MaintenanceReservation, MlNode } from "./types.ts";
import type { World } from "./world.ts";

const NEW_API = "v0.2.15-post5";
const OLD_API = "v0.2.15-post3";

/** What the hosts themselves do: whether they answer, what they run, when they are in maintenance. Outages are whole epochs. */
export class Service {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  isUp(host: Host, ms: number): boolean {
    if (this.#isMaintained(host, ms)) return false;
    const epoch = this.#epochAt(ms);
    const { slot, turn } = this.#seatOf(host);
    const { deadForGood, deadOnce, anchors } = this.#world.plot;
    if (slot < anchors) return true;
    if (deadForGood?.slot === slot) return epoch < deadForGood.from;
    if (deadOnce?.slot === slot) return epoch < deadOnce.from || epoch > deadOnce.to;
    return !this.#world.draw.chance(0.01, "down", slot, turn, epoch);
  }

  versionsOf(host: Host, ms: number): HostVersions {
    const epoch = this.#epochAt(ms);
    const { slot, turn } = this.#seatOf(host);
    const tenure = this.#tenureOf(host, epoch);
    const { draw, plot } = this.#world;
    const updated = epoch >= plot.forming - 15 + draw.integer(0, 20, "api", slot, turn);
    const tells = slot < plot.anchors || !draw.chance(0.2, "unpatched", slot, turn);
    const nodes = tenure === undefined ? [] : this.#world.nodes.running(tenure, epoch);
    return {
      api: updated ? NEW_API : OLD_API,
      node: "v0.2.15",
      mlNodes:
        tells && tenure !== undefined
          ? nodes.map(({ id }) => {
              const version = this.#world.nodes.versionOf(tenure, id, epoch);
              return { nodeId: id, version, pocValidationInference: version === TARGET_VERSION };
            })
          : null,
    };
  }

  /** Ethereum makes a block every 12 seconds; most hosts are one or two behind, some don't know. */
  bridgeBlockOf(host: Host, ms: number): number | null {
    const { draw } = this.#world;
    if (draw.chance(0.05, "noBridge", host.index)) return null;
    const behind = draw.chance(0.06, "bridgeStale", host.index)
      ? 5000
      : draw.integer(0, 2, "behind", host.index, Math.floor(ms / 12_000));
    return 25_813_888 + Math.floor((ms - Date.UTC(2026, 7, 22)) / 12_000) - behind;
  }

  /** Nodes as last told, also of hosts that are gone: nothing is ever pruned. */
  hardware(height: number): ReadonlyMap<Host, readonly MlNode[]> {
    const { latest } = this.#world.epochsAt(height);
    const told = new Map<Host, readonly MlNode[]>();
    for (let slot = 0; slot < this.#world.tenures.slots; slot++) {
      for (const tenure of this.#world.tenures.of(slot, latest)) {
        const host = this.#world.hosts.of(tenure);
        if (host.joinHeight > height || !this.#world.nodes.hasTold(tenure)) continue;
        told.set(host, this.#world.nodes.running(tenure, Math.min(latest, tenure.end - 1)));
      }
    }
    return told;
  }

  nodeVersion(host: Host, nodeId: string, height: number): string {
    const { latest } = this.#world.epochsAt(height);
    const tenure = this.#tenureOf(host, latest);
    return tenure === undefined ? "" : this.#world.nodes.versionOf(tenure, nodeId, latest);
  }

  #isMaintained(host: Host, ms: number): boolean {
    if (!this.#world.options.maintenanceEnabled) return false;
    const height = this.#world.clock.heightAt(ms);
    return this.maintenance(height).some((window) => window.host === host && window.status === "ACTIVE");
  }

  /** Two hosts an epoch announce a window of an eighth of it and are away for as long, in networks that have maintenance switched on. */
  maintenance(height: number): readonly MaintenanceReservation[] {
    if (!this.#world.options.maintenanceEnabled) return [];
    const { latest } = this.#world.epochsAt(height);
    const reservations: MaintenanceReservation[] = [];
    for (let epoch = Math.max(1, latest - 2); epoch <= latest; epoch++) {
      const { setNewValidators, nextPocStart } = this.#world.stagesOf(epoch);
      const running = nextPocStart - setNewValidators;
      const durationBlocks = Math.max(1, Math.floor(running / 8));
      for (const [number, share] of [0.35, 0.7].entries()) {
        const announced = setNewValidators + Math.floor(running * (share - 0.2));
        const startHeight = setNewValidators + Math.floor(running * share);
        const member =
          this.#world.plan(epoch).members[(epoch * 2 + number) % Math.max(1, this.#world.plan(epoch).members.length)];
        if (member === undefined || height < announced) continue;
        const end = startHeight + durationBlocks;
        const status = height < startHeight ? "SCHEDULED" : height < end ? "ACTIVE" : "COMPLETED";
        reservations.push({ id: epoch * 2 + number, host: member.host, startHeight, durationBlocks, status });
      }
    }
    return reservations;
  }

  #epochAt(ms: number): number {
    return this.#world.epochsAt(this.#world.clock.heightAt(ms)).effective;
  }

  #seatOf({ index }: Host) {
    return { slot: index % this.#world.tenures.slots, turn: Math.floor(index / this.#world.tenures.slots) };
  }

  /** The host's tenure, also when it is over or, for a host that registered early, hasn't begun. */
  #tenureOf(host: Host, epoch: number): Tenure | undefined {
    const { slot, turn } = this.#seatOf(host);
    return this.#world.tenures.of(slot, epoch + 3).find((tenure) => tenure.turn === turn);
  }
}
