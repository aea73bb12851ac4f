/**
 * Tokens a second (prompt and completion together) that one accelerator serves of a model under a short-prompt load: 500–1,050 prompt and
 * up to 300 completion tokens a request, 20–30 requests at a time to one node. More requests at a time, and longer prompts, give more: these
 * are figures of one load, no ceilings. What image a node runs isn't known on chain and isn't in the table.
 *
 * A changed figure is a new table with a version of its own beside this one, and a new version of each method that reads it.
 */
export const BENCHMARK_VERSION = "short-prompts-2026-11";

export interface ModelBenchmark {
  /** Found in the model's id, upper case. */
  readonly match: string;
  /** Tokens a second of one H100 80GB HBM3 (SXM). */
  readonly h100: number;
  /** Where the H100's figure comes from. */
  readonly source: string;
  /** Not measured: neither on this model nor on an H100, or only one of them. */
  readonly estimate: boolean;
  /** Measured on other devices of `SERVING_DEVICES`, a device. */
  readonly measured: Readonly<Record<string, { readonly rate: number; readonly source: string }>>;
}

export interface ServingDevice {
  /** Found in the device's name: upper case, the part before "|", "-" read as a blank. */
  readonly match: string;
  /** Memory bandwidth as the vendor's data sheet gives it, TB/s: batched decoding is bound by it. From memory of the data sheets. */
  readonly bandwidth: number;
}

const EXPERIMENTS = "kaitakuai/experiments";

export const MODEL_BENCHMARKS: readonly ModelBenchmark[] = [
  {
    match: "MINIMAX-M2",
    h100: 686,
    source: "estimate: the measured H200 by memory bandwidth",
    estimate: true,
    measured: {
      B300: { rate: 2104, source: `${EXPERIMENTS} 2026-05/minimax_m27_1xb300_sxm6: 2,104 on 1` },
      B200: { rate: 1127, source: `${EXPERIMENTS} 2026-05/minimax_m27_2xb200_ohio_pr36: 2,253.5 on 2` },
      H200: { rate: 982, source: `${EXPERIMENTS} 2026-05/minimax_m27_2xh200_h100img_pr36: 1,964.6 on 2` },
      A100: {
        rate: 375,
        source: `${EXPERIMENTS} 2026-05/minimax_m27_4xa100_sxm4_marlin: 534.9 completion tokens of 842 a request on 4`,
      },
      "RTX PRO 6000": { rate: 854, source: `${EXPERIMENTS} 2026-04/minimax-m27-fp8-4xrtxpro6000, scenario 2: 3,416.2 on 4` },
    },
  },
  {
    match: "DEEPSEEK-V4-FLASH",
    h100: 2138,
    source: `${EXPERIMENTS} 2026-08/deepseek-v4-flash-0731-dspark-4xh100, s2 without speculation: 6.4041 requests a second on 4; 1,042 prompt tokens as other models count the same prompt`,
    estimate: false,
    measured: {
      B300: {
        rate: 6071,
        source: `${EXPERIMENTS} 2026-08/deepseek-v4-flash-0731-1xb300, s2: 1,328.9 completion tokens a second on 1, 292 a request as on H200`,
      },
      B200: { rate: 3373, source: `${EXPERIMENTS} 2026-08/deepseek-v4-flash-0731-2xb200, s2: 5.0554 requests a second on 2` },
      H200: { rate: 2373, source: `${EXPERIMENTS} 2026-08/deepseek-v4-flash-0731-2xh200, s2: 3.5581 requests a second on 2` },
    },
  },
  {
    match: "GLM-5.3-FLASH",
    h100: 1544,
    source: "estimate, no serving run published: DeepSeek V4 Flash by active parameters, 13 to 18 billion",
    estimate: true,
    measured: {},
  },
  {
    match: "KIMI-K2",
    h100: 470,
    source: "estimate: the measured H200 by memory bandwidth",
    estimate: true,
    measured: {
      B200: { rate: 1138, source: `${EXPERIMENTS} 2026-04/kimi-k25-int4-4xb200, scenario 2, compiled: 4,552 on 4` },
      H200: { rate: 674, source: `${EXPERIMENTS} 2026-04/kimi-k25-int4-8xh200, scenario 2, compiled: 5,392 on 8` },
    },
  },
  {
    match: "QWEN3-235B",
    h100: 312,
    source: "estimate: MiniMax M2 by active parameters, 10 to 22 billion",
    estimate: true,
    measured: {},
  },
];

/** In the order of reading, as hardware factors are: the first name found is the device's. */
export const SERVING_DEVICES: readonly ServingDevice[] = [
  { match: "B300", bandwidth: 8 },
  { match: "B200", bandwidth: 8 },
  { match: "H200 NVL", bandwidth: 4.8 },
  { match: "H200", bandwidth: 4.8 },
  { match: "H100 PCIE", bandwidth: 2 },
  { match: "H100 NVL", bandwidth: 3.9 },
  { match: "H100", bandwidth: 3.35 },
  { match: "H20", bandwidth: 4 },
  { match: "A100 PCIE 40", bandwidth: 1.555 },
  { match: "A100", bandwidth: 2.04 },
  { match: "RTX PRO 6000", bandwidth: 1.6 },
  { match: "L40S", bandwidth: 0.864 },
  { match: "4090", bandwidth: 1.008 },
  { match: "3090", bandwidth: 0.936 },
  { match: "MI300X", bandwidth: 5.3 },
  { match: "MI325X", bandwidth: 6 },
];

const H100_BANDWIDTH = 3.35;

export interface Benchmark {
  readonly model: string;
  readonly device: string;
  /** Tokens a second of one device, prompt and completion. */
  readonly rate: number;
  readonly source: string;
  readonly estimate: boolean;
}

/** Every pair of the table: the measured figure where there is one, else the model's on an H100 by memory bandwidth. */
export const BENCHMARKS: readonly Benchmark[] = MODEL_BENCHMARKS.flatMap((model) =>
  SERVING_DEVICES.map(({ match, bandwidth }): Benchmark => {
    const found = model.measured[match];
    if (found) return { model: model.match, device: match, ...found, estimate: false };
    if (match === "H100")
      return { model: model.match, device: match, rate: model.h100, source: model.source, estimate: model.estimate };
    return {
      model: model.match,
      device: match,
      rate: Math.round((model.h100 * bandwidth) / H100_BANDWIDTH),
      source: `estimate: its H100 by memory bandwidth (${model.source})`,
      estimate: true,
    };
  }),
);

const firstMatch = (text: string, matches: readonly string[]) =>
  `multiIf(${matches.map((match) => `position(${text}, '${match}') > 0, '${match}'`).join(", ")}, '')`;

/** SQL: the `model` of the table that a model's id belongs to; empty where it has none. */
export const benchmarkModelOf = (modelId: string) =>
  firstMatch(
    `upper(${modelId})`,
    MODEL_BENCHMARKS.map(({ match }) => match),
  );

/** SQL: the `device` of the table that a device's name belongs to; empty where it has none. `device` must not be null. */
export const benchmarkDeviceOf = (device: string) =>
  firstMatch(
    `replaceAll(upper(trimBoth(splitByChar('|', assumeNotNull(${device}))[1])), '-', ' ')`,
    SERVING_DEVICES.map(({ match }) => match),
  );

/** SQL: the table, `model, device, rate, guessed`. */
export const BENCHMARK_TABLE = `SELECT model, device, rate, guessed FROM values('model String, device String, rate Float64, guessed UInt8', ${BENCHMARKS.map(
  ({ model, device, rate, estimate }) => `('${model}', '${device}', ${rate}, ${estimate ? 1 : 0})`,
).join(", ")})`;
