/** 1 GNK = 10⁹ ngonka. Every on-chain coin field is ngonka. */
export const NGONKA_PER_GNK = 1_000_000_000n;

/** ngonka in one unit of each denomination of the chain's denom metadata. */
export const NGONKA_PER_DENOM = {
  ngonka: 1n,
  ugonka: 1_000n,
  mgonka: 1_000_000n,
  gonka: NGONKA_PER_GNK,
} as const satisfies Record<string, bigint>;

/** Exact GNK as text with up to 9 decimals, e.g. `443181451.939622918`. */
export function gnkText(ngonka: bigint): string {
  const magnitude = ngonka < 0n ? -ngonka : ngonka;
  const fraction = (magnitude % NGONKA_PER_GNK).toString().padStart(9, "0").replace(/0+$/, "");
  const whole = `${ngonka < 0n ? "-" : ""}${magnitude / NGONKA_PER_GNK}`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
