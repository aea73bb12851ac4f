import type { Observed } from "../../storage/read/observed.ts";
import type { Epoch, Vote } from "../../storage/read/votes.ts";
import type { AlsoRead, Method, Need, ObservedNeed } from "../method.ts";
import type { DayBucket } from "./days.ts";
import type { SwitchStates } from "./switches.ts";

/** Whether the facts of one kind are there for an epoch. */
export type Completeness =
  | { readonly kind: "complete"; readonly sources: number; readonly final: boolean; readonly hashes: readonly string[] }
  | { readonly kind: "disputed"; readonly detail: string }
  | { readonly kind: "source_lost"; readonly detail: string }
  | { readonly kind: "no_data"; readonly detail: string };

const DAY_MS = 86_400_000;
const NEVER: Completeness = { kind: "no_data", detail: "never collected" };

const worst: readonly Completeness["kind"][] = ["source_lost", "no_data", "disputed", "complete"];

/** Of several kinds of facts, the one that decides; all complete: the fewest sources, final only if all are. */
export function combine(parts: readonly Completeness[]): Completeness {
  for (const kind of worst) {
    const found = parts.find((part) => part.kind === kind);
    if (found && found.kind !== "complete") return found;
  }
  const complete = parts.filter((part) => part.kind === "complete");
  return {
    kind: "complete",
    sources: Math.min(...complete.map(({ sources }) => sources)),
    final: complete.every(({ final }) => final),
    hashes: complete.flatMap(({ hashes }) => hashes),
  };
}

/** What was collected, as of one moment. */
export interface Collected {
  readonly votes: readonly Vote[];
  readonly epochs: readonly Epoch[];
  readonly observed: readonly Observed[];
  readonly switches: SwitchStates;
}

/** Knows, for any epoch, whether the facts a method declares are complete. Built once an evaluation. */
export class FactsInventory {
  readonly #votes = new Map<string, Vote>();
  readonly #epochs = new Map<number, Epoch>();
  readonly #observed = new Map<string, Observed>();
  readonly #switches: SwitchStates;
  readonly #first: number;

  constructor({ votes, epochs, observed, switches }: Collected) {
    for (const vote of votes) this.#votes.set(`${vote.topic}|${vote.epoch}|${vote.subject}`, vote);
    for (const epoch of epochs) this.#epochs.set(epoch.epoch, epoch);
    for (const one of observed) this.#observed.set(`${one.kind}|${one.epoch}`, one);
    this.#switches = switches;
    this.#first = Math.min(...this.#epochs.keys());
  }

  epoch(index: number): Epoch | undefined {
    return this.#epochs.get(index);
  }

  /**
   * Whether the bucket can exist yet. The results of an epoch come to be when the next one is settled: until then there is no bucket for
   * them, which is neither a gap nor a zero. The same holds for what is told of an epoch that is over, and
   * for classic inference where nobody was asked about it: the network has none any more.
   */
  isDue(method: Method, epoch: number): boolean {
    if (method.waitsForEnd && this.#epochs.get(epoch)?.last_height === 0) return false;
    if (method.needs.includes("classic_stats") && !this.#votes.has(`classic_stats|${epoch}|`)) return false;
    if (!method.needs.includes("results")) return true;
    const root = this.#votes.get(`epoch_group|${epoch}|`);
    const wasAsked = this.#votes.has(`epoch_results|${epoch}|`) || this.#votes.has(`epoch_results_by_member|${epoch}|`);
    return wasAsked || root?.verdict !== "agreed" || root.final;
  }

  /** Why there is nothing to measure in the epoch; null where there is, or where it can't be told. */
  unmeasurable(method: Method, epoch: number): string | null {
    return method.measurable === undefined ? null : (this.#switches[method.measurable].get(epoch) ?? null);
  }

  /** The first of the epochs at which all that a method reads was collected; null where there is none yet. */
  firstWithFacts(method: Method, epochs: readonly number[]): number | null {
    const has = (epoch: number) => this.own(method, epoch).kind === "complete" && this.history(method, epoch).kind === "complete";
    return epochs.find((epoch) => epoch >= method.validFromEpoch && has(epoch)) ?? null;
  }

  /** The facts that the bucket of an epoch needs itself. */
  own(method: Method, epoch: number): Completeness {
    return required(method, (need) => this.#need(need, epoch));
  }

  /** The facts that the bucket of a UTC day needs, where it has a number of its own: those of each epoch that has a part of it. */
  ownOfDay(method: Method, { day, epochs, covered }: DayBucket): Completeness {
    if (!covered) return { kind: "no_data", detail: "a part of the day lies in no epoch that was collected" };
    const end = (day + 1) * DAY_MS;
    return required(method, (need) => combine(epochs.map((epoch) => this.#need(need, epoch, end))));
  }

  /** What a method reads beside the facts of each epoch that has a part of a day. */
  historyOfDay(method: Method, { epochs }: DayBucket): Completeness {
    return combine(epochs.map((epoch) => this.history(method, epoch)));
  }

  /** The facts that a method reads beside them; `no_data` and `source_lost` here mean missing history. */
  history(method: Method, epoch: number): Completeness {
    const parts: Completeness[] = [{ kind: "complete", sources: Number.POSITIVE_INFINITY, final: true, hashes: [] }];
    for (const history of method.history) {
      if (history.kind === "calibration") {
        parts.push(asHistory(combine(history.needs.map((need) => this.#need(need, epoch)))));
        continue;
      }
      const first =
        history.kind === "epochs" ? epoch - history.back : history.kind === "all" ? 1 : this.#epochBefore(epoch, history.days);
      if (first === null || first < 0) {
        parts.push({
          kind: "no_data",
          detail: `needs every epoch of the ${this.#span(history)} before; known only from epoch ${this.#first} on`,
        });
        continue;
      }
      for (let past = first; past < epoch; past++) {
        const part = combine(history.needs.map((need) => this.#need(need, past)));
        if (part.kind === "no_data" || part.kind === "source_lost") {
          parts.push({
            kind: "no_data",
            detail: `needs every epoch of the ${this.#span(history)} before; epoch ${past} is missing`,
          });
          break;
        }
        parts.push(part);
      }
    }
    return combine(parts);
  }

  /** What there is of each kind of fact that a method also reads: two that are equal are of the same facts. */
  beside({ alsoReads = [] }: Method, epoch: number): string[] {
    return alsoReads.flatMap((also) =>
      this.#epochsOf(also, epoch).flatMap((other) => also.needs.map((need) => this.#stampOf(need, other))),
    );
  }

  #epochsOf(also: AlsoRead, epoch: number): number[] {
    if ("from" in also) return Array.from({ length: also.to - also.from + 1 }, (_, step) => epoch + also.from + step);
    const start = this.#epochs.get(epoch)?.starts_at;
    if (!start) return [];
    const then = Date.parse(start) - also.days * DAY_MS;
    return [...this.#epochs.values()]
      .filter((past) => past.epoch < epoch && (!past.ends_at || Date.parse(past.ends_at) >= then))
      .map((past) => past.epoch);
  }

  /** Also of facts that are not whole: what the SQL takes where it is there need not be. */
  #stampOf(need: Need, epoch: number): string {
    const facts = this.#need(need, epoch);
    const told = facts.kind === "complete" ? [facts.sources, ...facts.hashes] : [facts.detail];
    return JSON.stringify([epoch, need, facts.kind, ...told, this.#observed.get(`${need}|${epoch}`)?.stamp]);
  }

  #span(history: Exclude<Method["history"][number], { kind: "calibration" }>): string {
    if (history.kind === "all") return "time since the first epoch";
    return history.kind === "days" ? `${history.days} days` : history.back === 1 ? "one epoch" : `${history.back} epochs`;
  }

  /** The epoch that was effective some days before another began, or null where no known one was. */
  #epochBefore(epoch: number, days: number): number | null {
    const start = this.#epochs.get(epoch)?.starts_at;
    if (!start) return null;
    const then = Date.parse(start) - days * DAY_MS;
    for (const { epoch: index, starts_at, ends_at } of this.#epochs.values())
      if (starts_at && ends_at && Date.parse(starts_at) <= then && Date.parse(ends_at) > then) return index;
    return null;
  }

  /** @param until unix milliseconds up to which an epoch that runs has to be stored; null where it need not come to any point. */
  #need(need: Need, epoch: number, until: number | null = null): Completeness {
    switch (need) {
      case "members":
        return this.#root(epoch);
      case "model_groups":
        return this.#modelGroups(epoch);
      case "results":
        return this.#results(epoch);
      case "exclusions":
        return judge(this.#votes.get(`exclusions|${epoch}|`), "exclusions");
      case "times":
        return this.#times(epoch);
      case "params": {
        const params = judge(this.#votes.get("params|0|"), "params");
        // Parameters are a timeline of versions: which one a bucket reads is in its SQL, and a newer one changes no older bucket's finality.
        return params.kind === "complete" ? { ...params, final: true } : params;
      }
      case "proposals": {
        const proposals = judge(this.#votes.get("proposals|0|"), "the proposals");
        // What was decided before an epoch's end stays as it is while newer proposals join the list.
        return proposals.kind === "complete" ? { ...proposals, final: true } : proposals;
      }
      case "participants":
      case "participant_stats":
      case "hardware":
      case "validators":
      case "poc_snapshot":
      case "poc_delegations":
      case "poc_events":
      case "grants":
      case "maintenance":
      case "model_capacities":
      case "classic_stats":
        return judge(this.#votes.get(`${need}|${epoch}|`), need.replaceAll("_", " "));
      case "probes":
      case "reports":
      case "blocks":
      case "transactions":
      case "sandbox":
      case "escrows":
      case "settlements":
      case "host_epoch_stats":
      case "sessions":
      case "counters":
      case "mlnode_counters":
        return this.#seen(need, epoch, until);
    }
  }

  #seen(need: ObservedNeed, epoch: number, until: number | null): Completeness {
    const seen = this.#observed.get(`${need}|${epoch}`);
    if (!seen) return NEVER;
    if (!seen.complete) return { kind: seen.inDoubt ? "source_lost" : "no_data", detail: seen.detail };
    if (until !== null && !seen.final && seen.until !== null && Date.parse(seen.until) < until)
      return { kind: "no_data", detail: `${need.replaceAll("_", " ")} are stored only until ${seen.until}` };
    return { kind: "complete", sources: seen.sources, final: seen.final, hashes: [`${need} ${seen.stamp}`] };
  }

  #root(epoch: number): Completeness {
    const root = judge(this.#votes.get(`epoch_group|${epoch}|`), "the root group");
    if (root.kind !== "complete" || this.#epochs.has(epoch)) return root;
    return { kind: "no_data", detail: "the epoch is not effective yet" };
  }

  #modelGroups(epoch: number): Completeness {
    const root = this.#root(epoch);
    const models = this.#epochs.get(epoch)?.models;
    if (root.kind !== "complete" || !models) return root;
    return combine([
      root,
      ...models.map((model) => judge(this.#votes.get(`model_group|${epoch}|${model}`), `the group of ${model}`)),
    ]);
  }

  #results(epoch: number): Completeness {
    const whole = this.#votes.get(`epoch_results|${epoch}|`);
    const byMember = this.#votes.get(`epoch_results_by_member|${epoch}|`);
    return judge(whole && whole.tellers > 0 ? whole : (byMember ?? whole), "the epoch's results");
  }

  #times(epoch: number): Completeness {
    const known = this.#epochs.get(epoch);
    if (!known) return this.#root(epoch);
    const heights = known.last_height > 0 ? [known.effective_height, known.last_height + 1] : [known.effective_height];
    return combine(heights.map((height) => judge(this.#votes.get(`header|0|${height}`), `the block time at height ${height}`)));
  }
}

/** The facts of a bucket: all that a method needs, and of those of which one is enough all that are there. */
function required({ needs, anyOf }: Method, of: (need: Need) => Completeness): Completeness {
  const needed = combine(needs.map(of));
  if (anyOf === undefined) return needed;
  const ways = anyOf.map((way) => combine(way.map(of)));
  const there = ways.filter(({ kind }) => kind === "complete");
  if (there.length === 0) return combine([needed, ...ways]);
  const all = combine([needed, ...there]);
  const missing = ways.flatMap((way) => (way.kind === "complete" ? [] : [`${way.kind} ${way.detail}`]));
  return all.kind === "complete" ? { ...all, hashes: [...all.hashes, ...missing] } : all;
}

/** What is missing beside the bucket's own facts is missing history, whatever the reason. */
const asHistory = (part: Completeness): Completeness =>
  part.kind === "source_lost" || part.kind === "no_data" ? { kind: "no_data", detail: part.detail } : part;

function judge(vote: Vote | undefined, what: string): Completeness {
  if (!vote) return NEVER;
  switch (vote.verdict) {
    case "agreed":
      return { kind: "complete", sources: vote.agreeing.length, final: vote.final, hashes: [vote.content_hash] };
    case "absent":
      return { kind: "no_data", detail: `${what}: ${vote.agreeing.join(", ")} say it does not exist` };
    case "disputed":
      return { kind: "disputed", detail: `${what}: ${vote.odd.join(", ")} differ and there is no majority` };
    case "lost":
      return { kind: "source_lost", detail: `${what}: asked ${vote.cannot_tell.join(", ")}; none could tell` };
  }
}
