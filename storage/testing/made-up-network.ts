import type { ClickHouseClient } from "@clickhouse/client";
import { EPOCH_NODES, EPOCH_RESULTS, EXCLUSIONS, MODEL_MEMBERS, PARAMS } from "../facts/tables.ts";
import { type Answer, AnswerLog } from "../write/answer-log.ts";
import { headerAnswer, question, rootAnswer, rowsOf, told } from "./answers.ts";
import { epochRow, exclusionRow, memberRow, modelMemberRow, nodeRow, paramsRow, resultRow } from "./rows.ts";

const DAY_MS = 86_400_000;
const SOURCES = ["a", "b", "c"];
const MODELS = ["vendor/a", "vendor/b"] as const;
const HOSTS = 7;

/** A chain whose epochs last days, so that a handful of them make a month. */
export interface MadeUpChain {
  readonly chain: string;
  readonly first: number;
  readonly last: number;
  readonly days: number;
}

/** When an epoch begins. */
export const startOf = ({ first, days }: MadeUpChain, epoch: number): Date =>
  new Date(Date.parse("2026-01-01T06:00:00Z") + (epoch - first) * days * DAY_MS);

/** Numbers that look random and are the same every time. */
const drawn = (epoch: number, host: number, what: number, below: number) =>
  (((epoch * 7919 + host * 104_729 + what * 1_299_709) * 2_654_435_761) % 4_294_967_296) % below;
const addressOf = (host: number) => `gonka1host${host}`;
const isPresent = (epoch: number, host: number) => (epoch + host * 3) % 9 !== 0;
const modelsOf = (epoch: number) => (epoch % 4 === 3 ? MODELS.slice(0, 1) : MODELS);

/** Stores all that three sources tell alike of every epoch of the chain, or of those from one on, final. */
export async function storeMadeUpChain(
  client: ClickHouseClient,
  chain: MadeUpChain,
  from = chain.first,
  isTold: (answer: Answer) => boolean = () => true,
): Promise<void> {
  const epochs = Array.from({ length: chain.last - from + 1 }, (_, offset) => from + offset);
  const log = await AnswerLog.open(client, chain.chain, epochs);
  for (const source of SOURCES) {
    await log.record(paramsAnswer(source));
    for (const epoch of epochs) for (const answer of epochAnswers(chain, epoch, source).filter(isTold)) await log.record(answer);
  }
  await log.flush();
}

function paramsAnswer(source: string): Answer {
  const weight_scales = [
    { model_id: MODELS[0], value: 3593n, exponent: -4 },
    { model_id: MODELS[1], value: 12n, exponent: -1 },
  ];
  return told(question("params", 0), source, [rowsOf(PARAMS, paramsRow({ weight_scales }))], { height: 1, final: false });
}

function epochAnswers(chain: MadeUpChain, epoch: number, source: string): Answer[] {
  const hosts = Array.from({ length: HOSTS }, (_, host) => host).filter((host) => isPresent(epoch, host));
  const models = modelsOf(epoch);
  const weightOf = (host: number) => BigInt(host === 4 && epoch % 3 === 0 ? 0 : 100 + drawn(epoch, host, 1, 5000));
  const root = epochRow(epoch, { models: [...models], number_of_requests: epoch % 5 === 0 ? 3n : 0n });
  const members = hosts.map((host) =>
    memberRow(epoch, addressOf(host), weightOf(host), BigInt(drawn(epoch, host, 2, 4) === 0 ? 0 : drawn(epoch, host, 3, 6000))),
  );
  const excluded = hosts.filter((host) => drawn(epoch, host, 4, 5) === 0);
  const results = hosts.map((host) =>
    resultRow(epoch, addressOf(host), {
      inference_count: BigInt(drawn(epoch, host, 5, 100_000)),
      missed_requests: BigInt(drawn(epoch, host, 6, 300)),
      invalidated_inferences: BigInt(drawn(epoch, host, 7, 20)),
      earned_coins: BigInt(drawn(epoch, host, 8, 1_000_000)) * 1_000_003n,
      rewarded_coins: BigInt(drawn(epoch, host, 9, 1_000_000)) * 999_983n,
    }),
  );
  const time = (at: Date, height: number) => at.toISOString().replace("Z", `${String(height).padStart(6, "0")}Z`);
  return [
    rootAnswer(source, root, members),
    headerAnswer(source, root.effective_height, time(startOf(chain, epoch), root.effective_height)),
    headerAnswer(source, root.last_height + 1, time(startOf(chain, epoch + 1), root.last_height + 1)),
    told(question("exclusions", epoch), source, [
      rowsOf(EXCLUSIONS, ...excluded.map((host) => exclusionRow(epoch, addressOf(host), host % 2 ? "downtime" : "failed"))),
    ]),
    told(question("epoch_results", epoch), source, [rowsOf(EPOCH_RESULTS, ...results)]),
    ...models.map((model, position) => modelAnswer(epoch, source, model, position, hosts)),
  ];
}

function modelAnswer(epoch: number, source: string, model: string, position: number, hosts: readonly number[]): Answer {
  const inGroup = hosts.filter((host) => position === 0 || host % 3 !== 0);
  const weightOf = (host: number) => BigInt(1000 + drawn(epoch, host, 10 + position, 9000));
  return told(question("model_group", epoch, model), source, [
    rowsOf(MODEL_MEMBERS, ...inGroup.map((host) => modelMemberRow(epoch, model, addressOf(host), weightOf(host)))),
    rowsOf(EPOCH_NODES, ...inGroup.map((host) => nodeRow(epoch, model, addressOf(host), weightOf(host)))),
  ]);
}
