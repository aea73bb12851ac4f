import type { Draw } from "./draw.ts";
import { stagesOf } from "./epochs.ts";
import { accountOf } from "./hosts.ts";
import { secp256k1Keys } from "./keys.ts";
import type { SimulationOptions } from "./options.ts";
import type { Plot } from "./plot.ts";
import type { Account } from "./types.ts";

/** A service account that acts for another by an authz grant. */
export interface Agent {
  readonly number: number;
  readonly account: Account;
  readonly granter: Account;
  /** Type URLs it may send for its granter. */
  readonly messages: readonly string[];
  readonly grantedAt: number;
  /** Height at whose time the grant ends; null = a year after it was given. */
  readonly expiresAt: number | null;
  /** It sends coins of its granter every `every` blocks from the first to the last height; null = never. */
  readonly sends: Rhythm | null;
}

export interface Sender {
  readonly account: Account;
  readonly sends: Rhythm;
}

/** Heights at which an account sends: first, first + every, … to the last. */
export interface Rhythm {
  readonly first: number;
  readonly last: number;
  readonly every: number;
}

export const sendsAt = ({ first, last, every }: Rhythm, height: number) =>
  height >= first && height <= last && (height - first) % every === 0;

/** How many transactions an account has sent before the height: its sequence. */
export function sentBefore({ first, last, every }: Rhythm, height: number): number {
  const end = Math.min(height - 1, last);
  return end < first ? 0 : Math.floor((end - first) / every) + 1;
}

/** The agent that opens and settles its granter's sessions. */
const GATEWAY = 1;
const ESCROW_MESSAGES = ["/inference.inference.MsgCreateDevshardEscrow", "/inference.inference.MsgSettleDevshardEscrow"];

const NEVER = Number.MAX_SAFE_INTEGER;

/** A network with less than so many hosts, as a sandbox is, has no agents and no warm keys. */
const SMALL = 6;

/** Accounts that are no hosts. */
export class Accounts {
  readonly agents: readonly Agent[];
  readonly senders: readonly Sender[];
  /** Whether hosts send by warm keys; in a small network their operators sign with the hosts' own keys. */
  readonly warmKeys: boolean;
  /** The agent that pays for sessions in its granter's name; null in a small network. */
  readonly gateway: Agent | null;

  constructor(draw: Draw, options: SimulationOptions, plot: Plot) {
    const account = (name: string) => accountOf(secp256k1Keys(draw.bytes(name)));
    const start = (epoch: number) => stagesOf(options.epoch, Math.max(1, epoch)).pocStart;
    const every = (share: number) => Math.max(3, Math.floor(options.epoch.length * share));
    const steady = (number: number): Rhythm => ({ first: start(1) + 20 + number, last: NEVER, every: every(0.13) + number });
    const agent = (number: number, expiresAt: number | null, sends: Rhythm | null): Agent => ({
      number,
      account: account(`agent/${number}`),
      granter: account(`granter/${number}`),
      messages: number === GATEWAY ? ESCROW_MESSAGES : ["/cosmos.bank.v1beta1.MsgSend"],
      grantedAt: start(1) + 5 + number,
      expiresAt,
      sends,
    });
    this.warmKeys = options.hosts >= SMALL;
    const late = start(plot.forming - 13);
    this.agents =
      options.hosts < SMALL
        ? []
        : [
            agent(0, null, steady(0)),
            // At work for its granter's sessions alone.
            agent(GATEWAY, null, null),
            agent(2, null, steady(2)),
            // Silent for weeks at the end of the history.
            agent(3, null, { ...steady(3), last: late }),
            // Still at work, but its grant has ended.
            agent(4, start(plot.forming - 3), steady(4)),
            // Has a grant and never used it.
            agent(5, null, null),
          ];
    this.gateway = this.agents[GATEWAY] ?? null;
    const count = options.hosts < SMALL ? 4 : 8;
    this.senders = Array.from({ length: count }, (_, number) => ({
      account: account(`sender/${number}`),
      sends: {
        first: start(1) + 40 + 3 * number,
        // The last one fell silent long ago.
        last: number === count - 1 ? late : NEVER,
        every: every(0.05 + 0.03 * number),
      },
    }));
  }

  all(): readonly Account[] {
    return [...this.agents.flatMap(({ account, granter }) => [account, granter]), ...this.senders.map(({ account }) => account)];
  }
}
