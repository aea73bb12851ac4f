import { dateOf, dayBuckets } from "../../indicators/evaluator/days.ts";
import { bucketsOf } from "../../indicators/evaluator/evaluate.ts";
import { readMethodStarts } from "../../indicators/evaluator/method-starts.ts";
import { type Axis, readPublished } from "../../indicators/evaluator/published.ts";
import { methodAt, methodsOf } from "../../indicators/methods/index.ts";
import { indicatorById, stateWithoutMethod } from "../../roadmap/index.ts";
import { ConfigurationError } from "../../storage/errors.ts";
import { EXPORTED_FACTS, type ExportedFacts, streamFacts } from "../../storage/read/export-facts.ts";
import { readEpochs, readVotes } from "../../storage/read/votes.ts";
import { boundChain, currentTime, type Session, withStorage } from "../session.ts";

export interface ExportRequest {
  readonly indicator: string | null;
  readonly facts: string | null;
  readonly axis: string;
  readonly method: number | null;
}

/** `export`: values of an indicator, or agreed facts, as JSON Lines. */
export async function exportCommand(session: Session, request: ExportRequest): Promise<void> {
  if ((request.indicator === null) === (request.facts === null))
    throw new ConfigurationError("export takes either --indicator ID or --facts TABLE");
  if (request.indicator !== null) {
    checkIndicator(request.indicator, request);
    return exportIndicator(session, request.indicator, request.axis === "day" ? "day" : "epoch", request.method);
  }
  const { facts } = request;
  if (!isExported(facts)) throw new ConfigurationError(`--facts takes one of ${Object.keys(EXPORTED_FACTS).join(", ")}`);
  await withStorage(session, async ({ client }) => {
    const chain = await boundChain(client);
    for await (const line of streamFacts(client, chain, facts)) await print(line);
  });
}

const isExported = (name: string | null): name is ExportedFacts => name !== null && Object.hasOwn(EXPORTED_FACTS, name);

function checkIndicator(id: string, { axis, method }: ExportRequest): void {
  const methods = methodsOf(id);
  if (!indicatorById(id) && methods.length === 0)
    throw new ConfigurationError(`there is no indicator ${id}; GET /api/v1/indicators lists them`);
  if (axis !== "epoch" && axis !== "day") throw new ConfigurationError("--axis takes epoch or day");
  if (method !== null && !methods.some(({ version }) => version === method))
    throw new ConfigurationError(
      `${id} has no method ${method}; it has ${methods.map(({ version }) => version).join(", ") || "none"}`,
    );
}

async function exportIndicator(session: Session, id: string, axis: Axis, asked: number | null): Promise<void> {
  await withStorage(session, async ({ client }) => {
    const chain = await boundChain(client);
    const [epochs, now, starts] = await Promise.all([
      readEpochs(client, chain),
      currentTime(session, client, chain),
      readMethodStarts(client, chain),
    ]);
    const bucketName = (bucket: number) => (axis === "epoch" ? { epoch: bucket } : { day: dateOf(bucket) });
    const indicator = indicatorById(id);
    if (methodsOf(id).length === 0) {
      if (!indicator) return;
      const buckets = bucketsOf(await readVotes(client, chain), epochs, now);
      const nothing = { labels: {}, value: null, numerator: null, denominator: null, coverage: null, samples: null };
      for (const bucket of axis === "epoch" ? buckets.epochs : buckets.days.map(({ day }) => day))
        await print(
          JSON.stringify({
            chain_id: chain,
            indicator: id,
            method: null,
            ...bucketName(bucket),
            ...nothing,
            state: stateWithoutMethod(indicator),
          }),
        );
      return;
    }
    const epochOfDay = new Map<number, number>();
    let latest = 0;
    // A day in a gap has no epoch; the method of the day before goes on to speak for it.
    for (const { day, epoch } of dayBuckets(epochs, now)) {
      latest = epoch ?? latest;
      epochOfDay.set(day, latest);
    }
    const epochOf = (bucket: number) => (axis === "epoch" ? bucket : (epochOfDay.get(bucket) ?? Number.MAX_SAFE_INTEGER));
    for (const row of await readPublished(client, chain, { indicator: id, axis, ...(asked === null ? {} : { method: asked }) })) {
      const valid = asked ?? methodAt(id, epochOf(row.bucket), starts)?.version;
      if (row.method !== valid) continue;
      const { value, numerator, denominator, coverage, samples, state } = row;
      const labels: unknown = JSON.parse(row.labels);
      await print(
        JSON.stringify({
          chain_id: chain,
          indicator: id,
          method: row.method,
          ...bucketName(row.bucket),
          labels,
          value,
          numerator,
          denominator,
          coverage,
          samples,
          state,
        }),
      );
    }
  });
}

/** Writes a line to stdout, waiting while the reader is behind. */
function print(line: string): Promise<void> {
  return new Promise((written) => {
    if (process.stdout.write(`${line}\n`)) written();
    else process.stdout.once("drain", () => written());
  });
}
