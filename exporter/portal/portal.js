// Asks /api/v1 again and again, and says so where it can't.
import { cards, UNKNOWN_CARDS } from "./cards.js";
import { byId, element, put } from "./dom.js";
import { duration, grouped, utc } from "./format.js";
import { SHOWN, sessionList, TROUBLES } from "./sessions.js";
import { groups, legend } from "./tiles.js";

/** @typedef {import("./cards.js").Now} Now */

const EVERY_MS = 5000;
/** Longer than this and the service does not answer. */
const TIMEOUT_MS = 10_000;
/** Without word of the chain for this long, what is shown is called old. Seconds. */
const OLD_SECONDS = 120;

const numbersOnly = new URLSearchParams(location.search).get("show") === "numbers";
byId(numbersOnly ? "show-numbers" : "show-all").setAttribute("aria-current", "true");

/** @type {Date | null} */
let lastAnswer = null;
/** @type {Date | null} */
let failingSince = null;
/** @type {import("./tiles.js").Metrics | null} */
let metrics = null;

/** The service answered, and can't say anything yet. */
class NotReady extends Error {}

/**
 * @param {string} path
 * @returns {Promise<any>} what the API's schemas say
 * @throws {NotReady} with the service's words
 */
async function ask(path) {
  const response = await fetch(`/api/v1/${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.ok) return response.json();
  const body = await response.json().catch(() => null);
  throw new NotReady(body?.error?.message ?? `HTTP ${response.status}`);
}

async function refresh() {
  try {
    /** @type {Now} */
    const now = await ask("now");
    showNow(now);
    metrics ??= (await ask("roadmap")).metrics;
    const { indicators } = await ask("indicators");
    put(byId("legend"), legend(indicators));
    put(byId("metrics"), groups(indicators, metrics ?? [], numbersOnly));
    put(byId("sessions"), await sessionLists());
    lastAnswer = new Date();
    failingSince = null;
    say(complaint(now));
  } catch (error) {
    failingSince ??= new Date();
    const what = error instanceof NotReady ? `The service says: ${error.message}` : "The service does not answer";
    say(`${what} (since ${utc(failingSince.toISOString())}). ${stillHolds()} Asked again every 5 s.`);
    if (lastAnswer === null) showNothing();
  }
}

const sessionLists = () =>
  Promise.all(
    TROUBLES.map(async (trouble) => sessionList(trouble, (await ask(`sessions?trouble=${trouble}&limit=${SHOWN}`)).sessions)),
  );

/** @param {Now} now */
function showNow(now) {
  byId("simulated").hidden = !now.simulated;
  const { head, epoch } = now;
  const words = [
    now.chain_id,
    epoch.effective === null ? "epoch not known" : `epoch ${epoch.effective}`,
    head.height === null ? "head not known" : `block ${grouped(head.height)}`,
    `as of ${utc(now.now)}`,
  ];
  put(byId("about"), [element("span", {}, words.join(" · "))]);
  document.title = `${now.simulated ? "SIMULATED · " : ""}Gonka KPI · ${now.chain_id}`;
  put(byId("now"), cards(now));
}

function showNothing() {
  put(byId("about"), [element("span", {}, "Nothing is known yet.")]);
  put(byId("now"), UNKNOWN_CARDS());
  put(byId("metrics"), [element("p", { class: "muted" }, "– No indicator is known yet.")]);
}

/**
 * What is wrong with what is shown; empty where nothing is.
 * @param {Now} now
 */
function complaint({ head, halt }) {
  if (head.verdict === "lost")
    return "No source tells the chain's head: what is shown of the network is what was collected before.";
  if (halt.halted === null && head.age_seconds !== null && head.age_seconds > OLD_SECONDS)
    return `The newest block we heard of is ${duration(head.age_seconds)} old: nothing newer was collected, so what is shown may be old.`;
  return "";
}

const stillHolds = () =>
  lastAnswer === null ? "Nothing was heard yet." : `What is shown is from ${utc(lastAnswer.toISOString())} and may be old.`;

/** @param {string} words */
function say(words) {
  const notice = byId("notice");
  notice.hidden = words === "";
  if (notice.textContent !== words) notice.textContent = words;
}

async function run() {
  await refresh();
  setTimeout(run, EVERY_MS);
}
run();
