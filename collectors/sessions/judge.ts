import type { SessionReadRow } from "../../storage/facts/inference-rows.ts";
import type { SessionHost } from "./ask.ts";
import { type Fit, fitsSettlement } from "./fit.ts";
import { type Run, tell } from "./follow.ts";
import { NO_HOST_FITS, type Session } from "./known.ts";
import { note, replace } from "./outcome.ts";
import { readOn, TrialReading } from "./reading.ts";
import { readAllInferences } from "./stored.ts";

const FITS_BETTER = "its diffs fit the settlement, where those of the host before did not: they are used";

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
  if (fit.fits) return note(run, read, true, [fitInWords(fit)]);

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
      if (other.fits) return replace(run, session, trial, host, FITS_BETTER, true, [fitInWords(other)]);
    }
    // A host that has no slot in the session has been heard; one that lags or fails may say better later.
    if (!isWhole && end.kind !== "not_here") unheard += 1;
  }
  const rest = unheard === 0 ? NO_HOST_FITS : `${unheard} other hosts could not tell`;
  return note(run, read, false, [fitInWords(fit), rest]);
}

function fitInWords(fit: Fit): string {
  if (!fit.fits) return `slot ${fit.slot}: ${fit.told} ngonka by its diffs, ${fit.settled} settled`;
  if (fit.unfinished === "none") return "";
  return `settled with ${fit.unfinished === "all" ? "all" : "the confirmed"} unfinished inferences at their reserved cost`;
}
