import { type Explanation, explain } from "../../indicators/explain.ts";
import { evidenceLines } from "../explain/evidence.ts";
import { boundChain, currentTime, type Session, withStorage } from "../session.ts";

export interface ExplainOptions {
  readonly indicator: string;
  readonly epoch: number | null;
  readonly day: string | null;
  readonly method: number | null;
  readonly json: boolean;
}

const MOST_LABEL_ROWS = 12;
/** Of sessions and of hosts: for people, and in JSON. */
const MOST_LISTED = 12;
const MOST_IN_JSON = 1000;

/** `explain`: prints how a value was made, as text for people or as JSON. */
export async function explainCommand(session: Session, { json, ...asked }: ExplainOptions): Promise<void> {
  await withStorage(session, async ({ client }) => {
    const chain = await boundChain(client);
    const most = json ? MOST_IN_JSON : MOST_LISTED;
    const explanation = await explain(client, { ...asked, chain, most, now: await currentTime(session, client, chain) });
    process.stdout.write(json ? `${JSON.stringify(explanation, null, 2)}\n` : asText(explanation));
  });
}

function asText(explanation: Explanation): string {
  const { indicator, method, rows, questions, evidence } = explanation;
  const bucket =
    explanation.day === null
      ? `epoch ${explanation.epoch}`
      : `${explanation.day} (epoch ${explanation.epoch} was effective at the day's end)`;
  const lines = [
    `${indicator.id}  ${indicator.name}`,
    `  ${indicator.definition}`,
    `  unit: ${indicator.unit}; source: ${indicator.source || "see the method"}; chain: ${explanation.chain_id}`,
    "",
    `At ${bucket}, ${explanation.epoch_starts_at ?? "start unknown"} to ${explanation.epoch_ends_at ?? "now"}:`,
    ...rows.slice(0, MOST_LABEL_ROWS).map(rowLine),
    ...(rows.length > MOST_LABEL_ROWS ? [`  … and ${rows.length - MOST_LABEL_ROWS} rows more (--json lists them)`] : []),
    "",
    `Method ${method.version}, valid from epoch ${method.validFromEpoch}${method.estimate ? ", an estimate" : ""}: ${method.summary}.`,
    `  Why this version: ${method.reason}.`,
    `  Needs ${method.needs.join(", ")}; at least ${method.minSamples} samples.`,
    `  The epoch's own facts: ${explanation.completeness.own}. Earlier epochs: ${explanation.completeness.history}.`,
    "",
    ...(evidence ? evidenceLines(evidence, indicator.unit) : []),
    "What the sources said:",
    ...questions.flatMap(questionLines),
    "",
    `SQL, as of ${explanation.as_of} UTC (runs as it is on this store):`,
    explanation.sql,
    "",
  ];
  return lines.join("\n");
}

function rowLine({
  labels,
  value,
  numerator,
  denominator,
  coverage,
  samples,
  state,
  note,
  sources,
}: Explanation["rows"][number]): string {
  const number = value === null ? "–" : String(value);
  const fraction = numerator === null || denominator === null ? "" : ` = ${numerator} ÷ ${denominator}`;
  const seen = coverage === null ? "coverage unknown" : `coverage ${coverage}`;
  return `  ${labels === "{}" ? "network" : labels}: ${number}${fraction} · ${state} · ${seen} · samples ${samples ?? "–"} · sources=${sources ?? "–"}${note ? ` · ${note}` : ""}`;
}

function questionLines({ topic, subject, verdict, final, answers }: Explanation["questions"][number]): string[] {
  return [
    `  ${topic}${subject ? ` ${subject}` : ""}: ${verdict}${final ? ", final" : ""}`,
    ...answers.map(
      ({ source, outcome, height, content_hash, observed_at, detail }) =>
        `    ${source}: ${outcome}${content_hash ? ` ${content_hash}` : ""}${height === null ? "" : ` at height ${height}`}, ${observed_at}${detail ? ` (${detail})` : ""}`,
    ),
  ];
}
