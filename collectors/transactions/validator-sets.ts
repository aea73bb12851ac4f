import type { Comet38Client } from "@cosmjs/tendermint-rpc";

const PER_PAGE = 100;
/** 100 pages hold 10,000 validators; a node that claims more is not followed. */
const MOST_PAGES = 100;

const upperHex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex").toUpperCase();

/** A set holds for an epoch; the last few are enough for blocks a little older. */
const MOST_SETS = 4;

/** The validator sets that one source told lately, each asked for once: the header names a set by its hash. */
export class ValidatorSets {
  readonly #sets = new Map<string, Promise<readonly string[]>>();

  /** Consensus addresses in the set's order, which is also that of a commit's signatures. Throws what the client throws. */
  at(comet: Comet38Client, height: number, validatorsHash: Uint8Array): Promise<readonly string[]> {
    const key = upperHex(validatorsHash);
    const known = this.#sets.get(key);
    if (known !== undefined) return known;
    const asking = askAll(comet, height);
    this.#sets.set(key, asking);
    for (const oldest of this.#sets.keys()) if (this.#sets.size > MOST_SETS) this.#sets.delete(oldest);
    asking.catch(() => this.#sets.delete(key));
    return asking;
  }

  /** A set that doesn't go with its block may be the source's mistake of a moment. */
  forget(validatorsHash: Uint8Array): void {
    this.#sets.delete(upperHex(validatorsHash));
  }
}

async function askAll(comet: Comet38Client, height: number): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { blockHeight, validators, total } = await comet.validators({ height, page, per_page: PER_PAGE });
    if (blockHeight !== height) throw new Error(`validators of height ${height} were asked, those of ${blockHeight} came`);
    addresses.push(...validators.map(({ address }) => upperHex(address)));
    if (addresses.length === total) return addresses;
    if (validators.length === 0 || addresses.length > total) break;
  }
  throw new Error(`the pages of the validators of height ${height} don't add up`);
}
