// The network now: one card a question.
import { element, mark, moment } from "./dom.js";
import { duration, EVENTS, gnk, grouped, HEALTH, HOST_STATES, PHASES, STATES, short, utc } from "./format.js";

/** @typedef {import("zod").output<typeof import("../api/schemas/live.ts").nowAnswer>} Now */

/**
 * @param {string} title
 * @param {readonly (HTMLElement | null)[]} content
 */
const card = (title, ...content) => element("article", { class: "card" }, element("h3", {}, title), ...content);
/** @param {readonly (Node | string | null)[]} content */
const value = (...content) => element("p", { class: "value" }, ...content);
/** @param {readonly (Node | string | null)[]} content */
const line = (...content) => element("p", {}, ...content);
/** @param {readonly (Node | string | null)[]} content */
const note = (...content) => element("p", { class: "note" }, ...content);
/** @param {readonly (Node | string)[]} rows */
const rows = (...rows) => element("ul", {}, ...rows);
/** @param {readonly (Node | string | null)[]} cells */
const row = (...cells) => element("li", {}, ...cells.map((cell) => (cell === null ? null : element("span", {}, cell))));
const DASH = "–";

/** What the page says before it knows anything. */
export const UNKNOWN_CARDS = () =>
  ["Head", "Halt clock", "Epoch clock", "Hosts", "Sources"].map((title) =>
    card(title, value(DASH), line(mark(["?", "not known yet", "warn"]))),
  );

/** @param {Now} now */
export function cards(now) {
  return [head(now), halt(now), epoch(now), hosts(now), sources(now), models(now), coins(now), collectors(now)];
}

/** @param {Now} now */
function head({ head }) {
  const title = "Head";
  if (head.height === null || head.age_seconds === null)
    return card(title, value(DASH), line(verdict(head.verdict)), odd(head.odd));
  const sources = head.agreeing === 1 ? "one source, nobody confirmed it" : `${head.agreeing} sources agree`;
  return card(
    title,
    element("p", { class: "value", id: "head-height" }, grouped(head.height), element("small", {}, " block")),
    line(moment(`${duration(head.age_seconds)} ago`, head.time), ` · ${sources}`),
    odd(head.odd),
  );
}

/** @param {string} name */
function verdict(name) {
  if (name === "disputed") return mark(STATES["disputed"]);
  return mark(name === "lost" ? ["✕", "no source tells", "bad"] : ["?", "not known", "warn"]);
}

/** @param {readonly string[]} names */
const odd = (names) =>
  names.length === 0 ? null : note(mark(["≠", "differs from the others", "warn"]), `: ${names.join(", ")}`);

/** @param {Now} now */
function halt({ halt, head, now }) {
  const title = "Halt clock";
  const age = head.age_seconds === null ? DASH : duration(head.age_seconds);
  if (halt.halted === null) return card(title, value(age), line(mark(["?", "nobody can tell whether the chain runs", "warn"])));
  if (!halt.halted)
    return card(title, value(age, element("small", {}, " since the last block")), line(mark(["●", "running", "good"])));
  const since = halt.block_time === null ? DASH : duration((Date.parse(now) - Date.parse(halt.block_time)) / 1000);
  return card(
    title,
    value(since, element("small", {}, " without a block")),
    line(mark(["■", "halted", "bad"]), halt.height === null ? null : ` at block ${grouped(halt.height)}`),
    note(`Seen ${halt.seen_at === null ? DASH : utc(halt.seen_at)} by ${halt.sources.join(", ")}.`),
  );
}

/** @param {Now} now */
function epoch({ epoch, now }) {
  const title = "Epoch clock";
  if (epoch.effective === null) return card(title, value(DASH), line(verdict(epoch.verdict)));
  const forming = epoch.latest !== null && epoch.latest > epoch.effective ? ` · epoch ${epoch.latest} is forming` : "";
  const phase = epoch.phase === null ? mark(["?", "phase not known", "warn"]) : `${PHASES[epoch.phase] ?? epoch.phase}`;
  const coming = epoch.events.filter(({ blocks_left }) => blocks_left > 0);
  return card(
    title,
    value(String(epoch.effective), element("small", {}, forming)),
    element("p", { id: "epoch-phase" }, phase),
    rows(
      ...coming.map(({ name, height, blocks_left, estimated_at }) =>
        row(
          EVENTS[name] ?? name,
          element(
            "span",
            {},
            `${grouped(blocks_left)} blocks`,
            estimated_at === null ? "" : ` · ~${duration((Date.parse(estimated_at) - Date.parse(now)) / 1000)}`,
            element("span", { class: "muted" }, ` · at ${grouped(height)}`),
          ),
        ),
      ),
    ),
    epoch.block_time === null
      ? null
      : note(`~ is an estimate: ${epoch.block_time.seconds.toFixed(2)} s a block, by ${epoch.block_time.basis}.`),
  );
}

/** @param {Now} now */
function hosts({ hosts, now }) {
  const title = "Hosts";
  const { states } = hosts;
  if (states === null) return card(title, value(DASH), line(mark(["?", "active hosts not known", "warn"])));
  const total = Object.values(states).reduce((sum, count) => sum + count, 0);
  return card(
    title,
    element(
      "p",
      { class: "counts", id: "hosts-by-state" },
      ...Object.entries(states).map(([state, count]) =>
        element("span", {}, element("b", {}, String(count)), " ", mark(HOST_STATES[state])),
      ),
    ),
    line(`${total} active in epoch ${hosts.epoch} · `, element("a", { href: "/api/v1/hosts", id: "hosts-link" }, "each of them")),
    hosts.probed ? null : note("No host was probed within the last day: all are unknown."),
    rows(
      ...hosts.rounds.map(({ vantage, observed_at, valid, seconds, detail }) =>
        row(
          `from ${vantage}`,
          element(
            "span",
            {},
            moment(`${duration((Date.parse(now) - Date.parse(observed_at)) / 1000)} ago`, observed_at),
            ` · took ${short(seconds)} s · `,
            mark(valid ? ["●", "valid round", "good"] : ["✕", "prober in doubt", "bad"]),
            valid || detail === "" ? "" : `: ${detail}`,
          ),
        ),
      ),
    ),
  );
}

/** @param {Now} now */
function sources({ sources }) {
  const title = "Sources";
  if (sources.length === 0)
    return card(title, value(DASH), line(mark(["∅", "no source was polled within the last day", "muted"])));
  const answering = sources.filter(({ health }) => health === "answers").length;
  return card(
    title,
    value(`${answering} of ${sources.length}`, element("small", {}, " answer")),
    rows(
      ...sources.map(({ source, health, lag_blocks, detail, odd }) =>
        row(
          source,
          element(
            "span",
            {},
            mark(HEALTH[health]),
            odd ? " · " : "",
            odd ? mark(["≠", "differs from the others", "warn"]) : "",
            lag_blocks === null ? "" : ` · ${lag_blocks === 0 ? "no lag" : `${grouped(lag_blocks)} blocks behind`}`,
            detail === "" ? "" : ` · ${detail}`,
          ),
        ),
      ),
    ),
  );
}

/** @param {Now} now */
function models({ models }) {
  const title = "Models";
  if (models.length === 0) return card(title, value(DASH), line(mark(["?", "not known", "warn"])));
  return card(
    title,
    value(String(models.length), element("small", {}, " groups in the newest epoch")),
    rows(
      ...models.map(({ model_id, verdict: said, hosts, nodes, vote_margin }) =>
        row(
          model_id,
          hosts === null
            ? verdict(said ?? "")
            : `${hosts} hosts · ${nodes === null ? DASH : nodes} nodes · margin ${vote_margin === null ? DASH : points(vote_margin.margin)}`,
        ),
      ),
    ),
    note("Margin: voting power on its PoC over two thirds, in % points."),
  );
}

/** @param {number} ratio */
const points = (ratio) => `${ratio >= 0 ? "+" : ""}${short(ratio * 100)}`;

/** @param {Now} now */
function coins({ coins }) {
  const { supply_ngonka: supply, community_pool_ngonka: pool } = coins;
  const missing = supply === null || pool === null;
  return card(
    "Coins",
    value(supply === null ? DASH : gnk(supply), element("small", {}, " GNK supply")),
    line(pool === null ? DASH : gnk(pool), " GNK in the community pool"),
    missing ? note("– is not agreed, or was never asked.") : null,
  );
}

/** @param {Now} now */
function collectors({ collectors }) {
  const title = "Our collectors";
  if (collectors.length === 0) return card(title, value(DASH), line(mark(["∅", "none ran within the last week", "muted"])));
  return card(
    title,
    rows(
      ...collectors.map(({ collector, age_seconds, last_outcome, last_detail }) =>
        row(
          collector,
          element(
            "span",
            {},
            age_seconds === null
              ? last_outcome === null
                ? "under way"
                : "no success within a week"
              : `${duration(age_seconds)} ago`,
            last_outcome === "failed" ? " · " : "",
            last_outcome === "failed" ? mark(["✕", `last run failed${last_detail ? `: ${last_detail}` : ""}`, "bad"]) : "",
          ),
        ),
      ),
    ),
    note("When each last succeeded."),
  );
}
