import type { Coin, Decimal } from "../network/types.ts";

export { timestamp } from "../comet/blocks.ts";

export const decimal = ({ value, exponent }: Decimal) => ({ value: String(value), exponent });

/** A decimal of the parameters: value · 10^exponent. */
export const dec = (value: number, exponent: number) => ({ value: String(value), exponent });

export const coin = ({ denom, amount }: Coin) => ({ denom, amount: String(amount) });

export const ngonka = (amount: bigint) => ({ denom: "ngonka", amount: String(amount) });

/** A cosmos Dec of whole units: 18 places. */
export const legacyDec = (value: bigint) => `${value}.000000000000000000`;

export const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

export const hexToBase64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
