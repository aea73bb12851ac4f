import { decideHead } from "../../chain/head.ts";
import type { CollectContext } from "../../collectors/context.ts";
import { collectEpochs, collectParams, type EpochOutcome } from "../../collectors/epochs.ts";
import { createHttpClient } from "../../collectors/http/client.ts";
import { parseSources } from "../../collectors/http/source.ts";
import { collectNow, surveySources } from "../../collectors/network.ts";
import { Notebook } from "../../collectors/notebook.ts";
import { evaluate } from "../../indicators/evaluator/evaluate.ts";
import { type Axis, readPublished, type VersionedRow } from "../../indicators/evaluator/published.ts";
import type { Need } from "../../indicators/method.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { bindChain, readChainId } from "../../storage/chain-identity.ts";
import type { Storage } from "../../storage/open.ts";
import { readHeads } from "../../storage/read/votes.ts";
import { temporaryStore } from "../../storage/testing/store.ts";
import { AnswerLog, type RowCount } from "../../storage/write/answer-log.ts";

const quiet = { info: () => {}, warn: () => {} };

/** What the synthetic nodes tell; methods that need more are tested on the simulated network. */
const TOLD: readonly Need[] = ["members", "model_groups", "results", "exclusions", "params", "times"];
const OF_EPOCHS = METHODS.filter(({ needs }) => needs.every((need) => TOLD.includes(need)));

/** The way from nodes to values on a store of its own, in this process. */
export interface Pipeline {
  readonly storage: Storage;
  readonly warnings: string[];
  collect(
    urls: readonly string[],
    epochs: readonly number[],
  ): Promise<{ count: RowCount; outcomes: EpochOutcome[]; rejections: number }>;
  /** Computes what changed: of these indicators, or of all that the synthetic nodes' answers allow if none is named. */
  evaluate(...indicators: readonly string[]): Promise<{ rows_written: number; rows_unchanged: number; errors: number }>;
  values(indicator: string, axis?: Axis): Promise<VersionedRow[]>;
  close(): Promise<void>;
}

export async function startPipeline(): Promise<Pipeline> {
  const storage = await temporaryStore("pipeline");
  const warnings: string[] = [];
  const log = { ...quiet, warn: (_: object, message: string) => void warnings.push(message) };
  const chainOf = async () => (await readChainId(storage.client)) ?? "";
  return {
    storage,
    warnings,
    collect: async (urls, epochs) => {
      const notebook = new Notebook(log, "00000000-0000-0000-0000-000000000000");
      const http = createHttpClient({ rateLimit: false, onRequest: (event) => notebook.request(event) });
      const signal = new AbortController().signal;
      const context: CollectContext = {
        http,
        sources: parseSources(urls.join(",")),
        client: storage.client,
        notebook,
        log,
        signal,
        onProgress: () => {},
      };
      try {
        const survey = await surveySources(context, await readChainId(storage.client));
        if (survey.chainId === null) throw new Error("no node answered");
        await bindChain(storage.client, survey.chainId);
        const answers = await AnswerLog.open(storage.client, survey.chainId, epochs);
        const now = await collectNow(context, answers, survey);
        const params = await collectParams(context, answers, survey.usable, now);
        const outcomes = await collectEpochs(context, answers, survey.usable, now, params, epochs);
        await answers.flush();
        await notebook.flush(storage.client, survey.chainId);
        return { count: answers.count, outcomes, rejections: notebook.rejections };
      } finally {
        await http.close();
      }
    },
    evaluate: async (...indicators) => {
      const chain = await chainOf();
      const head = decideHead(await readHeads(storage.client, chain));
      const now = head.kind === "agreed" ? new Date(head.value.time) : new Date();
      const methods = OF_EPOCHS.filter(({ indicator }) => indicators.length === 0 || indicators.includes(indicator));
      return evaluate(storage.client, { chain, now, methods });
    },
    values: async (indicator, axis = "epoch") => readPublished(storage.client, await chainOf(), { indicator, axis }),
    close: () => storage.remove(),
  };
}
