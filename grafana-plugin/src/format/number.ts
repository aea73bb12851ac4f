import { unitOfWhole } from "./unit.ts";

const LETTERS = [
  { from: 1e12, size: 1e12, letter: "T" },
  { from: 1e9, size: 1e9, letter: "B" },
  { from: 1e6, size: 1e6, letter: "M" },
  { from: 1e4, size: 1e3, letter: "K" },
] as const;

/** Three significant digits with K, M, B, T; whole numbers below 10,000 as they are. What isn't 0 is never written as 0. */
export function short(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 10_000) return full(value);
  const size = Math.abs(Number(value.toPrecision(3)));
  const si = LETTERS.find(({ from }) => size >= from);
  if (si) return `${digits(value / si.size)} ${si.letter}`;
  return digits(value);
}

function digits(value: number): string {
  const [mantissa = "", exponent] = value.toPrecision(3).split("e");
  if (exponent !== undefined && Number(exponent) < 0) return minus(value.toExponential(2));
  const plain = exponent === undefined ? mantissa : String(Number(value.toPrecision(3)));
  return full(Number(plain));
}

/** All digits, in groups of three. */
export function full(value: number | bigint): string {
  const [whole = "", fraction] = String(value).split(".");
  const grouped = /e/.test(whole) ? whole : whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return minus(fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

const minus = (text: string) => text.replaceAll("-", "−");

/** A ratio as per cent, in three significant digits. */
export const percent = (ratio: number): string => `${short(timesHundred(ratio))} %`;

/** The same of a share that must not be rounded up to all of it. */
export const percentOfAll = (share: number): string => percent(share < 1 ? Math.floor(share * 1000) / 1000 : share);

/** Chain amounts for people: GNK, not ngonka. */
export const gnk = (ngonka: bigint): string => `${short(Number(ngonka) / 1e9)} GNK`;

/** A number with its unit, apart, since they are set in different sizes. */
export interface Quantity {
  readonly number: string;
  /** Empty where the number counts things that its name tells. */
  readonly unit: string;
}

/**
 * As `short`, with the unit: ratios in per cent where the unit says so.
 * @param unit as the API gives it
 */
export const quantity = (value: number, unit: string): Quantity => written(value, unit, short);

/** The same with all digits. */
export const fullQuantity = (value: number, unit: string): Quantity => written(value, unit, (number) => full(number));

function written(value: number, unit: string, write: (number: number) => string): Quantity {
  const first = unitOfWhole(unit);
  if (first.startsWith("%")) return { number: write(timesHundred(value)), unit: first };
  return { number: write(value), unit: first === "count" ? "" : first };
}

/** As decimals: in binary 0.57 × 100 is 56.99999999999999. */
function timesHundred(value: number): number {
  const [mantissa = "", exponent = "0"] = String(value).split("e");
  return Number(`${mantissa}e${Number(exponent) + 2}`);
}

/** Number and unit in one line of text. */
export const inWords = ({ number, unit }: Quantity): string => (unit === "" ? number : `${number} ${unit}`);
