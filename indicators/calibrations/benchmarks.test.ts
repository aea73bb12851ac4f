import { expect, it } from "vitest";
import { BENCHMARKS, MODEL_BENCHMARKS, SERVING_DEVICES } from "./benchmarks.ts";
import { HARDWARE_FACTORS } from "./hardware-factors.ts";

const rateOf = (model: string, device: string) => BENCHMARKS.find((row) => row.model === model && row.device === device);

it("has one figure for each model and device, and reads device names in the order of the hardware factors", () => {
  expect(BENCHMARKS).toHaveLength(MODEL_BENCHMARKS.length * SERVING_DEVICES.length);
  expect(new Set(BENCHMARKS.map(({ model, device }) => `${model} ${device}`)).size).toBe(BENCHMARKS.length);
  expect(SERVING_DEVICES.map(({ match }) => match)).toEqual(HARDWARE_FACTORS.map(({ match }) => match));
});

it("takes what was measured, and says of the rest that it is an estimate", () => {
  expect(rateOf("MINIMAX-M2", "H200")).toMatchObject({ rate: 982, estimate: false });
  expect(rateOf("DEEPSEEK-V4-FLASH", "H100")).toMatchObject({ rate: 2138, estimate: false });
  expect(rateOf("MINIMAX-M2", "H100")).toMatchObject({ rate: 686, estimate: true });
  // 686 × 2 ÷ 3.35
  expect(rateOf("MINIMAX-M2", "H100 PCIE")).toMatchObject({ rate: 410, estimate: true });
  expect(rateOf("GLM-5.3-FLASH", "B300")?.estimate).toBe(true);
  for (const { source, estimate } of BENCHMARKS) expect(source.startsWith("estimate")).toBe(estimate);
});

it("every measured device is one that names are matched with", () => {
  const devices = new Set(SERVING_DEVICES.map(({ match }) => match));
  for (const { measured } of MODEL_BENCHMARKS) for (const device of Object.keys(measured)) expect(devices).toContain(device);
});
