import { type MadeUpChain, startOf } from "../../storage/testing/made-up-network.ts";
import { epochRow } from "../../storage/testing/rows.ts";

/** A made-up chain on which sessions are paid for and served, as plain values: what is stored, and what the truth is computed from. */
export const DEMAND: MadeUpChain = { chain: "demand", first: 1, last: 8, days: 5 };

export const MODELS = [
  "MiniMaxAI/MiniMax-M2.7",
  "deepseek-ai/DeepSeek-V4-Flash-0731",
  "zai-org/GLM-5.3-Flash",
  /** Nobody has benchmarked it. */
  "vendor/unheard-of",
] as const;
/** The third model's first epoch. */
export const THIRD_FROM = 3;
export const modelsOf = (epoch: number): readonly string[] => MODELS.filter((_, model) => model !== 2 || epoch >= THIRD_FROM);

export const HOSTS = [0, 1, 2, 3, 4, 5, 6];
export const hostOf = (host: number) => `gonka1host${host}`;
export const EPOCHS = [1, 2, 3, 4, 5, 6, 7, 8];

export const drawn = (...seeds: readonly number[]) =>
  ((seeds.reduce((mixed, seed) => (mixed * 31 + seed * 7919 + 17) % 2_147_483_647, 7) * 48_271) % 2_147_483_647) / 2_147_483_647;
const below = (limit: number, ...seeds: readonly number[]) => Math.floor(drawn(...seeds) * limit);

export interface Device {
  readonly name: string;
  readonly count: number;
  /** H100-equivalents of one; null where no table has it. */
  readonly factor: number | null;
  readonly amd: boolean;
}
const H100 = { name: "NVIDIA H100 80GB HBM3 | 79GB", factor: 1, amd: false };
const GEAR: readonly (readonly Omit<Device, "count">[])[] = [
  [H100],
  [{ name: "NVIDIA H200 | 140GB", factor: 1.13, amd: false }],
  [{ name: "NVIDIA B300 SXM6 AC | 268GB", factor: 3.37, amd: false }],
  [{ name: "AMD Instinct MI300X | 191GB", factor: 1.32, amd: true }],
  [{ name: "NVIDIA Q9 | 1GB", factor: null, amd: false }],
  // Host 5 has not told the chain of its hardware.
  [],
  [H100, { name: "AMD Instinct MI300X | 191GB", factor: 1.32, amd: true }],
];
/** Tokens a second of one device, copied by hand from the table that the methods use; null where it has none. */
export const RATES: Readonly<Record<string, readonly (number | null)[]>> = {
  "NVIDIA H100 80GB HBM3 | 79GB": [686, 2138, 1544, null],
  "NVIDIA H200 | 140GB": [982, 2373, 2212, null],
  "NVIDIA B300 SXM6 AC | 268GB": [2104, 6071, 3687, null],
  "AMD Instinct MI300X | 191GB": [1085, 3383, 2443, null],
  "NVIDIA Q9 | 1GB": [null, null, null, null],
};

export interface Node {
  readonly host: number;
  readonly model: number;
  readonly weight: number;
  readonly devices: readonly Device[];
}
/** Raw weight of a model's nodes to the network's own unit. */
export const SCALES = [0.3, 0.2, 2.5, 1] as const;
/** From this epoch on nearly all hardware is known, and of these epochs the sessions are big enough to use it. */
export const KNOWN_FROM = 5;
export const BUSY: readonly number[] = [6, 7];
export const nodesOf = (epoch: number): readonly Node[] =>
  HOSTS.flatMap((host) =>
    MODELS.flatMap((id, model) => {
      if (!modelsOf(epoch).includes(id) || (model > 0 && drawn(host, model, 1) < 0.4)) return [];
      if (epoch >= KNOWN_FROM && model === 3 && host > 0) return [];
      const gear = epoch >= KNOWN_FROM && (host === 4 || host === 5) ? [H100] : (GEAR[host] ?? []);
      const devices = gear.map((device, index) => ({
        ...device,
        count: 1 + below(8, epoch, host, model, index, 2),
      }));
      return [{ host, model, weight: 10 * (1 + below(1000, epoch, host, model, 3)), devices }];
    }),
  );

export const resultOf = (epoch: number, host: number) => ({
  done: below(900, epoch, host, 4),
  missed: below(60, epoch, host, 5),
  invalid: below(9, epoch, host, 6),
  rewarded: below(1_000_000, epoch, host, 7) * 999_983,
});

const MINUTE_MS = 60_000;
/** Blocks are 72 minutes apart; all but an epoch's first come 17 minutes late, so that none lies on a window's edge. */
export const blockMs = (height: number) => {
  const epoch = Math.floor((height - 25) / 100);
  const place = height - epochRow(epoch).effective_height;
  return startOf(DEMAND, epoch).getTime() + place * 72 * MINUTE_MS + (place > 0 ? 17 * MINUTE_MS : 0);
};

export interface Escrow {
  readonly id: number;
  readonly epoch: number;
  readonly creator: string;
  readonly amount: number;
  readonly model: string;
  readonly slots: readonly string[];
  readonly opened: number;
  /** Height; null if nobody ever settles it. */
  readonly settled: number | null;
  /** By slot, ngonka. */
  readonly costs: readonly number[];
  readonly fees: number;
  /** Whether its event told the payout. */
  readonly toldPayout: boolean;
  /** Whether a host told its diffs. */
  readonly read: boolean;
  /** Of the nonces that its settlement has, those whose diffs were told. */
  readonly nonces: number;
}

/** Last nonce of every settlement. */
export const NONCES = 50;

export const GATEWAYS = ["gonka1gatea", "gonka1gateb", "gonka1gatec"] as const;
export const WARM_KEY = "gonka1warmkey";

function creatorOf(epoch: number, session: number): string {
  if (epoch === 2 && session === 0) return "gonka1once";
  if (epoch >= 8 && session === 1) return "gonka1new";
  if (epoch % 3 === 0 && session === 1) return hostOf(1);
  if (epoch % 4 === 0 && session === 0) return WARM_KEY;
  return GATEWAYS[below(3, epoch, session, 8)] ?? GATEWAYS[0];
}

/** Of each epoch five escrows: two settled in it, one in the next epoch, one never, one settled in it of a model without benchmarks. */
export const ESCROWS: readonly Escrow[] = EPOCHS.flatMap((epoch) =>
  [0, 1, 2, 3, 4].map((session) => {
    const { effective_height: first } = epochRow(epoch);
    const settled = session === 3 ? null : session === 2 ? first + 110 : first + 60 + session * 7;
    const third = epoch >= THIRD_FROM && drawn(epoch, session, 9) < 0.4 ? 2 : below(2, epoch, session, 10);
    return {
      id: epoch * 10 + session,
      epoch,
      creator: creatorOf(epoch, session),
      amount: 50_000_000 + below(9_000_000, epoch, session, 11),
      model: MODELS[session === 4 ? 3 : third] ?? MODELS[0],
      slots: [0, 1, 2, 3].map((slot) => hostOf(slot === session ? 1 : below(5, epoch, session, slot, 12))),
      opened: first + 2 + session * 9,
      settled: settled !== null && settled > epochRow(DEMAND.last).last_height ? null : settled,
      costs: [0, 1, 2, 3].map((slot) => 10 * below(90_000, epoch, session, slot, 13)),
      fees: 10_000 + 1000 * below(50, epoch, session, 14),
      toldPayout: session !== 1 || epoch !== 7,
      read: session !== 3 || epoch % 2 === 1,
      nonces: session === 4 && epoch < 5 ? 20 : NONCES,
    };
  }),
);
export const payoutOf = ({ costs, fees }: Escrow) => costs.reduce((all, cost) => all + cost, fees);

export interface Inference {
  readonly escrow: Escrow;
  readonly id: number;
  readonly startedAt: number;
  readonly confirmedAt: number | null;
  readonly prompt: number | null;
  readonly completion: number | null;
  readonly timeout: 1 | 2 | null;
  readonly challenged: number;
  readonly votesAgainst: number;
}
/** Attempts of a session, an hour apart; the last ones of the late session lie in the next epoch. Unread sessions have some, nobody knows of them. */
export const attemptsOf = (escrow: Escrow): readonly Inference[] =>
  Array.from({ length: 40 }, (_, index) => {
    const fate = drawn(escrow.id, index, 20);
    const startedAt = Math.floor(blockMs(escrow.opened) / 1000) + (escrow.id % 10 === 2 ? 3 : 1) * index * 3600 + 61;
    const finished = fate < 0.6;
    const challenged = finished && drawn(escrow.id, index, 21) < 0.2;
    return {
      escrow,
      id: index + 1,
      startedAt,
      confirmedAt: fate < 0.85 ? startedAt + 5 : null,
      prompt: finished ? 1 + below(BUSY.includes(escrow.epoch) ? 900_000_000 : 8000, escrow.id, index, 22) : null,
      completion: finished ? 1 + below(900, escrow.id, index, 23) : null,
      timeout: finished || fate < 0.7 ? null : fate < 0.85 ? 2 : fate < 0.95 ? 1 : null,
      challenged: challenged ? 1 : 0,
      votesAgainst: challenged ? below(5, escrow.id, index, 24) : 0,
    };
  });

/** Completed and required validations that two hosts told of a session: the second one has seen more of it. Of some sessions none told. */
export const validationsOf = ({ id }: Escrow) =>
  id % 3 === 0 ? null : { required: 100 + (id % 7), completed: 90 + (id % 11), behind: 7 };

/** A settlement of an escrow that was opened before the stored blocks begin, as far as anyone knows. */
export const STRANGER = { id: 999, height: epochRow(7).effective_height + 50, cost: 123_450, fees: 20_000 };
