// How numbers, times and states are written: pure functions, so that they can be tested without a page.

/** A state of an indicator: glyph, word, class. @type {Record<string, readonly [string, string, string]>} */
export const STATES = {
  ok: ["●", "measured", "good"],
  provisional: ["○", "provisional", "info"],
  not_enough_data: ["◔", "not enough data", "warn"],
  disputed: ["≠", "disputed", "warn"],
  source_lost: ["✕", "source lost", "bad"],
  no_data: ["∅", "no data", "muted"],
  needs_entry: ["✎", "needs entry", "odd"],
  not_measurable_yet: ["◇", "not measurable yet", "muted"],
};

/** A state of a host. @type {Record<string, readonly [string, string, string]>} */
export const HOST_STATES = {
  up: ["▲", "up", "good"],
  down: ["▼", "down", "bad"],
  unknown: ["?", "unknown", "warn"],
  maintenance: ["◼", "maintenance", "odd"],
};

/** How a source answers. @type {Record<string, readonly [string, string, string]>} */
export const HEALTH = {
  answers: ["●", "answers", "good"],
  catching_up: ["◔", "catching up", "warn"],
  cant_tell: ["✕", "can't tell", "bad"],
  stale: ["?", "not polled lately", "warn"],
  refused: ["⊘", "refused", "bad"],
};

/** @type {Record<string, string>} */
export const PHASES = {
  poc_generate: "PoC: generation",
  poc_exchange: "PoC: exchange of artifacts",
  poc_validate: "PoC: validation",
  changeover: "members take over next",
  inference: "inference",
};

/** @type {Record<string, string>} */
export const EVENTS = {
  poc_start: "PoC starts",
  poc_validation_start: "validation starts",
  settlement: "settlement",
  epoch_effective: "members take over",
  next_poc_start: "next PoC",
};

const LETTERS = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e4, "K"],
];

/**
 * Three significant digits with K, M, B, T; small whole numbers as they are. Never a rounded 0 for what isn't 0.
 * @param {number} value
 * @returns {string}
 */
export function short(value) {
  const size = Math.abs(value);
  for (const [from, letter] of LETTERS) {
    const rounded = Number(size.toPrecision(3));
    if (rounded < Number(from)) continue;
    const unit = letter === "K" ? 1e3 : Number(from);
    return `${digits(value / unit)} ${letter}`;
  }
  return Number.isInteger(value) ? grouped(value) : digits(value);
}

/** @param {number} value */
const digits = (value) => {
  const [mantissa, exponent] = value.toPrecision(3).split("e");
  if (exponent !== undefined && Number(exponent) < 0) return value.toExponential(2).replace("-", "−").replace("e-", "e−");
  const plain = exponent === undefined ? String(mantissa) : String(Number(value.toPrecision(3)));
  return (plain.includes(".") ? plain.replace(/\.?0+$/, "") : plain).replace("-", "−");
};

/**
 * All digits, in groups of three.
 * @param {number} value
 */
export const grouped = (value) =>
  String(value)
    .replace(/\B(?=(\d{3})+(?!\d))/g, ",")
    .replace("-", "−");

/**
 * A value with its unit: ratios in per cent where the unit says so; of several units the first is the value's.
 * @param {number} value
 * @param {string} unit
 * @returns {{ number: string, unit: string }}
 */
export function withUnit(value, unit) {
  const first = unit.split(";")[0]?.trim() ?? "";
  if (first.startsWith("%")) return { number: short(value * 100), unit: first };
  return { number: short(value), unit: first === "count" ? "" : first };
}

/**
 * The two largest parts of a duration.
 * @param {number} seconds
 * @returns {string}
 */
export function duration(seconds) {
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 && whole > 0 ? "−" : "";
  if (whole < 60) return `${sign}${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return sign + parts(minutes, "min", whole % 60, "s");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return sign + parts(hours, "h", minutes % 60, "min");
  return sign + parts(Math.floor(hours / 24), "d", hours % 24, "h");
}

/** @type {(large: number, largeUnit: string, small: number, smallUnit: string) => string} */
const parts = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/**
 * UTC, to the second.
 * @param {string} iso
 */
export const utc = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/**
 * ngonka as GNK, for people.
 * @param {string} ngonka
 */
export const gnk = (ngonka) => `${short(Number(ngonka) / 1e9)}`;
