import { z } from "zod";

/** The chain's own Decimal (types/decimal.proto), not the Cosmos Dec: `value · 10^exponent`. Exponents are not fixed. */
export const decimal = z.strictObject({ value: z.bigint(), exponent: z.int() });
export type Decimal = z.infer<typeof decimal>;

/** An exact fraction in lowest terms; `denominator` is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** The exact value, in lowest terms. */
export function toRational({ value, exponent }: Decimal): Rational {
  if (exponent >= 0) return { numerator: value * 10n ** BigInt(exponent), denominator: 1n };
  const denominator = 10n ** BigInt(-exponent);
  const divisor = greatestCommonDivisor(value, denominator);
  return { numerator: value / divisor, denominator: denominator / divisor };
}

/** The nearest double. The decimal text is handed to the number parser, which rounds once; dividing two doubles would round twice. */
export function toNumber({ value, exponent }: Decimal): number {
  return Number(`${value}e${exponent}`);
}
