// Sessions in trouble: a list for each kind, newest first.
import { element, moment } from "./dom.js";
import { gnk, grouped, utc } from "./format.js";

/** @typedef {import("zod").output<typeof import("../api/schemas/sessions.ts").sessionsAnswer>["sessions"][number]} Session */

/** How many of a kind the page shows; the API has the rest. */
export const SHOWN = 10;
export const TROUBLES = /** @type {const} */ (["failed", "slow", "disputed"]);
const MEANING = {
  failed: "expired unsettled, or with inferences refused or out of time",
  slow: "open beyond their epoch, settled after it, or with an inference open for 15 minutes",
  disputed: "with an answer that was challenged or found invalid, or told otherwise by hosts than settled",
};

/**
 * @param {typeof TROUBLES[number]} trouble
 * @param {readonly Session[]} sessions
 */
export function sessionList(trouble, sessions) {
  const all = element("a", { href: `/api/v1/sessions?trouble=${trouble}` }, "all of them");
  const none = element("p", { class: "muted" }, "None in the last four epochs, of what was collected.");
  return element(
    "article",
    { class: "card", "data-trouble": trouble },
    element("h3", {}, trouble),
    element("p", { class: "note" }, `Sessions ${MEANING[trouble]} · `, all),
    sessions.length === 0 ? none : element("ul", {}, ...sessions.map(sessionRow)),
  );
}

/** @param {Session} session */
function sessionRow({ escrow_id, epoch, model_id, amount_ngonka, opened_at, ...session }) {
  const name = element("span", {}, `escrow ${escrow_id} · epoch ${epoch} · ${model_id ?? "model not known"}`);
  const locked = amount_ngonka === null ? null : `${gnk(amount_ngonka)} GNK locked`;
  const why = [...reasons(session), locked].filter((part) => part !== null).join(" · ");
  return element("li", {}, name, element("span", { class: "note" }, moment(why, opened_at)));
}

/** @param {Omit<Session, "escrow_id" | "epoch" | "model_id" | "amount_ngonka" | "opened_at">} session */
function reasons(session) {
  const { expired, settled_at, refused, timed_out, challenged, invalid, open_since, fits_settlement } = session;
  /** @param {number | null} count @param {string} word */
  const counted = (count, word) => (count === null || count === 0 ? null : `${grouped(count)} ${word}`);
  return [
    expired ? "expired unsettled" : settled_at === null ? "not settled" : `settled ${utc(settled_at)}`,
    counted(refused, "refused"),
    counted(timed_out, "out of time"),
    counted(challenged, "challenged"),
    counted(invalid, "invalid"),
    open_since === null || settled_at !== null ? null : `an inference open since ${utc(open_since)}`,
    fits_settlement === false ? "hosts and settlement differ" : null,
  ];
}
