import { decideHead, type SourceHead, type Verdict } from "../../chain/head.ts";
import { CHAIN_HALTS, HEAD_POLLS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { askStatus } from "../inquiries/comet.ts";
import type { ServiceClock } from "./clock.ts";
import { decideHalt, type Halt, type HeadSighting, LastBlock } from "./halt.ts";

/** A source is polled no more often: 4 requests a minute of its 20. */
const POLL_EVERY_MS = 15_000;
/** What a source said longer ago is no opinion about now. */
const STALE_MS = 60_000;

interface Told extends SourceHead {
  readonly catchingUp: boolean;
  readonly at: number;
}

/** A halt that stands, with what is stored of it. */
interface OpenHalt extends Halt {
  readonly blockTime: string;
  readonly seenAt: string;
}

export interface HeadWatchOptions {
  readonly context: CollectContext;
  readonly writer: ObservationWriter;
  readonly chainId: string;
  readonly clock: ServiceClock;
  /** A monotonic clock, milliseconds: liveness is measured on it. */
  readonly monotonic: () => number;
}

/**
 * Polls the sources' status in turn, decides the head they agree on, and sees a halt. A source that serves another chain is refused: its
 * head doesn't count and it is asked nothing else.
 */
export class HeadWatch {
  readonly #options: HeadWatchOptions;
  readonly #latest = new Map<string, Told>();
  readonly #polledAt = new Map<string, number>();
  readonly #underWay = new Set<string>();
  readonly #lastBlock = new LastBlock();
  /** Sources that serve another chain, with its id. */
  readonly refused = new Map<string, string>();
  #halt: OpenHalt | null = null;
  /** Sources that the others contradict on the head, as last said in the log. */
  #oddNamed = "";

  constructor(options: HeadWatchOptions) {
    this.#options = options;
  }

  /** The halt that stands now, or null. */
  get halt(): Halt | null {
    return this.#halt;
  }

  /** The head that the sources agree on, of what they told in the last minute. */
  head(): Verdict<{ height: number; time: string }> {
    const now = this.#options.monotonic();
    return decideHead([...this.#latest.values()].filter(({ at, catchingUp }) => at >= now - STALE_MS && !catchingUp));
  }

  /** The newest height that each source told in the last minute. */
  headOf(): Map<string, number> {
    const now = this.#options.monotonic();
    return new Map(
      [...this.#latest.values()].filter(({ at }) => at >= now - STALE_MS).map(({ source, height }) => [source, height]),
    );
  }

  /** Sources that may be asked: all but the refused. */
  usable(): readonly Source[] {
    return this.#options.context.sources.filter(({ name }) => !this.refused.has(name));
  }

  /** Polls the source that has waited longest, if it is due, and stores what it said: called every 5 s, the polls spread over time. */
  async poll(): Promise<void> {
    const { context, monotonic, writer } = this.#options;
    const isDue = ({ name }: Source) =>
      !this.#underWay.has(name) && (this.#polledAt.get(name) ?? Number.NEGATIVE_INFINITY) <= monotonic() - POLL_EVERY_MS;
    const waited = ({ name }: Source) => this.#polledAt.get(name) ?? Number.NEGATIVE_INFINITY;
    const due = context.sources.filter(isDue).sort((a, b) => waited(a) - waited(b));
    await Promise.all(due.slice(0, 1).map((source) => this.#poll(source)));
    this.#nameOdd(this.head());
    await writer.flush();
  }

  /** Polls every source, due or not: before anything rests on the head. */
  async pollAll(): Promise<void> {
    await Promise.all(this.#options.context.sources.map((source) => this.#poll(source)));
    this.#nameOdd(this.head());
    await this.#options.writer.flush();
  }

  async #poll(source: Source): Promise<void> {
    const { context, clock, monotonic, writer } = this.#options;
    this.#polledAt.set(source.name, monotonic());
    this.#underWay.add(source.name);
    try {
      const reply = await askStatus(context, source);
      const observed = clock.now();
      const row = { source: source.name, observed_at: observed.toISOString() };
      const nothing = { told: false, height: null, block_time: null, catching_up: null };
      const untold = (why: string) => writer.write(HEAD_POLLS, [{ ...row, ...nothing, detail: why.slice(0, 500) }]);
      if (reply.outcome !== "told") return await untold(reply.outcome === "unknown" ? reply.detail : "no status");
      const { head, network } = reply.value;
      if (this.#isRefused(source, network)) return await untold(`serves chain ${network}: refused`);
      const { height, time, catching_up } = head;
      await writer.write(HEAD_POLLS, [{ ...row, told: true, height, block_time: time, catching_up, detail: "" }]);
      this.#latest.set(source.name, { ...row, height, time, catchingUp: catching_up, at: monotonic() });
      await this.#judge(observed);
    } finally {
      this.#underWay.delete(source.name);
    }
  }

  #isRefused(source: Source, network: string): boolean {
    const { context, chainId } = this.#options;
    if (network === chainId) {
      this.refused.delete(source.name);
      return false;
    }
    if (this.refused.get(source.name) !== network)
      context.log.warn({ source: source.name, network, expected: chainId }, "the source serves another chain: refused");
    this.refused.set(source.name, network);
    this.#latest.delete(source.name);
    return true;
  }

  /** Looks for a halt, or its end, in what the sources that agree on the head told last. */
  async #judge(observed: Date): Promise<void> {
    const { clock, monotonic } = this.#options;
    const head = this.head();
    if (head.kind !== "agreed") return;
    const agreeing = [...this.#latest.values()].filter(({ source }) => head.agreeing.includes(source));
    for (const one of agreeing.sort((a, b) => a.at - b.at)) {
      if (one.height < this.#lastBlock.height) continue;
      this.#lastBlock.see(one, clock.followsWall ? observed.getTime() - Date.parse(one.time) : null);
    }
    const sightings: HeadSighting[] = agreeing;
    const halt = decideHalt(sightings, this.#lastBlock.at, monotonic());
    if (halt && this.#halt === null) await this.#begin({ ...halt, blockTime: head.value.time, seenAt: observed.toISOString() });
    else if (this.#halt && this.#lastBlock.height > this.#halt.height) await this.#end(this.#halt, observed);
  }

  #nameOdd(head: Verdict<unknown>): void {
    const odd = head.kind === "lost" ? [] : [...head.odd].sort();
    const named = `${head.kind} ${odd.join(" ")}`;
    if (named === this.#oddNamed) return;
    this.#oddNamed = named;
    if (odd.length === 0) return;
    const words =
      head.kind === "disputed" ? "the sources differ on the head without a majority: disputed" : "outvoted on the head";
    this.#options.context.log.warn({ odd }, words);
  }

  async #begin(halt: OpenHalt): Promise<void> {
    this.#halt = halt;
    this.#options.context.log.warn(
      { height: halt.height, sources: halt.sources, age_ms: Math.round(halt.ageMs) },
      "the chain stands still",
    );
    await this.#store(halt, null);
  }

  async #end(halt: OpenHalt, observed: Date): Promise<void> {
    this.#halt = null;
    this.#options.context.log.warn({ height: this.#lastBlock.height }, "the chain goes on");
    await this.#store(halt, observed.toISOString());
  }

  #store({ height, blockTime, seenAt, sources }: OpenHalt, over_at: string | null): Promise<void> {
    const row = { height, block_time: blockTime, seen_at: seenAt, over_at, sources: [...sources] };
    return this.#options.writer.write(CHAIN_HALTS, [row]);
  }
}
