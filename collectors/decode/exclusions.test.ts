import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeExclusions } from "./exclusions.ts";
import { decoderProperties } from "./testing/properties.ts";
import { epochs, heights, int64Json, messageJson, names } from "./testing/wire-json.ts";

decoderProperties("decodeExclusions", {
  cases: (dialect) => {
    const row = fc.record({ address: names, reason: names, height: heights(dialect === "gateway" ? 0 : 1) });
    return fc
      .tuple(epochs(dialect), fc.uniqueArray(row, { maxLength: 5, selector: ({ address }) => address }))
      .map(([epoch, rows]) => ({ epoch, rows: rows.map((own) => ({ epoch, ...own })) }));
  },
  body: ({ rows }, dialect) => ({
    items: rows.map(({ epoch, address, reason, height }) =>
      messageJson(dialect, {
        address,
        epoch_index: int64Json(dialect, epoch),
        reason,
        exclusion_block_height: int64Json(dialect, height),
      }),
    ),
  }),
  decode: (body, { epoch }) => decodeExclusions(body, { epoch }),
  expected: ({ rows }) => rows,
});

it("doesn't take the effective epoch's exclusions for those of epoch 0", () => {
  const item = { address: "a", epoch_index: "5", reason: "failed_confirmation_poc", exclusion_block_height: "572" };
  expect(decodeExclusions({ items: [item] }, { epoch: 0 })).toEqual({
    ok: false,
    reason: "items[0].epoch_index: expected 0 as asked, got 5",
  });
});

it("rejects two exclusions of one host", () => {
  const item = { address: "a", epoch_index: "5", reason: "downtime", exclusion_block_height: "572" };
  expect(decodeExclusions({ items: [item, { ...item, reason: "other" }] }, { epoch: 5 }).ok).toBe(false);
});
