/**
 * H100-equivalents of one GPU, H100 SXM = 1, of the names that simulated hosts register: the table that the network's data guide suggests
 * (section 4.6). RTX PRO 6000, H20 and H200 NVL are estimates there, without a measurement on Gonka.
 */
const FACTORS: Readonly<Record<string, number>> = {
  "NVIDIA H100 80GB HBM3": 1,
  "NVIDIA H100 PCIe": 0.55,
  "NVIDIA H200": 1.13,
  "NVIDIA H200 NVL": 1,
  "NVIDIA B200": 3,
  "NVIDIA B300 SXM6 AC": 3.37,
  "NVIDIA A100-SXM4-80GB": 0.43,
  "NVIDIA RTX PRO 6000 Blackwell Server Edition": 0.5,
  "NVIDIA H20": 0.25,
  // By the vendors' data sheets, 1,307 to 989 dense BF16 TFLOPS; nobody measured one on Gonka.
  "AMD Instinct MI300X": 1.32,
};

/** @throws RangeError for a name that no simulated host registers: then this table is behind the plot. */
export function factorOf(name: string): number {
  const factor = FACTORS[name];
  if (factor === undefined) throw new RangeError(`no factor for ${name}`);
  return factor;
}
