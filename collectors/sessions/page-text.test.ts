import fc from "fast-check";
import { expect, it } from "vitest";
import { scanPage } from "./page-text.ts";
import { goldenDiff, start } from "./testing/golden.ts";

interface Written {
  readonly diff: { readonly nonce: number; readonly txs: string };
}
const written = (...nonces: number[]) =>
  nonces.map((nonce) => {
    const { diff } = goldenDiff(nonce, [start(nonce)]);
    return { diff: { nonce, txs: diff.txs, user_sig: "c2ln", post_state_root: "cm9vdA==" }, state_hash: "cm9vdA==" };
  });

it("reads a page that is written as devshardd writes it", () => {
  const page = written(5, 6, 7);
  const expected = page.map(({ diff: { nonce, txs } }) => ({ nonce, txs }));
  expect(scanPage(JSON.stringify(page))).toEqual(expected);
  expect(scanPage(`${JSON.stringify(page)}\n`)).toEqual(expected);
});

it.each([
  ["an empty page", "[]"],
  ["spaces", JSON.stringify(written(5), null, 1)],
  ["another order", JSON.stringify(written(5).map(({ diff, state_hash }) => ({ state_hash, diff })))],
  ["another field", JSON.stringify(written(5).map((one) => ({ ...one, more: 1 })))],
  ["a field less", JSON.stringify(written(5).map(({ diff }) => ({ diff })))],
  ["an escape", JSON.stringify(written(5)).replace("c2ln", "c2\\u006cn")],
  ["a nonce with a zero before it", JSON.stringify(written(5)).replace('"nonce":5', '"nonce":05')],
  ["a nonce beyond a double", JSON.stringify(written(5)).replace('"nonce":5', '"nonce":9007199254740993')],
  ["a nonce that is no integer", JSON.stringify(written(5)).replace('"nonce":5', '"nonce":5.5')],
  ["a negative nonce", JSON.stringify(written(5)).replace('"nonce":5', '"nonce":-5')],
  ["something after the end", `${JSON.stringify(written(5))}]`],
  ["no end", JSON.stringify(written(5)).slice(0, -1)],
  ["a comma at the end", JSON.stringify(written(5)).replace(/\]$/, ",]")],
])("leaves %s to a reader of JSON", (_, body) => {
  expect(scanPage(body)).toBeNull();
});

it("never reads a page otherwise than JSON has it", () => {
  const whole = JSON.stringify(written(1, 2, 3));
  const letters = fc.constantFrom(...'{}[]",:\\ 0123456789azAZ+/=-.e\n'.split(""));
  const changes = fc.array(fc.tuple(fc.nat(whole.length), fc.nat(3), letters), { minLength: 1, maxLength: 4 });
  let read = 0;
  fc.assert(
    fc.property(changes, (list) => {
      let body = whole;
      for (const [at, gone, letter] of list) body = body.slice(0, at) + letter + body.slice(at + gone);
      const scanned = scanPage(body);
      const json = parsed(body);
      if (scanned === null || json === null) return;
      read += 1;
      expect(scanned).toEqual(json.map(({ diff: { nonce, txs } }) => ({ nonce, txs })));
    }),
    { numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(100);
});

function parsed(body: string): Written[] | null {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
