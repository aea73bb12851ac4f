import type { Host, HostState } from "../../client/types.ts";
import { HOST_STATES } from "../../components/host-state.tsx";

/** By what the list can be sorted: weight is the network's own order. */
export const SORTS = ["weight", "name", "missed", "confirmation"] as const;
export type Sort = (typeof SORTS)[number];

export const STATE_FILTERS = ["all", ...HOST_STATES] as const;
export type StateFilter = (typeof STATE_FILTERS)[number];

/** What the address of the page asks for. */
export interface View {
  readonly search: string;
  readonly state: StateFilter;
  readonly sort: Sort;
}

export const viewOf = (params: URLSearchParams): View => ({
  search: params.get("q") ?? "",
  state: STATE_FILTERS.find((state) => state === params.get("state")) ?? "all",
  sort: SORTS.find((sort) => sort === params.get("sort")) ?? "weight",
});

/** The hosts that the view asks for, in its order; those without the number sorted by come last. */
export function hostsInView(hosts: readonly Host[], { search, state, sort }: View): Host[] {
  const wanted = search.trim().toLowerCase();
  const found = hosts.filter((host) => hasState(host, state) && (wanted === "" || isNamed(host, wanted)));
  return sort === "weight" ? found : found.sort(ORDERS[sort]);
}

const hasState = (host: Host, state: HostState | "all") => state === "all" || host.now.agreement.state === state;

const isNamed = ({ address, now: { moniker } }: Host, wanted: string) =>
  address.toLowerCase().includes(wanted) || (moniker ?? "").toLowerCase().includes(wanted);

const nameOf = ({ address, now: { moniker } }: Host) => moniker ?? `\u{ffff}${address}`;

const ORDERS: Readonly<Record<Exclude<Sort, "weight">, (a: Host, b: Host) => number>> = {
  name: (a, b) => nameOf(a).localeCompare(nameOf(b), "en", { numeric: true }),
  missed: (a, b) => (b.miss_ratio ?? -1) - (a.miss_ratio ?? -1),
  confirmation: (a, b) => (a.now.confirmation_ratio ?? Infinity) - (b.now.confirmation_ratio ?? Infinity) || 0,
};
