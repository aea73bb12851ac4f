import { Bounded } from "./bounded.ts";
import { type EscrowGroup, EscrowGroups } from "./escrow-groups.ts";
import type { Payer, Payers } from "./payers.ts";
import { buildSession } from "./session-story.ts";
import {
  CREATE_FEE,
  type Diff,
  type Escrow,
  FEE_PER_NONCE,
  SESSION_VERSION,
  type Session,
  type Sessions,
  type Settlement,
  TOKEN_PRICE,
} from "./sessions-types.ts";
import { settlementOf } from "./settlements.ts";
import type { Host } from "./types.ts";
import type { World } from "./world.ts";

/** Blocks from the epoch's start to the first escrow. */
const FIRST = 2;
/** Share of the inference phase over which escrows are created, and of it that one session takes. */
const CREATED_OVER = 0.75;
const SESSION_SHARE = 0.12;

/** What happens to an escrow in a block. */
export interface EscrowMoment {
  readonly kind: "open" | "settle" | "refused";
  readonly escrow: PlannedEscrow;
}

/** Blocks after the next epoch's pocStart at which a late session is finalised. */
const LATE_BY = 4;

export type Fate = "settled" | "late" | "never";

export interface PlannedEscrow extends Escrow {
  readonly payer: Payer;
  readonly fate: Fate;
  /** Milliseconds from the escrow's block in which inferences start and end. */
  readonly durationMs: number;
  /** The same of when it is finalised: a late one's gateway comes back to it after the next epoch's PoC has begun. */
  readonly finalizedAfterMs: number;
}

/** Of all sessions kept, about; an hour of 50 sessions with 1,000 each fits. */
const KEPT_INFERENCES = 60_000;

/** Escrows on the chain and the sessions behind them. The story of one needs no other; only what is asked for is made. */
export class Escrows implements Sessions {
  readonly #world: World;
  readonly #payers: Payers | null;
  readonly #isUp: (host: Host, ms: number) => boolean;
  readonly #epochs = new Bounded<number, readonly PlannedEscrow[]>(96);
  readonly #moments = new Bounded<number, ReadonlyMap<number, readonly EscrowMoment[]>>(96);
  readonly #groups: EscrowGroups;
  readonly #sessions: Bounded<string, Session>;
  readonly #settlements = new Bounded<bigint, Settlement>(4096);

  /** `payers` is null in a network too small to have sessions. */
  constructor(world: World, payers: Payers | null, isUp: (host: Host, ms: number) => boolean) {
    this.#world = world;
    this.#groups = new EscrowGroups(world);
    this.#payers = payers;
    this.#isUp = isUp;
    this.#sessions = new Bounded(Math.max(4, Math.floor(KEPT_INFERENCES / Math.max(1, world.options.inferencesPerSession))));
  }

  escrowsOf(epoch: number): readonly PlannedEscrow[] {
    const payers = this.#payers;
    if (epoch < 1 || payers === null) return [];
    return this.#epochs.get(epoch, () =>
      Array.from({ length: this.#world.options.sessionsPerEpoch }, (_, index) => this.#plan(payers, epoch, index)),
    );
  }

  escrow(id: bigint): PlannedEscrow | null {
    const each = this.#world.options.sessionsPerEpoch;
    if (id < 1n || each === 0 || id > BigInt(Number.MAX_SAFE_INTEGER)) return null;
    const number = Number(id) - 1;
    const epoch = Math.floor(number / each) + 1;
    if (epoch > this.#world.epochsAt(this.#world.clock.height()).latest) return null;
    return this.escrowsOf(epoch)[number % each] ?? null;
  }

  /** What transactions of a block do to escrows. */
  at(height: number): readonly EscrowMoment[] {
    const { latest } = this.#world.epochsAt(height);
    // An escrow is settled in its epoch or in the one after, which may be forming by then.
    return [latest - 2, latest - 1, latest].flatMap((epoch) => this.#momentsOf(epoch).get(height) ?? []);
  }

  /** Escrows that the chain drops in this block without a settlement. */
  expiringAt(height: number): readonly PlannedEscrow[] {
    const { effective } = this.#world.epochsAt(height);
    if (height !== this.#world.stagesOf(effective).setNewValidators + 1) return [];
    return this.escrowsOf(effective - 2).filter(({ settledHeight }) => settledHeight === null);
  }

  #momentsOf(epoch: number): ReadonlyMap<number, readonly EscrowMoment[]> {
    return this.#moments.get(epoch, () => {
      const moments = new Map<number, EscrowMoment[]>();
      const add = (height: number, moment: EscrowMoment) => {
        const same = moments.get(height);
        if (same === undefined) moments.set(height, [moment]);
        else same.push(moment);
      };
      for (const [index, escrow] of this.escrowsOf(epoch).entries()) {
        // Once in two epochs somebody offers too little first.
        if (index === 0 && epoch % 2 === 0) add(escrow.createdHeight - 1, { kind: "refused", escrow });
        add(escrow.createdHeight, { kind: "open", escrow });
        if (escrow.settledHeight !== null) add(escrow.settledHeight, { kind: "settle", escrow });
      }
      return moments;
    });
  }

  session(escrow: Escrow): Session {
    // A halt of the chain moves the blocks to come, and with them the sessions that begin there.
    const startMs = this.#world.clock.timeOf(escrow.createdHeight);
    const planned = this.escrowsOf(escrow.epoch)[(Number(escrow.id) - 1) % Math.max(1, this.#world.options.sessionsPerEpoch)];
    if (planned?.id !== escrow.id) throw new RangeError(`no escrow ${escrow.id}`);
    return this.#sessions.get(`${escrow.id}/${startMs}`, () => {
      const { byAddress } = this.#world.plan(planned.epoch);
      const answers = (address: string) => {
        const member = byAddress.get(address);
        return member !== undefined && this.#isUp(member.host, startMs);
      };
      const deadSlots = new Set(planned.slots.flatMap((address, slot) => (answers(address) ? [] : [slot])));
      const { draw, options } = this.#world;
      return buildSession(draw, planned, { startMs, inferences: options.inferencesPerSession, deadSlots });
    });
  }

  diffsUntil(escrow: Escrow, ms: number): readonly Diff[] {
    const { clock } = this.#world;
    if (Math.min(clock.height(), clock.heightAt(ms)) < escrow.createdHeight) return [];
    const { diffs } = this.session(escrow);
    let low = 0;
    let high = diffs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((diffs[middle]?.ms ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return diffs.slice(0, low);
  }

  #plan(payers: Payers, epoch: number, index: number): PlannedEscrow {
    const world = this.#world;
    const { draw, options } = world;
    const each = options.sessionsPerEpoch;
    const { setNewValidators, nextPocStart } = world.stagesOf(epoch);
    const span = nextPocStart - setNewValidators;
    const createdHeight = Math.min(
      nextPocStart - 2,
      setNewValidators + FIRST + Math.floor(span * CREATED_OVER * ((index + 0.3 * draw.unit("created", epoch, index)) / each)),
    );
    const blocks = Math.max(2, Math.floor(span * SESSION_SHARE));
    const fate = this.#fate(epoch, index);
    const after = draw.integer(2, 4, "settledAfter", epoch, index);
    const next = world.stagesOf(epoch + 1).setNewValidators;
    const inTime = Math.min(nextPocStart - 1, createdHeight + 1 + blocks + after);
    const late = next + after + Math.floor((span * index) / (4 * each));
    const settledHeight = fate === "never" ? null : fate === "late" ? late : inTime;
    const id = BigInt((epoch - 1) * each + index + 1);
    const durationMs = Math.floor(blocks * 0.9 * options.blockMs);
    let group: EscrowGroup | null = null;
    const groupOf = () => {
      group ??= this.#groups.of(epoch, index);
      return group;
    };
    const settlementAt = () => (settledHeight === null ? null : this.#settlement(planned, settledHeight));
    const planned: PlannedEscrow = {
      id,
      epoch,
      payer: payers.of(epoch, index),
      creator: payers.of(epoch, index).account.address,
      amount: draw.chance(0.4, "amount", epoch, index) ? 1_000_000_000n : 500_000_000n,
      fate,
      durationMs,
      finalizedAfterMs: fate === "late" ? (nextPocStart + LATE_BY - createdHeight) * options.blockMs : durationMs,
      tokenPrice: TOKEN_PRICE,
      createDevshardFee: CREATE_FEE,
      feePerNonce: FEE_PER_NONCE,
      version: SESSION_VERSION,
      createdHeight,
      settledHeight,
      prunedHeight: world.stagesOf(epoch + 2).setNewValidators + 1,
      get modelId() {
        return groupOf().modelId;
      },
      get slots() {
        return groupOf().slots;
      },
      get settlement() {
        return settlementAt();
      },
    };
    return planned;
  }

  #settlement(escrow: Escrow, height: number): Settlement {
    return this.#settlements.get(escrow.id, () => settlementOf(this.#world.draw, this.session(escrow), height));
  }

  /** The first three of an epoch are settled in it; with enough of them the last is late every other epoch, the one before it never every third. */
  #fate(epoch: number, index: number): Fate {
    const each = this.#world.options.sessionsPerEpoch;
    if (index < 3) return "settled";
    if (index === each - 1 && epoch % 2 === 0) return "late";
    if (index === each - 2 && epoch % 3 === 0) return "never";
    const unit = this.#world.draw.unit("fate", epoch, index);
    if (unit < 0.08) return "never";
    return unit < 0.14 ? "late" : "settled";
  }
}
