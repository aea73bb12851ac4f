import { Command, CommanderError, InvalidArgumentError } from "commander";
import { ConfigurationError } from "../storage/errors.ts";
import { readConfig } from "./config.ts";
import { parseBlocks, parseEpochs } from "./ranges.ts";
import { withDemoSettings } from "./service/demo-settings.ts";
import { CommandFailed, type Session, startSession } from "./session.ts";

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Each command's code is loaded when it runs: a quick command must not wait for what another needs. */
function commands(): Command {
  const program = new Command("gonka-kpi")
    .description("Measures whether the Gonka Network Development Roadmap comes true.")
    .exitOverride();
  /** Commands beside a running demo are about its network. */
  const besideDemo = () => withDemoSettings(readConfig(process.env));
  const run = (work: (session: Session) => Promise<void>, config = besideDemo) => work(startSession(config()));
  program
    .command("start")
    .description("collect on schedules, and serve /metrics, /api/v1 and the page of the network now")
    .action(() => run(async (session) => (await import("./commands/start.ts")).start(session)));
  program
    .command("demo")
    .description("the whole product on a simulated network; every start begins anew")
    .option("--hosts <count>", "hosts of the simulated network, 3 to 10000", wholeNumberOf(3, 10_000), 30)
    .option("--speed <factor>", "simulated seconds a second once its history is prepared", wholeNumber, 60)
    .action(({ hosts, speed }) =>
      run(
        async (session) => (await import("./commands/demo.ts")).demo(session, { hosts, speed }),
        () => readConfig(process.env),
      ),
    );
  program
    .command("backfill")
    .description("fetch epochs or blocks from every node and store them; can be stopped and goes on where it was")
    .option("--epochs <spans>", "epochs, such as 247-253,269-271", parseEpochs)
    .option("--blocks <span>", "block heights, such as 5000000-5001000", parseBlocks)
    .action(({ epochs = null, blocks = null }) =>
      run(async (session) => {
        if (epochs === null && blocks === null) throw new ConfigurationError("backfill takes --epochs, --blocks, or both");
        await (await import("./commands/backfill.ts")).backfill(session, { epochs, blocks });
      }),
    );
  program
    .command("evaluate")
    .description("compute the indicators whose facts or methods changed")
    .action(() => run(async (session) => (await import("./commands/evaluate.ts")).evaluateCommand(session)));
  program
    .command("export")
    .description("print values of an indicator, or agreed facts, as JSON Lines")
    .option("--indicator <id>")
    .option("--facts <table>", "epoch_members, epoch_nodes, epoch_results or exclusions")
    .option("--axis <axis>", "epoch or day", "epoch")
    .option("--method <version>", "a version other than the one valid at each bucket", wholeNumber)
    .action(({ indicator = null, facts = null, axis, method = null }) =>
      run(async (session) => (await import("./commands/export.ts")).exportCommand(session, { indicator, facts, axis, method })),
    );
  program
    .command("explain")
    .description("how a value was made: method, estimator, sessions, hosts, sources, heights, and SQL that gives the same number")
    .argument("[indicator]", "its id, such as use.tokens_day")
    .option("--indicator <id>", "the same as an option")
    .option("--epoch <epoch>", "the bucket; the newest with a number if left out", wholeNumber)
    .option("--date <date>", "a UTC day, such as 2026-05-14")
    .option("--day <date>", "the same")
    .option("--method <version>", "a version other than the one valid there", wholeNumber)
    .option("--json", "as JSON")
    .action((named, { indicator, epoch = null, date, day, method = null, json = false }) =>
      run(async (session) =>
        (await import("./commands/explain.ts")).explainCommand(session, {
          indicator: oneOf("an indicator, such as use.tokens_day", named, indicator),
          epoch,
          day: (date ?? day) ? oneOf("one day", date, day) : null,
          method,
          json,
        }),
      ),
    );
  program
    .command("doctor")
    .description("check sources, storage, clock and versions, and say what to do")
    .action(() => run(async (session) => (await import("./commands/doctor.ts")).doctor(session)));
  program
    .command("backup")
    .description("write a backup of the embedded store")
    .option("--to <folder>", "where to put it; a new folder in the data folder's backups if left out")
    .action(({ to = null }) => run(async (session) => (await import("./commands/backup.ts")).backup(session, to)));
  program
    .command("restore")
    .description("fill an empty data folder from a backup")
    .requiredOption("--from <folder>")
    .action(({ from }) => run(async (session) => (await import("./commands/backup.ts")).restore(session, from)));
  for (const command of program.commands) command.exitOverride();
  return program;
}

/** What was given one way or the other. @throws ConfigurationError where neither was, or they differ. */
function oneOf(what: string, first: string | undefined, second: string | undefined): string {
  const given = first ?? second;
  if (given === undefined || (second !== undefined && second !== given)) throw new ConfigurationError(`explain takes ${what}`);
  return given;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("it should be a whole number");
  return Number(text);
}

const wholeNumberOf = (least: number, most: number) => (text: string) => {
  const number = wholeNumber(text);
  if (number < least || number > most) throw new InvalidArgumentError(`it should be from ${least} to ${most}`);
  return number;
};

async function main(): Promise<number> {
  try {
    await commands().parseAsync(process.argv);
    return DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    const message = error instanceof Error ? error.message : String(error);
    const isUsage = error instanceof ConfigurationError || (error instanceof Error && error.name === "InvalidSourceError");
    process.stderr.write(`gonka-kpi: ${message}\n`);
    if (!isUsage && !(error instanceof CommandFailed) && error instanceof Error && process.env["GONKA_LOG_LEVEL"] === "debug")
      process.stderr.write(`${error.stack}\n`);
    return isUsage ? WRONG_USAGE : FAILED;
  }
}

// A reader that has seen enough (head, less) closes the pipe: that is no failure of ours.
process.stdout.on("error", (error) => process.exit("code" in error && error.code === "EPIPE" ? DONE : FAILED));
process.exitCode = await main();
