import type { InferenceRow, SessionReadRow } from "../../storage/facts/inference-rows.ts";
import { TOLD_ALIKE } from "../../storage/facts/session-words.ts";
import type { SessionHost } from "./ask.ts";
import { type Run, tell } from "./follow.ts";
import { NO_HOSTS_ALIKE, type Session, UNSETTLED } from "./known.ts";
import { note, replace } from "./outcome.ts";
import { readOn, TrialReading } from "./reading.ts";
import { readAllInferences } from "./stored.ts";

const OTHERS_ALIKE =
  "no settlement tells whose diffs are right: two hosts tell the same, and the host before told otherwise: theirs are used";

/**
 * Holds a session that no settlement can be held against to what other hosts tell of it, up to the nonce that it was read to: a host could
 * have made up its tokens. One that tells the same is enough; where two others tell the same, theirs take its place; where no two do, it
 * contradicts.
 */
export async function corroborate(
  run: Run,
  session: Session,
  read: SessionReadRow,
  hosts: readonly SessionHost[],
): Promise<void> {
  if (read.nonce === 0n) return;
  await run.progress.checkpoint();
  const own = contentOf(await readAllInferences(run.client, run.chainId, session));
  const others: { readonly content: string; readonly trial: TrialReading }[] = [];
  let unheard = 0;
  for (const host of hosts) {
    if (host.address === read.host) continue;
    const trial = new TrialReading(session);
    const end = await readOn(run.http, trial, host, run.signal, Number(read.nonce));
    tell(run, session, host, end);
    if (trial.state().nonce < Number(read.nonce)) {
      // A host that has no slot in the session has been heard; one that lags or fails may say more later.
      if (end.kind !== "not_here") unheard += 1;
      continue;
    }
    const content = contentOf([...trial.rows.values()]);
    if (content === own) return note(run, read, null, [TOLD_ALIKE]);
    if (others.some((other) => other.content === content))
      return replace(run, session, trial, host, OTHERS_ALIKE, null, [TOLD_ALIKE]);
    others.push({ content, trial });
  }
  const rest = unheard === 0 ? "" : `${unheard} other hosts could not tell`;
  if (others.length === 0) return note(run, read, null, [`${UNSETTLED}, one host alone tells it`, rest]);
  return note(run, read, false, [unheard === 0 ? NO_HOSTS_ALIKE : `${UNSETTLED}, and hosts contradict each other`, rest]);
}

/** All that the diffs say, in one text. */
function contentOf(rows: readonly InferenceRow[]): string {
  const sorted = rows.toSorted((a, b) => (a.inference_id < b.inference_id ? -1 : 1));
  const columns = Object.keys(sorted[0] ?? {}).sort();
  return sorted.map((row) => columns.map((name) => String(row[name as keyof InferenceRow])).join(" ")).join("\n");
}
