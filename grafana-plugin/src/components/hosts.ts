import type { Host } from "../client/types.ts";

/** Of an address what people tell hosts apart by: `gonka1qwfr…33xdkl`. */
export const shortAddress = (address: string): string =>
  address.length <= 20 ? address : `${address.slice(0, 11)}…${address.slice(-6)}`;

/** Its moniker, which others may have too, else its address. */
export const hostName = ({ address, now: { moniker } }: Pick<Host, "address" | "now">): string =>
  moniker ?? shortAddress(address);

/** A member with weight that is not known to be excluded. */
export const isActive = ({ weight, excluded }: Pick<Host, "weight" | "excluded">): boolean =>
  BigInt(weight) > 0n && excluded !== true;
