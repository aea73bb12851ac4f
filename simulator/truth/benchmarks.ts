/**
 * Tokens a second of one GPU, prompt and completion, by model and by the names that simulated hosts register. This truth's own copy of the
 * product's benchmark table of 2026-11 (published runs, and estimates by memory bandwidth): a truth can't measure real GPUs, it can only say
 * what a table comes to. A new version of that table needs new numbers here.
 */
const RATES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "MiniMaxAI/MiniMax-M2.7": {
    "NVIDIA H100 80GB HBM3": 686,
    "NVIDIA H100 PCIe": 410,
    "NVIDIA H200": 982,
    "NVIDIA H200 NVL": 983,
    "NVIDIA B200": 1127,
    "NVIDIA B300 SXM6 AC": 2104,
    "NVIDIA A100-SXM4-80GB": 375,
    "NVIDIA RTX PRO 6000 Blackwell Server Edition": 854,
    "NVIDIA H20": 819,
    "AMD Instinct MI300X": 1085,
  },
  "deepseek-ai/DeepSeek-V4-Flash-0731": {
    "NVIDIA H100 80GB HBM3": 2138,
    "NVIDIA H100 PCIe": 1276,
    "NVIDIA H200": 2373,
    "NVIDIA H200 NVL": 3063,
    "NVIDIA B200": 3373,
    "NVIDIA B300 SXM6 AC": 6071,
    "NVIDIA A100-SXM4-80GB": 1302,
    "NVIDIA RTX PRO 6000 Blackwell Server Edition": 1021,
    "NVIDIA H20": 2553,
    "AMD Instinct MI300X": 3383,
  },
  "zai-org/GLM-5.3-Flash": {
    "NVIDIA H100 80GB HBM3": 1544,
    "NVIDIA H100 PCIe": 922,
    "NVIDIA H200": 2212,
    "NVIDIA H200 NVL": 2212,
    "NVIDIA B200": 3687,
    "NVIDIA B300 SXM6 AC": 3687,
    "NVIDIA A100-SXM4-80GB": 940,
    "NVIDIA RTX PRO 6000 Blackwell Server Edition": 737,
    "NVIDIA H20": 1844,
    "AMD Instinct MI300X": 2443,
  },
  "moonshotai/Kimi-K2.6": {
    "NVIDIA H100 80GB HBM3": 470,
    "NVIDIA H100 PCIe": 281,
    "NVIDIA H200": 674,
    "NVIDIA H200 NVL": 673,
    "NVIDIA B200": 1138,
    "NVIDIA B300 SXM6 AC": 1122,
    "NVIDIA A100-SXM4-80GB": 286,
    "NVIDIA RTX PRO 6000 Blackwell Server Edition": 224,
    "NVIDIA H20": 561,
    "AMD Instinct MI300X": 744,
  },
};

/** @throws RangeError for a model or a name that no simulated host has: then this table is behind the plot. */
export function rateOf(modelId: string, name: string): number {
  const rate = RATES[modelId]?.[name];
  if (rate === undefined) throw new RangeError(`no rate of ${modelId} on ${name}`);
  return rate;
}
