import fc from "fast-check";
import { gatewayProperties } from "./testing/gateway.ts";
import { uint64s } from "./testing/wire-json.ts";
import { decodeTokenomics } from "./tokenomics.ts";

const amount = uint64s("gateway");

gatewayProperties("decodeTokenomics", {
  cases: fc.record({ total_fees: amount, total_subsidies: amount, total_refunded: amount, total_burned: amount }),
  body: (given) => ({
    tokenomics_data: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value.toString()])),
  }),
  decode: (body) => decodeTokenomics(body, { epoch: 7 }),
  expected: (given) => ({ epoch: 7, ...given }),
  unsigned: "total_fees total_subsidies total_refunded total_burned",
});
