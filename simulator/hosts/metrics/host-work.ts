import { Bounded } from "../../network/bounded.ts";
import type { Network } from "../../network/network.ts";
import type { Escrow } from "../../network/sessions-types.ts";
import type { Host } from "../../network/types.ts";

/** One thing a host did in a session, as its counters count it. */
export interface Deed {
  /** Its ML node answered a request, or one that it validates; it had the request without a payload; or its ML node never answered. */
  readonly kind: "executed" | "validated" | "without payload" | "failed";
  readonly version: string;
  readonly modelId: string;
  /** Empty if the host had no node for the model. */
  readonly nodeId: string;
  readonly startedMs: number;
  /** When it was done, and counted. Unix milliseconds. */
  readonly ms: number;
  /** What the ML node computed; 0 where it computed nothing. */
  readonly promptTokens: number;
  readonly completionTokens: number;
}

const NONE: readonly Deed[] = [];

/** A validation takes as long as reading the answer, not as writing it. */
const VALIDATION_MS = 400;

/** What each host did in sessions, as far as its own counters can show it: also work that never reached a diff. */
export class HostWork {
  readonly #network: Network;
  readonly #bySession: Bounded<string, ReadonlyMap<string, readonly Deed[]>>;

  constructor(network: Network) {
    this.#network = network;
    // The sessions of the five epochs that one scrape may look at.
    this.#bySession = new Bounded(5 * network.options.sessionsPerEpoch + 16);
  }

  /** Deeds of a host counted after `fromMs` and until `toMs`, and those under way at `toMs`; in no order. */
  between(host: Host, fromMs: number, toMs: number): readonly Deed[] {
    const { clock, epochsAt, escrowsOf } = this.#network;
    const last = epochsAt(clock.heightAt(toMs)).latest;
    const found: Deed[] = [];
    // The last answers of an epoch may come after the next one's start.
    for (let epoch = Math.max(1, epochsAt(clock.heightAt(fromMs)).latest - 1); epoch <= last; epoch += 1) {
      for (const escrow of escrowsOf(epoch)) {
        if (!escrow.slots.includes(host.address) || clock.timeOf(escrow.createdHeight) > toMs) continue;
        for (const deed of this.#of(escrow).get(host.address) ?? NONE) {
          if (deed.ms > fromMs && deed.startedMs <= toMs) found.push(deed);
        }
      }
    }
    return found;
  }

  #of(escrow: Escrow): ReadonlyMap<string, readonly Deed[]> {
    const startMs = this.#network.clock.timeOf(escrow.createdHeight);
    return this.#bySession.get(`${escrow.id}/${startMs}`, () => deedsOf(this.#network, escrow));
  }
}

function deedsOf(network: Network, escrow: Escrow): ReadonlyMap<string, readonly Deed[]> {
  const { inferences, diffs } = network.session(escrow);
  const { modelId, version, slots } = escrow;
  const members = network.modelGroup(escrow.epoch, modelId, escrow.createdHeight)?.members ?? [];
  const nodes = new Map(members.map((member) => [member.host.address, member.nodes.map(({ node }) => node.id)]));
  const nodeOf = (address: string, inferenceId: number) => {
    const ids = nodes.get(address) ?? [];
    return ids[inferenceId % Math.max(1, ids.length)] ?? "";
  };
  const deeds = new Map<string, Deed[]>(slots.map((address) => [address, []]));
  const add = (address: string, inferenceId: number, deed: Omit<Deed, "version" | "modelId" | "nodeId">) => {
    deeds.get(address)?.push({ version, modelId, nodeId: nodeOf(address, inferenceId), ...deed });
  };
  const nothing = { promptTokens: 0, completionTokens: 0 };
  for (const { id, executor, startedAtMs, confirmedAtMs, work, protocolOnly, timeout } of inferences) {
    if (protocolOnly) add(executor, id, { kind: "without payload", startedMs: startedAtMs, ms: startedAtMs, ...nothing });
    if (timeout === 2)
      add(executor, id, { kind: "failed", startedMs: startedAtMs, ms: confirmedAtMs ?? startedAtMs, ...nothing });
    if (work !== null) add(executor, id, { kind: "executed", startedMs: confirmedAtMs ?? startedAtMs, ...work });
  }
  const worked = new Map(inferences.map(({ id, work }) => [id, work]));
  for (const { ms, txs } of diffs) {
    for (const tx of txs) {
      if (tx.kind !== "validation") continue;
      const { promptTokens, completionTokens } = worked.get(tx.inferenceId) ?? nothing;
      const validated = { kind: "validated", startedMs: ms - VALIDATION_MS, ms, promptTokens, completionTokens } as const;
      add(slots[tx.validatorSlot] ?? "", tx.inferenceId, validated);
    }
  }
  return deeds;
}
