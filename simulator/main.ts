import { Command, InvalidArgumentError } from "commander";
import { DEFAULTS, type SimulationOptions } from "./network/options.ts";
import { startSimulation } from "./server.ts";
import { truthOf } from "./truth/index.ts";

interface Given {
  readonly port: number;
  readonly hosts: number;
  readonly epochs: number;
  readonly sources: number;
  readonly speed: number;
  readonly seed: string;
  readonly end: number;
  readonly maintenance: boolean;
  readonly hostBlocks: number;
  readonly sessions: number;
  readonly inferences: number;
}

const program = new Command("simulator")
  .description("A simulated network: public nodes, hosts, a sandbox and a control API. Nothing of it is real.")
  .option(
    "--port <port>",
    "first of its ports: control, then the sources, the sandbox and the hosts; 0 takes free ones",
    wholeNumber(0),
    26_900,
  )
  .option("--hosts <count>", "hosts at one time, about", wholeNumber(3), DEFAULTS.hosts)
  .option("--epochs <count>", "the epoch that is forming at the start", wholeNumber(2), DEFAULTS.historyEpochs)
  .option("--sources <count>", "public nodes", wholeNumber(1), DEFAULTS.sources)
  .option("--speed <factor>", "simulated seconds a second; 0 stops the clock", factor, DEFAULTS.speed)
  .option("--seed <text>", "the same seed and options give the same network", DEFAULTS.seed)
  .option("--end <moment>", "simulated moment of the start, ISO 8601", moment, DEFAULTS.endMs)
  .option("--host-blocks <share>", "share of blocks with a host's transaction", factor, DEFAULTS.hostBlocks)
  .option("--sessions <count>", "devshard sessions an epoch", wholeNumber(0), DEFAULTS.sessionsPerEpoch)
  .option("--inferences <count>", "inferences that a session starts", wholeNumber(1), DEFAULTS.inferencesPerSession)
  .option("--maintenance", "switch maintenance windows on", false);

program.parse();
const { port, hosts, epochs, sources, speed, seed, end, maintenance, hostBlocks, sessions, inferences } = program.opts<Given>();
const options: SimulationOptions = {
  ...DEFAULTS,
  hosts,
  historyEpochs: epochs,
  sources,
  speed,
  seed,
  endMs: end,
  maintenanceEnabled: maintenance,
  hostBlocks,
  sessionsPerEpoch: sessions,
  inferencesPerSession: inferences,
};
const simulation = await startSimulation(options, {
  basePort: port === 0 ? null : port,
  truth: (network) => (indicator, epoch) => truthOf(network, indicator, epoch),
});
const { chainId } = simulation.network;
const where = {
  sources: simulation.sources,
  sandbox: simulation.sandbox,
  control: simulation.control,
  hostPort: simulation.hostPort,
  /** Simulated milliseconds that an epoch takes. */
  epochMs: options.epoch.length * options.blockMs,
};
process.stdout.write(`${JSON.stringify({ simulated: true, chainId, height: simulation.clock.height(), ...where })}\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void simulation.close().then(() => process.exit(0));
  });
}

function wholeNumber(lowest: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= lowest)) throw new InvalidArgumentError(`expected a whole number from ${lowest} up.`);
    return value;
  };
}

function factor(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0) || !Number.isFinite(value))
    throw new InvalidArgumentError("expected a number from 0 up.");
  return value;
}

function moment(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError("expected a moment like 2026-11-22T12:00:00Z.");
  return ms;
}
