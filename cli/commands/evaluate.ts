import { evaluate } from "../../indicators/evaluator/evaluate.ts";
import { readChainId } from "../../storage/chain-identity.ts";
import { startRun, storedRuns } from "../../storage/write/runs.ts";
import { startProgress } from "../progress.ts";
import { CommandFailed, currentTime, printSummary, type Session, withStorage } from "../session.ts";

/** `evaluate`: computes what changed since the last evaluation and publishes what differs. */
export async function evaluateCommand(session: Session): Promise<void> {
  await withStorage(session, async ({ client }) => {
    const chain = await readChainId(client);
    if (chain === null)
      throw new CommandFailed("nothing was collected yet: run `npm run gonka-kpi -- backfill --epochs A-B` first");
    const now = await currentTime(session, client, chain);
    const run = await startRun(storedRuns(client), chain, "evaluate", `as of ${now.toISOString()}`);
    const progress = startProgress(session.log, "methods");
    try {
      const summary = await evaluate(client, { chain, now, signal: session.signal, onProgress: progress.update });
      await run.end({ ...summary, outcome: "done" });
      printSummary(summary);
    } catch (error) {
      const outcome = session.signal.aborted ? "stopped" : "failed";
      await run.end({
        rows_written: 0,
        rows_unchanged: 0,
        errors: 1,
        outcome,
        detail: error instanceof Error ? error.message : String(error),
      });
      throw session.signal.aborted ? new CommandFailed("stopped; the same command goes on from here") : error;
    } finally {
      progress.stop();
    }
  });
}
