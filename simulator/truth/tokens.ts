import { HostWork } from "../hosts/metrics/host-work.ts";
import { tellingNodes, tellsOfMlNodes } from "../hosts/metrics/mlnodes.ts";
import type { Network } from "../network/network.ts";
import type { Escrow, Inference } from "../network/sessions-types.ts";
import { sum } from "./statistics.ts";
import { DAY_MS, endOf, lastHeight, startOf, type Truth, type TruthOf } from "./truth.ts";

const daysOf = (network: Network, epoch: number) => (endOf(network, epoch) - startOf(network, epoch)) / DAY_MS;

/** Tokens ÷ days of the epoch. */
function perDay(network: Network, epoch: number, tokens: number): Truth {
  const days = daysOf(network, epoch);
  return { value: tokens / days, numerator: tokens, denominator: days };
}

export const inferencesOf = (network: Network, epoch: number): readonly Inference[] =>
  network.escrowsOf(epoch).flatMap((escrow) => network.session(escrow).inferences);

/**
 * T2, the tokens of finished inferences by model, invalidated ones too. An epoch's are those of its own escrows: inferences start, and are
 * confirmed, while the epoch is the effective one, only the last diffs may come later.
 */
export function servedByModel(network: Network, epoch: number): ReadonlyMap<string, number> {
  const served = new Map<string, number>();
  for (const { model, promptTokens, completionTokens } of inferencesOf(network, epoch)) {
    if (promptTokens === null || completionTokens === null) continue;
    served.set(model, (served.get(model) ?? 0) + promptTokens + completionTokens);
  }
  return served;
}

const tokensOfSessions: TruthOf = (network, epoch) => perDay(network, epoch, sum([...servedByModel(network, epoch).values()]));

/** Escrows whose settlement is in a block of the epoch: its own, and late ones of the epoch before. */
export function settledIn(network: Network, epoch: number): readonly Escrow[] {
  const [from, to] = [network.stagesOf(epoch).setNewValidators, lastHeight(network, epoch)];
  return [epoch - 1, epoch]
    .flatMap((one) => network.escrowsOf(one))
    .filter(({ settledHeight }) => settledHeight !== null && settledHeight >= from && settledHeight <= to);
}

const costOf = ({ settlement, tokenPrice }: Escrow) =>
  sum((settlement?.hostStats ?? []).map(({ cost }) => Number(cost / tokenPrice)));

/** T1, by the block of the settlement: clipped where more was used than reserved, without what was invalidated. */
const tokensSettled: TruthOf = (network, epoch) => perDay(network, epoch, sum(settledIn(network, epoch).map(costOf)));

/** T1', by the epoch of the escrow: late settlements too, as far as the head has them. */
const tokensOfHostStats: TruthOf = (network, epoch) => {
  const head = network.clock.height();
  const settled = network.escrowsOf(epoch).filter(({ settledHeight }) => settledHeight !== null && settledHeight <= head);
  return perDay(network, epoch, sum(settled.map(costOf)));
};

/** T2b: all that executors computed, for lost races too; not what validators computed. By when it was done. */
const tokensExecuted: TruthOf = (network, epoch) => {
  const work = inferencesOf(network, epoch).flatMap((inference) => inference.work ?? []);
  return perDay(network, epoch, sum(work.map(({ promptTokens, completionTokens }) => promptTokens + completionTokens)));
};

/** T3: what the ML nodes computed whose host tells, validations too. Hosts tell of the nodes they run at the epoch's end. */
const tokensOfMlNodes: TruthOf = (network, epoch) => {
  const work = new HostWork(network);
  const height = lastHeight(network, epoch);
  const tokens = network
    .hosts(height)
    .filter((host) => tellsOfMlNodes(network, host))
    .map((host) => {
      const nodes = new Set(tellingNodes(network, host, height).map(({ id }) => id));
      const done = work
        .between(host, startOf(network, epoch), endOf(network, epoch))
        .filter(
          ({ ms, kind, nodeId }) =>
            ms <= endOf(network, epoch) && (kind === "executed" || kind === "validated") && nodes.has(nodeId),
        );
      return sum(done.map(({ promptTokens, completionTokens }) => promptTokens + completionTokens));
    });
  return perDay(network, epoch, sum(tokens));
};

/** The headline with every source up: T2, because all sessions can be read. */
const tokensDay: TruthOf = (network, epoch) => ({ ...tokensOfSessions(network, epoch), numerator: null, denominator: null });

/** Starts in the sessions of the epoch's escrows; what became of them is in `outcomesOf`. No user requests: gateways race hosts. */
const started: TruthOf = (network, epoch) => ({ value: inferencesOf(network, epoch).length, numerator: null, denominator: null });

/** What became of the starts of an epoch's sessions. A start can be in several: confirmed, finished and challenged, say. */
export interface Outcomes {
  readonly started: number;
  readonly confirmed: number;
  readonly finished: number;
  readonly refused: number;
  readonly timedOut: number;
  /** Neither finished nor timed out: lost races and starts without a payload. */
  readonly unfinished: number;
  /** A validator found it wrong. */
  readonly challenged: number;
  /** More than half of the slots did. */
  readonly invalidated: number;
}

export function outcomesOf(network: Network, epoch: number): Outcomes {
  const all = inferencesOf(network, epoch);
  const count = (is: (inference: Inference) => boolean) => all.filter(is).length;
  return {
    started: all.length,
    confirmed: count(({ confirmedAtMs }) => confirmedAtMs !== null),
    finished: count(({ promptTokens }) => promptTokens !== null),
    refused: count(({ timeout }) => timeout === 1),
    timedOut: count(({ timeout }) => timeout === 2),
    unfinished: count(({ promptTokens, timeout }) => promptTokens === null && timeout === null),
    challenged: count(({ validations }) => validations.some(({ valid }) => !valid)),
    invalidated: count(({ invalidated }) => invalidated),
  };
}

/** Tokens a day of the epoch, by estimator; numerator: tokens, denominator: days. */
export const TOKENS: Readonly<Record<string, TruthOf>> = {
  "use.tokens_day": tokensDay,
  "aux.tokens_settled": tokensSettled,
  "aux.tokens_host_epoch_stats": tokensOfHostStats,
  "aux.tokens_sessions": tokensOfSessions,
  "aux.tokens_host_counters": tokensExecuted,
  "aux.tokens_mlnodes": tokensOfMlNodes,
  "aux.session_outcomes": started,
};
