// The indicators: a tile each, grouped by the roadmap's metrics.
import { element, mark } from "./dom.js";
import { STATES, short, withUnit } from "./format.js";

/** @typedef {import("zod").output<typeof import("../api/schemas/indicators.ts").indicatorsAnswer>["indicators"][number]} Indicator */
/** @typedef {Pick<import("zod").output<typeof import("../api/schemas/roadmap.ts").roadmapAnswer>, "metrics">["metrics"]} Metrics */

/** @param {Pick<Indicator, "state">} indicator */
const hasNumber = ({ state }) => state === "ok" || state === "provisional";

/**
 * A section for each metric, then what measures projects only, then what only helps.
 * @param {readonly Indicator[]} indicators
 * @param {Metrics} metrics
 * @param {boolean} numbersOnly
 * @returns {HTMLElement[]}
 */
export function groups(indicators, metrics, numbersOnly) {
  const shown = numbersOnly ? indicators.filter(hasNumber) : indicators;
  const named = metrics.map(({ id, name }) => ({ id, title: `${id} ${name}` }));
  const others = [
    { id: "P", title: "Measures of single projects" },
    { id: null, title: "Helping series" },
  ];
  return [...named, ...others].flatMap(({ id, title }) => {
    const own = shown.filter(({ metric }) => metric === id);
    if (own.length === 0) return [];
    return [element("section", {}, element("h3", {}, title), element("div", { class: "tiles" }, ...own.map(tile)))];
  });
}

/**
 * Value, unit, state, coverage, and what it is compared with, in that order. A value of an older bucket is told apart from none.
 * @param {Indicator} indicator
 */
function tile(indicator) {
  const { id, name, unit, state, state_epoch, estimate, note, newest } = indicator;
  const number = hasNumber(indicator) && newest !== null ? withUnit(newest.value, unit) : null;
  const coverage = number && newest?.coverage != null && newest.coverage < 1 ? `saw ${short(newest.coverage * 100)} %` : "";
  const facts = [state_epoch === null ? "" : `epoch ${state_epoch}`, coverage].filter((part) => part !== "").join(" · ");
  return element(
    "article",
    { class: "tile", "data-id": id, "data-state": state },
    element("h4", {}, element("a", { id: `tile-${id}`, href: `/api/v1/indicators/${id}` }, name)),
    element("p", { class: "value" }, number ? number.number : "–", number ? element("small", {}, ` ${number.unit}`) : null),
    element("p", {}, mark(STATES[state]), number && estimate ? " · estimate" : null),
    facts === "" ? null : element("p", { class: "note" }, facts),
    note === "" ? null : element("p", { class: "note" }, note),
    number || newest === null ? null : element("p", { class: "note" }, `Last number: ${lastNumber(newest, unit)}`),
  );
}

/**
 * @param {NonNullable<Indicator["newest"]>} newest
 * @param {string} unit
 */
function lastNumber({ value, epoch }, unit) {
  const { number, unit: words } = withUnit(value, unit);
  return `${number}${words === "" ? "" : ` ${words}`}, epoch ${epoch}`;
}

/**
 * How many have each state.
 * @param {readonly Indicator[]} indicators
 * @returns {(HTMLElement | Text)[]}
 */
export function legend(indicators) {
  const counted = Object.entries(STATES).map(([state, words]) => ({
    words,
    count: indicators.filter((one) => one.state === state).length,
  }));
  return counted.flatMap(({ words, count }, index) => [
    ...(index === 0 ? [] : [document.createTextNode(" · ")]),
    element("span", {}, `${count} `, mark(words)),
  ]);
}
