import type { Accounts } from "./accounts.ts";
import type { Draw } from "./draw.ts";
import { accountOf } from "./hosts.ts";
import { secp256k1Keys } from "./keys.ts";
import type { Plot } from "./plot.ts";
import type { Account } from "./types.ts";
import type { World } from "./world.ts";

export interface Payer {
  readonly number: number;
  readonly account: Account;
}

/** Epochs of 22.5 hours in a week. */
const WEEK = 7;

const GATEWAY = 1;
const HOST = 5;

/**
 * Who pays for sessions, six accounts: 0 and 1 in most epochs, 1 through an agent by authz; 2 once a week; 3 once in the whole history;
 * 4 new in the last week of it; 5, for one session of every epoch, is the account of a host that never leaves, which so
 * pays itself and the other hosts.
 */
export class Payers {
  readonly #draw: Draw;
  readonly #plot: Plot;
  readonly #payers: readonly Account[];

  /** `gateway`: who lets an agent pay; `host`: the host that pays. */
  constructor(draw: Draw, plot: Plot, gateway: Account, host: Account) {
    this.#draw = draw;
    this.#plot = plot;
    const own = (number: number) => accountOf(secp256k1Keys(draw.bytes(`payer/${number}`)));
    this.#payers = [own(0), gateway, own(2), own(3), own(4), host];
  }

  /** Those with an account of their own: neither a host's nor an agent's granter. */
  own(): readonly Account[] {
    return this.#payers.filter((_, number) => number !== GATEWAY && number !== HOST);
  }

  all(): readonly Account[] {
    return this.#payers;
  }

  /** Who pays for a session of an epoch, both counted as the plot does: epochs from 1, sessions from 0. */
  of(epoch: number, session: number): Payer {
    const number = this.#number(epoch, session);
    const account = this.#payers[number];
    if (account === undefined) throw new RangeError(`no payer ${number}`);
    return { number, account };
  }

  #number(epoch: number, session: number): number {
    const { forming } = this.#plot;
    const before = forming - epoch;
    if (session === 0 && before === ONCE) return 3;
    if (session === 0 && before <= NEWCOMER && (NEWCOMER - before) % 2 === 0) return 4;
    if (session === 1 && Math.abs(before) % WEEK === 1) return 2;
    if (session === 2) return HOST;
    return this.#draw.chance(0.55, "payer", epoch, session) ? 0 : GATEWAY;
  }
}

/** Epochs before the one that forms at the start. */
const ONCE = 18;
const NEWCOMER = 3;

/** Null in a network too small to have any, which has no agent that could pay for another. */
export function payersOf({ draw, plot, tenures, hosts }: World, { gateway }: Accounts): Payers | null {
  const [steady] = tenures.of(0, 1);
  if (gateway === null || steady === undefined) return null;
  const host = hosts.of(steady);
  return new Payers(draw, plot, gateway.granter, { address: host.address, keys: host.keys });
}
