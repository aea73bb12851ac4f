import type { SessionReadRow } from "../../storage/facts/inference-rows.ts";
import type { SessionHost } from "./ask.ts";
import { type Fit, fitsSettlement } from "./fit.ts";
import { type Run, readRow, tell } from "./follow.ts";
import { NO_HOST_FITS, type Session } from "./known.ts";
import { readOn, TrialReading } from "./reading.ts";
import { deleteInferences, readAllInferences } from "./stored.ts";

const MAX_DETAIL = 512;

/**
 * Holds a session that was read to its end against its settlement. Where its inferences don't add up to the settled costs, the other hosts
 * are asked for the whole of it, and the first whose diffs do fit takes the place of the one before.
 */
export async function judge(run: Run, session: Session, read: SessionReadRow, hosts: readonly SessionHost[]): Promise<void> {
  const { settlement } = session;
  if (settlement === null || settlement.slots.length === 0) return;
  if (read.fits_settlement === true) return;
  await run.progress.checkpoint();
  const rows = await readAllInferences(run.client, run.chainId, session);
  const fit = fitsSettlement(rows, session.tokenPrice, settlement.slots);
  if (fit.fits) return store(run, read, true, [fitInWords(fit)]);

  let unheard = 0;
  for (const host of hosts) {
    if (host.address === read.host) continue;
    const trial = new TrialReading(session);
    const end = await readOn(run.http, trial, host, run.signal);
    tell(run, session, host, end);
    const { nonce } = trial.state();
    const isWhole = nonce >= settlement.nonce;
    if (isWhole) {
      const other = fitsSettlement([...trial.rows.values()], session.tokenPrice, settlement.slots);
      if (other.fits) return replace(run, session, trial, host, other);
    }
    // A host that has no slot in the session has been heard; one that lags or fails may say better later.
    if (!isWhole && end.kind !== "not_here") unheard += 1;
  }
  const rest = unheard === 0 ? NO_HOST_FITS : `${unheard} other hosts could not tell`;
  return store(run, read, false, [fitInWords(fit), rest]);
}

function fitInWords(fit: Fit): string {
  if (!fit.fits) return `slot ${fit.slot}: ${fit.told} ngonka by its diffs, ${fit.settled} settled`;
  if (fit.unfinished === "none") return "";
  return `settled with ${fit.unfinished === "all" ? "all" : "the confirmed"} unfinished inferences at their reserved cost`;
}

async function store(run: Run, read: SessionReadRow, fits: boolean, words: readonly string[]): Promise<void> {
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
async function replace(run: Run, session: Session, trial: TrialReading, host: SessionHost, fit: Fit): Promise<void> {
  run.problem(
    session.escrowId,
    host.address,
    "its diffs fit the settlement, where those of the host before did not: they are used",
  );
  const whole = readRow(run, session, trial.state(), host);
  await run.progress.note([], { ...whole, nonce: 0n, finalized: false, detail: "read again from another host" });
  await run.progress.finish();
  await deleteInferences(run.client, run.chainId, session);
  await run.progress.note([...trial.rows.values()], whole);
  await run.progress.checkpoint();
  await store(run, whole, true, [fitInWords(fit)]);
}
