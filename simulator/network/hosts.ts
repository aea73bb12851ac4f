import { validatorSeed } from "../hosts/proof-keys.ts";
import type { SimulationClock } from "./clock.ts";
import type { Draw } from "./draw.ts";
import { epochsAt, stagesOf } from "./epochs.ts";
import {
  accountAddress,
  consensusAddressOf,
  consensusBech32,
  ed25519PublicKey,
  type Keys,
  operatorAddress,
  secp256k1Keys,
} from "./keys.ts";
import type { SimulationOptions } from "./options.ts";
import type { Tenure, Tenures } from "./tenures.ts";
import type { Account, Host } from "./types.ts";

/** The hosts of the network, made when they are first asked for: a key pair takes a quarter of a millisecond. */
export class Hosts {
  readonly #draw: Draw;
  readonly #options: SimulationOptions;
  readonly #clock: SimulationClock;
  readonly #tenures: Tenures;
  readonly #made = new Map<number, Host>();
  #listed: {
    readonly epoch: number;
    readonly hosts: readonly Host[];
    readonly byAddress: ReadonlyMap<string, Host>;
    readonly joined: ReadonlyMap<number, readonly Host[]>;
  } | null = null;

  constructor(draw: Draw, options: SimulationOptions, clock: SimulationClock, tenures: Tenures) {
    this.#draw = draw;
    this.#options = options;
    this.#clock = clock;
    this.#tenures = tenures;
  }

  of(tenure: Tenure): Host {
    const index = tenure.turn * this.#tenures.slots + tenure.slot;
    let host = this.#made.get(index);
    if (host === undefined) {
      host = this.#make(index, tenure);
      this.#made.set(index, host);
    }
    return host;
  }

  /** Every host registered at the height, in the order of registration. */
  registered(height: number): readonly Host[] {
    const { hosts } = this.#list(height);
    let low = 0;
    let high = hosts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((hosts[middle]?.joinHeight ?? 0) <= height) low = middle + 1;
      else high = middle;
    }
    return hosts.slice(0, low);
  }

  joinedAt(height: number): readonly Host[] {
    return this.#list(height).joined.get(height) ?? [];
  }

  byAddress(address: string): Host | null {
    return this.#list(this.#clock.height()).byAddress.get(address) ?? null;
  }

  byIp(ip: string): Host | null {
    const [, second = 0, third = 0, fourth = 0] = ip.split(".").map(Number);
    const index = (second - 1) * 65_536 + third * 256 + fourth - 1;
    if (!(index >= 0)) return null;
    const slot = index % this.#tenures.slots;
    const turn = Math.floor(index / this.#tenures.slots);
    const horizon = epochsAt(this.#options.epoch, this.#clock.height()).latest + 3;
    const tenure = this.#tenures.of(slot, horizon).find((one) => one.turn === turn);
    return tenure === undefined ? null : this.of(tenure);
  }

  /** A host registers up to three epochs before its first one, so the list is made with three epochs to come. */
  #list(height: number) {
    const epoch = epochsAt(this.#options.epoch, height).latest + 3;
    if (this.#listed === null || this.#listed.epoch < epoch) {
      const hosts: Host[] = [];
      for (let slot = 0; slot < this.#tenures.slots; slot++) {
        for (const tenure of this.#tenures.of(slot, epoch)) hosts.push(this.of(tenure));
      }
      hosts.sort((a, b) => a.joinHeight - b.joinHeight || a.index - b.index);
      this.#listed = { epoch, hosts, byAddress: new Map(hosts.map((host) => [host.address, host])), joined: byJoinHeight(hosts) };
    }
    return this.#listed;
  }

  #make(index: number, tenure: Tenure): Host {
    const keys = secp256k1Keys(this.#draw.bytes(`host/${index}`));
    const number = index + 1;
    const ip = `127.${1 + Math.floor(number / 65_536)}.${Math.floor(number / 256) % 256}.${number % 256}`;
    const joinHeight = tenure.first === 1 ? 0 : this.#joinHeight(tenure);
    return new MadeHost({
      index,
      address: accountAddress(keys.addressBytes),
      operatorAddress: operatorAddress(keys.addressBytes),
      keys,
      ip,
      url: `http://${ip}:${this.#options.hostPort}`,
      moniker: `host-${number}`,
      joinHeight,
      warmKey: this.#draw.bytes(`warm/${index}`),
      timeOf: (height) => this.#clock.timeOf(height),
    });
  }

  #joinHeight({ slot, turn, first }: Tenure): number {
    const { pocStart } = stagesOf(this.#options.epoch, first);
    const wait = 0.1 + 2.4 * this.#draw.unit("onboarding", slot, turn);
    return Math.max(1, pocStart - Math.round(wait * this.#options.epoch.length));
  }
}

interface Made extends Omit<Host, "warm" | "joinTimeMs" | keyof Validator> {
  readonly warmKey: Uint8Array;
  readonly timeOf: (height: number) => number;
}

type Validator = Pick<Host, "consensusAddress" | "consensusBech32" | "validatorKeyBase64">;

/** Keys are derived when they are first needed, most never are; a halt may still move the time of a block to come. */
class MadeHost implements Host {
  readonly index: number;
  readonly address: string;
  readonly operatorAddress: string;
  readonly keys: Keys;
  readonly ip: string;
  readonly url: string;
  readonly moniker: string;
  readonly joinHeight: number;
  readonly #warmKey: Uint8Array;
  readonly #timeOf: (height: number) => number;
  #warm: Account | null = null;
  #validator: Validator | null = null;

  constructor(made: Made) {
    this.index = made.index;
    this.address = made.address;
    this.operatorAddress = made.operatorAddress;
    this.keys = made.keys;
    this.ip = made.ip;
    this.url = made.url;
    this.moniker = made.moniker;
    this.joinHeight = made.joinHeight;
    this.#warmKey = made.warmKey;
    this.#timeOf = made.timeOf;
  }

  get joinTimeMs(): number {
    return this.#timeOf(this.joinHeight);
  }

  get consensusAddress(): string {
    return this.#signing().consensusAddress;
  }

  get consensusBech32(): string {
    return this.#signing().consensusBech32;
  }

  get validatorKeyBase64(): string {
    return this.#signing().validatorKeyBase64;
  }

  #signing(): Validator {
    this.#validator ??= validatorOf(this.address);
    return this.#validator;
  }

  get warm(): Account {
    this.#warm ??= accountOf(secp256k1Keys(this.#warmKey));
    return this.#warm;
  }
}

function validatorOf(address: string): Validator {
  const key = Buffer.from(ed25519PublicKey(validatorSeed(address)));
  const consensus = consensusAddressOf(key);
  return {
    consensusAddress: consensus.toString("hex").toUpperCase(),
    consensusBech32: consensusBech32(consensus),
    validatorKeyBase64: key.toString("base64"),
  };
}

export const accountOf = (keys: Keys): Account => ({ address: accountAddress(keys.addressBytes), keys });

function byJoinHeight(hosts: readonly Host[]): ReadonlyMap<number, readonly Host[]> {
  const joined = new Map<number, Host[]>();
  for (const host of hosts) {
    const same = joined.get(host.joinHeight);
    if (same === undefined) joined.set(host.joinHeight, [host]);
    else same.push(host);
  }
  return joined;
}
