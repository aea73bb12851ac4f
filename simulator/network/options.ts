/** Lengths of an epoch and its stages in blocks. */
export interface EpochLengths {
  readonly length: number;
  readonly pocStage: number;
  readonly exchange: number;
  readonly validationDelay: number;
  readonly validationDuration: number;
  readonly setNewValidatorsDelay: number;
}

export interface SimulationOptions {
  /** Everything random is drawn from it: the same seed and options give the same network. */
  readonly seed: string;
  readonly chainId: string;
  /** Hosts that are members at one time, about; more are registered, because hosts come and go. */
  readonly hosts: number;
  /** The epoch that is forming at the start: epochs 1 to this one minus 1 have been effective. */
  readonly historyEpochs: number;
  /** How many public chain nodes the simulation offers. */
  readonly sources: number;
  /** Mean time between blocks, milliseconds. */
  readonly blockMs: number;
  readonly epoch: EpochLengths;
  /** Simulated moment of the first head, unix milliseconds. The genesis lies before it, as far as the history needs. */
  readonly endMs: number;
  /** Simulated seconds a wall second; 0 stops the clock. */
  readonly speed: number;
  readonly maintenanceEnabled: boolean;
  /** Share of blocks with a transaction of a host beside what the epoch brings; 0.22 makes about 28 % of all blocks, as on mainnet. */
  readonly hostBlocks: number;
  /** Devshard sessions an epoch; 0 makes a network without. One with less than six hosts has none either way. */
  readonly sessionsPerEpoch: number;
  /** Inferences that a session starts. */
  readonly inferencesPerSession: number;
  /** Port of all hosts; each has its own loopback address. */
  readonly hostPort: number;
  /** State older than this many blocks is pruned; null keeps all of it, as an archive node does. */
  readonly keepRecentBlocks: number | null;
}

export const DEFAULTS: SimulationOptions = {
  seed: "gonka",
  chainId: "gonka-simulated",
  hosts: 30,
  historyEpochs: 42,
  sources: 3,
  blockMs: 5300,
  epoch: {
    length: 15391,
    pocStage: 35,
    exchange: 0,
    validationDelay: 5,
    validationDuration: 240,
    setNewValidatorsDelay: 120,
  },
  endMs: Date.UTC(2026, 10, 22, 12),
  speed: 1,
  maintenanceEnabled: false,
  hostBlocks: 0.22,
  sessionsPerEpoch: 6,
  inferencesPerSession: 60,
  hostPort: 8000,
  keepRecentBlocks: null,
};

/** Short epochs for tests: 100 blocks of one second each. */
export const SHORT_EPOCHS: Pick<SimulationOptions, "blockMs" | "epoch"> = {
  blockMs: 1000,
  epoch: { length: 100, pocStage: 10, exchange: 0, validationDelay: 2, validationDuration: 8, setNewValidatorsDelay: 5 },
};
