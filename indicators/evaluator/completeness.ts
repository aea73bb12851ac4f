import type { Epoch, Vote } from "../../storage/read/votes.ts";
import type { Method, Need } from "../method.ts";

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

/** Knows, for any epoch, whether the facts a method declares are complete. Built once an evaluation. */
export class FactsInventory {
  readonly #votes = new Map<string, Vote>();
  readonly #epochs = new Map<number, Epoch>();
  readonly #first: number;

  constructor(votes: readonly Vote[], epochs: readonly Epoch[]) {
    for (const vote of votes) this.#votes.set(`${vote.topic}|${vote.epoch}|${vote.subject}`, vote);
    for (const epoch of epochs) this.#epochs.set(epoch.epoch, epoch);
    this.#first = Math.min(...this.#epochs.keys());
  }

  epoch(index: number): Epoch | undefined {
    return this.#epochs.get(index);
  }

  /**
   * Whether the bucket can exist yet. The results of an epoch come to be when the next one is settled: until then there is no bucket for
   * them, which is neither a gap nor a zero.
   */
  isDue(method: Method, epoch: number): boolean {
    if (!method.needs.includes("results")) return true;
    const root = this.#votes.get(`epoch_group|${epoch}|`);
    const wasAsked = this.#votes.has(`epoch_results|${epoch}|`) || this.#votes.has(`epoch_results_by_member|${epoch}|`);
    return wasAsked || root?.verdict !== "agreed" || root.final;
  }

  /** The facts that the bucket of an epoch needs itself. */
  own(method: Method, epoch: number): Completeness {
    return combine(method.needs.map((need) => this.#need(need, epoch)));
  }

  /** The facts that a method reads beside them; `no_data` and `source_lost` here mean missing history. */
  history(method: Method, epoch: number): Completeness {
    const parts: Completeness[] = [{ kind: "complete", sources: Number.POSITIVE_INFINITY, final: true, hashes: [] }];
    for (const history of method.history) {
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

  /** What is known of each earlier epoch that label rows alone read. */
  beside({ besideRead }: Method, epoch: number): Completeness[] {
    const start = this.#epochs.get(epoch)?.starts_at;
    if (!besideRead || !start) return [];
    const then = Date.parse(start) - besideRead.days * DAY_MS;
    return [...this.#epochs.values()]
      .filter((past) => past.epoch < epoch && (!past.ends_at || Date.parse(past.ends_at) >= then))
      .map((past) => combine(besideRead.needs.map((need) => this.#need(need, past.epoch))));
  }

  #span(history: Method["history"][number]): string {
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

  #need(need: Need, epoch: number): Completeness {
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
    }
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
