import type { ClickHouseClient } from "@clickhouse/client";
import pMap from "p-map";
import { z } from "zod";
import { stagesOf } from "../../chain/epoch-schedule.ts";
import { AT, at, count, NOW, queryRows } from "../../storage/read/query.ts";
import { AnswerLog } from "../../storage/write/answer-log.ts";
import type { CollectContext } from "../context.ts";
import { collectEpochs } from "../epochs.ts";
import type { HeadWatch } from "./head-watch.ts";
import { atMoment, type LiveOutcome, type Moment } from "./moment.ts";
import { collectPinned, type LiveQuestion, type Pin } from "./pinned.ts";
import { CLOSING_QUESTIONS, EPOCH_QUESTIONS } from "./questions/index.ts";
import { maintenance } from "./questions/maintenance.ts";
import { STANDARD_QUESTIONS } from "./standard/index.ts";

/** Epochs before the running one that are asked again until they are final: claims are, two settlements later. */
const UNSETTLED = 2;
/** Pinned moments asked about at a time, each of one epoch; a node's budget bounds the requests. */
const PINS_AT_ONCE = 4;

/**
 * Collects the running epoch and those before it that are not final: membership, results, exclusions from every source, and the network's
 * state at one pinned height. An epoch that is over gets its last state, which is final.
 *
 * @param history earlier epochs to ask as well; those missed while the service was down are asked anyway.
 * @param tried epochs whose last state this process asked for; added to.
 */
export function collectRunningEpochs(
  context: CollectContext,
  chainId: string,
  watch: HeadWatch,
  history: readonly number[] = [],
  tried: Set<number> = new Set(),
): Promise<LiveOutcome> {
  return atMoment(context, chainId, watch, async (moment) => {
    const { sources, now, params, window, latest } = moment;
    const running = window.running?.epoch ?? latest.epoch - 1;
    const missed = await missedEpochs(context.client, chainId, running, tried);
    const epochs = epochsToAsk(running, [...history, ...missed]);
    const log = await AnswerLog.open(context.client, chainId, epochs);
    const outcomes = await collectEpochs(context, log, sources, now, params, epochs, window.running);
    // Nodes keep state for 1.5 to 29 hours: of an epoch that is older only an archive node can tell.
    const isClosed = (epoch: number) =>
      sources.every(({ name }) => log.last({ topic: "participants", epoch, subject: "" }, name)?.final === true);
    const open = epochs.filter((epoch) => epoch <= (window.closing?.epoch ?? 0) && !isClosed(epoch));
    const closed = await closings(context.client, chainId, moment, open);
    await pMap(
      [...(window.running ? [window.running] : []), ...closed],
      async (pin) => {
        const final = pin !== window.running;
        const questions = await questionsOf(context.client, chainId, moment, pin, final);
        await collectPinned(context, log, sources, pin, final, questions);
      },
      { concurrency: PINS_AT_ONCE, signal: context.signal },
    );
    await log.flush();
    for (const epoch of open) tried.add(epoch);
    const problems = outcomes.flatMap(({ epoch, lacking }) =>
      lacking.length === 0 ? [] : [`epoch ${epoch}: no source could tell ${lacking.join(", ")}`],
    );
    return { ...log.count, problems };
  });
}

function epochsToAsk(running: number, earlier: readonly number[]): number[] {
  const recent = Array.from({ length: UNSETTLED + 1 }, (_, back) => running - back).filter((epoch) => epoch >= 1);
  return [...new Set([...earlier, ...recent])].sort((a, b) => a - b);
}

const pocStart = z.object({ epoch: z.int(), poc_start_height: count });

/** The pins at which the epochs that were settled are closed: placed by the PoC start of the epoch that followed each. */
async function closings(
  client: ClickHouseClient,
  chainId: string,
  { window, params }: Moment,
  epochs: readonly number[],
): Promise<Pin[]> {
  if (!window.closing || !params || epochs.length === 0) return [];
  const newest = window.closing;
  const earlier = epochs.filter((epoch) => epoch < newest.epoch);
  const last = epochs.includes(newest.epoch) ? [newest] : [];
  if (earlier.length === 0) return last;
  const next = await queryRows(
    client,
    pocStart,
    `SELECT epoch, poc_start_height FROM agreed_epochs(${AT})
     WHERE epoch IN {next:Array(UInt32)} ORDER BY epoch`,
    { ...at(chainId, NOW), next: earlier.map((epoch) => epoch + 1) },
  );
  const pins = next.map(({ epoch, poc_start_height }) => ({
    epoch: epoch - 1,
    height: stagesOf(poc_start_height, params).validationEnd - 1,
  }));
  return [...pins, ...last];
}

const member = z.object({ address: z.string() });
const maintenanceParams = z.object({ maintenance_params: z.object({ maintenance_enabled: z.boolean() }) });

/** What is asked at a pin: windows of members only where the chain's maintenance module is on, capacities where the epoch closes. */
async function questionsOf(
  client: ClickHouseClient,
  chainId: string,
  { params }: Moment,
  { epoch }: Pin,
  final: boolean,
): Promise<LiveQuestion[]> {
  const told = maintenanceParams.safeParse(params && JSON.parse(params.json));
  const isOn = told.success && told.data.maintenance_params.maintenance_enabled;
  const members = isOn
    ? await queryRows(
        client,
        member,
        `SELECT address FROM agreed_members(${AT})
         WHERE epoch = {epoch:UInt32} ORDER BY address`,
        { ...at(chainId, NOW), epoch },
      )
    : [];
  const closing = final ? CLOSING_QUESTIONS : [];
  return [...EPOCH_QUESTIONS, ...closing, ...STANDARD_QUESTIONS, maintenance(members.map(({ address }) => address))];
}

/** Epochs that are asked again at most in one run after a long absence. */
const MOST_MISSED = 20;

const known = z.object({ newest: z.int().nullable(), first: z.int().nullable(), closed: z.array(z.int()) });

/**
 * Epochs that went by while nothing was collected (those after the newest that any source told of, up to the running one), those that were
 * not final when the collecting ended, and those whose last state was never stored since collecting began: a run that is killed stores a part.
 *
 * @param tried epochs that were asked for their last state before: nodes keep it for hours, so once a process is enough.
 */
async function missedEpochs(
  client: ClickHouseClient,
  chainId: string,
  running: number,
  tried: ReadonlySet<number>,
): Promise<number[]> {
  const query = `SELECT maxIf(epoch, topic = 'epoch_group') AS newest, minIf(epoch, topic = 'participants') AS first,
      groupUniqArrayIf(epoch, topic = 'participants' AND final) AS closed
    FROM answers
    WHERE chain_id = {chain:String} AND topic IN ('epoch_group', 'participants') AND outcome = 'told' AND epoch < {running:UInt32}`;
  const [row] = await queryRows(client, known, query, { chain: chainId, running });
  const { newest = null, first = null, closed = [] } = row ?? {};
  const since = (epoch: number) => {
    const from = Math.max(epoch, running - MOST_MISSED, 1);
    return Array.from({ length: Math.max(running - from, 0) }, (_, index) => from + index);
  };
  const isClosed = new Set(closed);
  return [
    ...(newest === null ? [] : since(newest - UNSETTLED)),
    ...(first === null ? [] : since(first).filter((epoch) => !isClosed.has(epoch) && !tried.has(epoch))),
  ];
}
