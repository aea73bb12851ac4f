import cliProgress from "cli-progress";
import type { Logger } from "pino";

const LINE_EVERY_MS = 5000;

/** A bar on a terminal, a line every few seconds in a log. */
export function startProgress(log: Logger, what: string): { update: (done: number, of: number) => void; stop: () => void } {
  if (process.stderr.isTTY) {
    const bar = new cliProgress.SingleBar({
      format: `${what} [{bar}] {value}/{total} · {eta_formatted} left`,
      stream: process.stderr,
    });
    let started = false;
    return {
      update: (done, of) => {
        if (started) bar.setTotal(of);
        else bar.start(of, 0);
        started = true;
        bar.update(done);
      },
      stop: () => bar.stop(),
    };
  }
  let last = 0;
  return {
    update: (done, of) => {
      if (done < of && Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      log.info({ done, of }, what);
    },
    stop: () => {},
  };
}
