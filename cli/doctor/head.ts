import { decideHead, HEAD_TOLERANCE_BLOCKS } from "../../chain/head.ts";
import { counted, type Finding, fine, notice, wrong } from "./finding.ts";
import { type Sighted, type ToldHead, WORTH_A_LOOK_BLOCKS } from "./survey.ts";

/** Blocks come every 5 to 6 s: a newest one older than this says that the chain, or one of the clocks, is not right. */
const STALE_HEAD_MS = 60_000;
const CLOCK_BEHIND_MS = 5000;

export interface HeadOptions {
  /** This machine's clock. */
  readonly now: () => Date;
  /** Whether block times are times of this machine's clock: not so on a simulated network or recorded data. */
  readonly followsWall: boolean;
}

/** Whether the sources agree on the head, who lags or lies in it, and what this machine's clock makes of its time. */
export function headFindings({ first, second }: Sighted, options: HeadOptions): Finding[] {
  const said = (second ?? first).filter(({ catching_up }) => !catching_up);
  const head = decideHead(said);
  if (head.kind === "lost") return [];
  if (head.kind === "disputed") {
    const heights = said.map(({ source, height, time }) => `${source} says ${height} of ${time.slice(11, 19)}`);
    return [
      wrong(
        "head",
        `the sources differ and there is no majority: ${heights.join(", ")}`,
        "find out which of them follows the chain, and take the others out of GONKA_NODES: nothing new is collected until then",
      ),
    ];
  }
  const odd = second === null ? [] : said.flatMap((told) => oddHead(told, head.odd.includes(told.source), first, second));
  return [...odd, clock(head.value.time, options)];
}

/**
 * One source's head against the others'. It counts only what can't come from being asked a moment later: lagging is to be asked after the
 * others and still know less, leading is to be asked before them and know more.
 */
function oddHead(told: ToldHead, isOdd: boolean, first: readonly ToldHead[], second: readonly ToldHead[]): Finding[] {
  const { source } = told;
  const about = `source ${source}`;
  const cause = `head|${source}`;
  const others = (heads: readonly ToldHead[]) => heads.flatMap((one) => (one.source === source ? [] : [one.height]));
  // The second highest: a single one that names a head of its own makes nobody else a laggard.
  const reached = others(first).sort((a, b) => b - a)[others(first).length > 1 ? 1 : 0] ?? told.height;
  const lag = reached - told.height;
  const before = first.find((one) => one.source === source)?.height ?? told.height;
  const lead = before - Math.max(...others(second));
  if (lag > WORTH_A_LOOK_BLOCKS) {
    const found = `lags ${counted(lag, "block")} behind the others (${told.height})`;
    const todo = "see whether the node syncs: its answers for newer heights are missing until it has caught up";
    return [
      lag > HEAD_TOLERANCE_BLOCKS
        ? wrong(about, `${found}: its head is not counted`, todo, cause)
        : notice(about, found, todo, cause),
    ];
  }
  if (lead > WORTH_A_LOOK_BLOCKS) {
    const found = `names a head ${counted(lead, "block")} above all others (${before}): it lies, or all others lag`;
    const todo = "it is outvoted; compare with an explorer, and take it out of GONKA_NODES if it is alone with it";
    return [lead > HEAD_TOLERANCE_BLOCKS ? wrong(about, found, todo, cause) : notice(about, found, todo, cause)];
  }
  if (!isOdd) return [];
  return [
    wrong(
      about,
      `tells another time of the newest blocks than the others (${told.height} at ${told.time})`,
      "it lies or its clock is wrong: it is outvoted; take it out of GONKA_NODES if it stays so",
      cause,
    ),
  ];
}

function clock(time: string, { now, followsWall }: HeadOptions): Finding {
  if (!followsWall) return fine("clock", `the network's own: ${time.slice(0, 19)}Z; not compared with this machine's`);
  const age = now().getTime() - Date.parse(time);
  const found = `the newest block is ${Math.round(age / 1000)} s old by this machine's clock`;
  if (age < -CLOCK_BEHIND_MS) return wrong("clock", found, "this machine's clock is behind: synchronise it");
  if (age > STALE_HEAD_MS)
    return wrong("clock", found, "the chain stands still, or this machine's clock is ahead: synchronise it", "halt");
  return fine("clock", found);
}
