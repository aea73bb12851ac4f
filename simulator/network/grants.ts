import type { Accounts } from "./accounts.ts";
import type { FeeAllowance, Grant, Host } from "./types.ts";
import type { World } from "./world.ts";

/** What a host lets its warm key do: the messages a host service sends. */
export const HOST_MESSAGES = [
  "/inference.inference.MsgClaimRewards",
  "/inference.inference.MsgMLNodeWeightDistribution",
  "/inference.inference.MsgPoCV2StoreCommit",
  "/inference.inference.MsgSubmitHardwareDiff",
  "/inference.inference.MsgSubmitPocValidationsV2",
  "/inference.inference.MsgSubmitSeed",
] as const;

const YEAR_MS = 365 * 86_400_000;
const NGONKA = "ngonka";

/** Grants as the state holds them: one whose time is over is gone. */
export class Grants {
  readonly #world: World;
  readonly #accounts: Accounts;

  constructor(world: World, accounts: Accounts) {
    this.#world = world;
    this.#accounts = accounts;
  }

  all(height: number): readonly Grant[] {
    return [...this.#agents(height), ...this.#world.hosts.registered(height).flatMap((host) => this.#ofHost(host, height))];
  }

  /** The same as all(), of one granter; cheap in a network of 10,000 hosts. */
  givenBy(address: string, height: number): readonly Grant[] {
    const host = this.#world.hosts.byAddress(address);
    if (host !== null) return host.joinHeight <= height ? this.#ofHost(host, height) : [];
    return this.#agents(height).filter(({ granter }) => granter === address);
  }

  allowances(height: number): readonly FeeAllowance[] {
    return this.#world.hosts.registered(height).flatMap((host) => this.allowancesBy(host.address, height));
  }

  /** Only hosts pay for others: for their warm keys. */
  allowancesBy(address: string, height: number): readonly FeeAllowance[] {
    const host = this.#world.hosts.byAddress(address);
    if (host === null || !this.#accounts.warmKeys || this.#grantedAt(host) > height) return [];
    const expirationMs = this.#world.clock.timeOf(this.#grantedAt(host)) + YEAR_MS;
    return [
      {
        granter: host.address,
        grantee: host.warm.address,
        expirationMs,
        spendLimit: [{ denom: NGONKA, amount: 10_000_000_000n }],
      },
    ];
  }

  #ofHost(host: Host, height: number): readonly Grant[] {
    const at = this.#grantedAt(host);
    if (at > height || !this.#accounts.warmKeys) return [];
    const expirationMs = this.#world.clock.timeOf(at) + YEAR_MS;
    if (expirationMs <= this.#world.clock.timeOf(height)) return [];
    return HOST_MESSAGES.map((message) => ({ granter: host.address, grantee: host.warm.address, message, expirationMs }));
  }

  #grantedAt = ({ joinHeight }: Host) => joinHeight + 1;

  #agents(height: number): readonly Grant[] {
    const { clock } = this.#world;
    return this.#accounts.agents.flatMap(({ account, granter, messages, grantedAt, expiresAt }) => {
      const expirationMs = expiresAt === null ? clock.timeOf(grantedAt) + YEAR_MS : clock.timeOf(expiresAt);
      const live = grantedAt <= height && expirationMs > clock.timeOf(height);
      if (!live) return [];
      return messages.map((message) => ({ granter: granter.address, grantee: account.address, message, expirationMs }));
    });
  }
}
