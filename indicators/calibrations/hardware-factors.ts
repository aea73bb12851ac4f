/** What one accelerator counts in H100-equivalents. */
export interface HardwareFactor {
  /** Found in the device's name: upper case, the part before "|", "-" read as a blank. */
  readonly match: string;
  /** Per device, H100 80GB HBM3 (SXM) = 1; null where nobody has published a figure. */
  readonly factor: number | null;
  readonly source: string;
  /** Not measured on Gonka. */
  readonly estimate: boolean;
  readonly vendor: "NVIDIA" | "AMD";
}

const nvidia = { vendor: "NVIDIA" } as const;
const GUESS = "estimate by class, no Gonka measurement";

/**
 * In the order of reading: the first name found is the device's. Names are self-reported, typed by hand too ("A100"), hence by substring.
 * All figures are H100-equivalents in proof of compute or serving, as published until September 2026.
 */
export const HARDWARE_FACTORS: readonly HardwareFactor[] = [
  { ...nvidia, match: "B300", factor: 3.37, source: "DeepSeek V4 Flash proposal, August 2026", estimate: false },
  { ...nvidia, match: "B200", factor: 3, source: "992/312 nonces a minute (Gonka FAQ); 2.96 in a proposal", estimate: false },
  { ...nvidia, match: "H200 NVL", factor: 1, source: GUESS, estimate: true },
  { ...nvidia, match: "H200", factor: 1.13, source: "352/312 nonces a minute on Qwen (Gonka FAQ)", estimate: false },
  {
    ...nvidia,
    match: "H100 PCIE",
    factor: 0.55,
    source: "weights: 155.7/254.5 in epoch 176, 144.5/292.9 in 159",
    estimate: false,
  },
  { ...nvidia, match: "H100 NVL", factor: null, source: "no figure published", estimate: false },
  { ...nvidia, match: "H100", factor: 1, source: "the reference", estimate: false },
  { ...nvidia, match: "H20", factor: 0.25, source: GUESS, estimate: true },
  { ...nvidia, match: "A100 PCIE 40", factor: 0.05, source: "weights: 10.0/254.5 and 17.3/292.9", estimate: false },
  { ...nvidia, match: "A100", factor: 0.43, source: "weights: 107.8/254.5 and 127.75/292.88", estimate: false },
  { ...nvidia, match: "RTX PRO 6000", factor: 0.5, source: GUESS, estimate: true },
  { ...nvidia, match: "L40S", factor: 0.25, source: GUESS, estimate: true },
  { ...nvidia, match: "4090", factor: 0.15, source: GUESS, estimate: true },
  { ...nvidia, match: "3090", factor: 0.08, source: GUESS, estimate: true },
  {
    vendor: "AMD",
    match: "MI300X",
    factor: 1.32,
    source: "estimate: 1,307 against 989 dense BF16 TFLOPS of the vendors' data sheets, no Gonka measurement",
    estimate: true,
  },
  {
    vendor: "AMD",
    match: "MI325X",
    factor: 1.32,
    source: "estimate: 1,307 against 989 dense BF16 TFLOPS of the vendors' data sheets, no Gonka measurement",
    estimate: true,
  },
];

/** The device's name as it is matched. */
const nameOf = (device: string) => `replaceAll(upper(trimBoth(splitByChar('|', assumeNotNull(${device}))[1])), '-', ' ')`;

const choose = (device: string, column: (factor: HardwareFactor) => string, otherwise: string) =>
  `multiIf(${HARDWARE_FACTORS.map((one) => `position(${nameOf(device)}, '${one.match}') > 0, ${column(one)}`).join(", ")}, ${otherwise})`;

/** SQL: H100-equivalents of one device of that name; null where no figure is known. `device` must not be null. */
export const factorOf = (device: string) => choose(device, ({ factor }) => (factor === null ? "NULL" : String(factor)), "NULL");

/** SQL: whether the device is another vendor's than NVIDIA. A name no one knows is NVIDIA's where it says so. */
export const isOtherVendor = (device: string) =>
  choose(device, ({ vendor }) => (vendor === "NVIDIA" ? "0" : "1"), `position(${nameOf(device)}, 'NVIDIA') = 0`);

/** SQL: whether the device's factor is an estimate that nobody measured on Gonka. */
export const isEstimated = (device: string) => choose(device, ({ estimate }) => (estimate ? "1" : "0"), "0");
