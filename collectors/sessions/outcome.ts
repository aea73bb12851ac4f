import type { SessionReadRow } from "../../storage/facts/inference-rows.ts";
import type { SessionHost } from "./ask.ts";
import { type Run, readRow } from "./follow.ts";
import type { Session } from "./known.ts";
import type { TrialReading } from "./reading.ts";
import { deleteInferences } from "./stored.ts";

const MAX_DETAIL = 512;

/** Stores what came of holding a session against something; nothing where that is known already. */
export async function note(run: Run, read: SessionReadRow, fits: boolean | null, words: readonly string[]): Promise<void> {
  const strange = read.detail.split("; ").filter((part) => part.startsWith("strange transactions"));
  const detail = [...strange, ...words]
    .filter((part) => part !== "")
    .join("; ")
    .slice(0, MAX_DETAIL);
  const isKnown = read.fits_settlement === fits && read.detail === detail;
  if (!isKnown) await run.progress.note([], { ...read, observed_at: run.observedAt, fits_settlement: fits, detail });
}

/**
 * Another host's diffs take the place of all that was stored of the session. Nonce 0 goes first and says that what is stored is to be
 * forgotten: a kill at any point leaves a session that is read again from its beginning.
 */
export async function replace(
  run: Run,
  session: Session,
  trial: TrialReading,
  host: SessionHost,
  why: string,
  fits: boolean | null,
  words: readonly string[],
): Promise<void> {
  run.problem(session.escrowId, host.address, why);
  const whole = readRow(run, session, trial.state(), host);
  await run.progress.note([], { ...whole, nonce: 0n, finalized: false, detail: "read again from another host" });
  await run.progress.finish();
  await deleteInferences(run.client, run.chainId, session);
  await run.progress.note([...trial.rows.values()], whole);
  await run.progress.checkpoint();
  await note(run, whole, fits, words);
}
