import type { Fault } from "./fault.ts";

export interface Listed {
  readonly id: number;
  readonly fault: Fault;
}

const NONE: readonly Fault[] = [];

/** The faults that are on. Asked with every request, so what holds at a place is worked out once a change. */
export class FaultBoard {
  #listed: readonly Listed[] = [];
  #next = 1;
  readonly #at = new Map<string, readonly Fault[]>();
  readonly #watchers: (() => void)[] = [];

  list(): readonly Listed[] {
    return this.#listed;
  }

  /** @returns the id to switch it off with. */
  switchOn(fault: Fault): number {
    const id = this.#next;
    this.#next += 1;
    this.#change([...this.#listed, { id, fault }]);
    return id;
  }

  /** @returns false when there is no such fault. */
  switchOff(id: number): boolean {
    const left = this.#listed.filter((one) => one.id !== id);
    if (left.length === this.#listed.length) return false;
    this.#change(left);
    return true;
  }

  clear(): void {
    this.#change([]);
  }

  /** Called after every change. */
  watch(watcher: () => void): void {
    this.#watchers.push(watcher);
  }

  /** What stands between a caller and the place: `source:0`, `host:12`, `sandbox` or `target`. */
  at(place: string): readonly Fault[] {
    if (this.#listed.length === 0) return NONE;
    let found = this.#at.get(place);
    if (found === undefined) {
      found = this.#listed.map(({ fault }) => fault).filter((fault) => sitsAt(fault, place));
      this.#at.set(place, found);
    }
    return found;
  }

  /** What the node itself makes of the chain. */
  ofSource(index: number): readonly Fault[] {
    return this.#listed.map(({ fault }) => fault).filter((fault) => "source" in fault && fault.source === index);
  }

  ofKind<K extends Fault["kind"]>(kind: K): readonly Extract<Fault, { kind: K }>[] {
    return this.#listed.map(({ fault }) => fault).filter((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
  }

  #change(listed: readonly Listed[]): void {
    this.#listed = listed;
    this.#at.clear();
    for (const watcher of this.#watchers) watcher();
  }
}

function sitsAt(fault: Fault, place: string): boolean {
  if (fault.kind === "cut_off") return place === "target" || place.startsWith("host:");
  if (fault.kind === "devshard_dark") return isAmong(fault.among, place);
  if (!("at" in fault)) return false;
  return (
    fault.at === place ||
    (fault.at === "hosts" && place.startsWith("host:")) ||
    (fault.at === "sources" && place.startsWith("source:"))
  );
}

function isAmong(among: number | readonly number[], place: string): boolean {
  const host = /^host:(\d+)$/.exec(place)?.[1];
  if (host === undefined) return false;
  const index = Number(host);
  // Multiples of the golden ratio spread evenly: of any few hosts that follow each other, about that share.
  return typeof among === "number" ? (index * 0.618_033_988_749_895) % 1 < among : among.includes(index);
}
