import type { SimulationClock } from "./clock.ts";
import { stagesOf } from "./epochs.ts";
import type { SimulationOptions } from "./options.ts";
import type { Plot } from "./plot.ts";
import type { Decimal, Model } from "./types.ts";

/** The gov module's account, the authority of every governance message: the same bytes on every Cosmos chain. */
export const GOV_AUTHORITY = "gonka10d07y265gmmuvt4z0w9aw880jnsr700j2h5m33";

export const THIRD_PROPOSAL = 4;
export const FOURTH_PROPOSAL = 6;

/** Models and coefficients of mainnet in the autumn of 2026 (params.poc_params.models). */
export function modelsOf(options: SimulationOptions, plot: Plot): readonly Model[] {
  const inTheMiddleOf = (epoch: number) => stagesOf(options.epoch, epoch).pocStart + Math.floor(options.epoch.length / 2);
  const models = [
    model("MiniMaxAI/MiniMax-M2.7", { value: 3024n, exponent: -4 }, 320n, null, 0, 0),
    model("deepseek-ai/DeepSeek-V4-Flash-0731", { value: 214n, exponent: -3 }, 320n, null, 0, 0),
    model(
      "zai-org/GLM-5.3-Flash",
      { value: 25_935n, exponent: -4 },
      160n,
      THIRD_PROPOSAL,
      inTheMiddleOf(plot.thirdPassed),
      plot.thirdActive,
    ),
  ];
  if (plot.fourthPassed !== null && plot.fourthTried !== null) {
    const registered = inTheMiddleOf(plot.fourthPassed);
    models.push(
      model("moonshotai/Kimi-K2.6", { value: 945n, exponent: -3 }, 640n, FOURTH_PROPOSAL, registered, plot.fourthTried),
    );
  }
  return models;
}

function model(
  id: string,
  scale: Decimal,
  vRam: bigint,
  proposalId: number | null,
  registeredAt: number,
  groupsFrom: number,
): Model {
  return {
    id,
    proposedBy: GOV_AUTHORITY,
    scale,
    validationThreshold: { value: 85n, exponent: -2 },
    vRam,
    throughputPerNonce: 1500n,
    hfRepo: id,
    hfCommit: "976055f8c83f394f35dbd3ab09a285a984907bd0",
    args: ["--quantization", "fp8"],
    contextWindow: 0n,
    proposalId,
    registeredAt,
    groupsFrom,
  };
}

/** raw · scale, rounded down, in the chain's own integers. */
export function floorScaled(raw: bigint, { value, exponent }: Decimal): bigint {
  return exponent < 0 ? (raw * value) / 10n ** BigInt(-exponent) : raw * value * 10n ** BigInt(exponent);
}

/** When voting on a registration ends: just before the block in which the model is registered. */
export const votingEndOf = (clock: SimulationClock, registeredAt: number) => clock.timeOf(registeredAt) - 1;
