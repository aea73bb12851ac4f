import fc from "fast-check";
import { decodeModels } from "./models.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { names, uint64s } from "./testing/wire-json.ts";

const model = fc.record({
  model_id: names,
  proposed_by: names,
  v_ram: uint64s("gateway"),
  throughput_per_nonce: uint64s("gateway"),
  units_of_compute_per_token: uint64s("gateway"),
  hf_repo: fc.string({ maxLength: 12 }),
});

gatewayProperties("decodeModels", {
  cases: fc.record({
    rows: fc.uniqueArray(model, { maxLength: 4, selector: ({ model_id }) => model_id }),
    nextKey: fc.option(fc.base64String({ minLength: 4, maxLength: 12 })),
  }),
  body: ({ rows, nextKey }) => ({
    model: rows.map((row) => ({
      proposed_by: row.proposed_by,
      id: row.model_id,
      units_of_compute_per_token: `${row.units_of_compute_per_token}`,
      context_window: "0",
      quantization: "",
      coins_per_input_token: "0",
      coins_per_output_token: "0",
      hf_repo: row.hf_repo,
      hf_commit: "abc",
      model_args: ["--quantization", "fp8"],
      v_ram: `${row.v_ram}`,
      throughput_per_nonce: `${row.throughput_per_nonce}`,
      validation_threshold: { value: "85", exponent: -2 },
    })),
    pagination: { next_key: nextKey, total: "0" },
  }),
  decode: decodeModels,
  expected: ({ rows, nextKey }) => ({ items: rows.map((row) => ({ epoch: 0, ...row })), nextKey: nextKey ?? "" }),
  unsigned: "units_of_compute_per_token v_ram throughput_per_nonce",
  free: "next_key",
});
