import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decoded } from "../decoded.ts";
import type { Dialect } from "../dialect.ts";
import { KINDS, type Mutation, mutate, withUnknown } from "./mutate.ts";
import type { Json, JsonObject } from "./wire-json.ts";

const numRuns = Number(process.env["FC_RUNS"] ?? 1000);

/** A decoder under test: what it was asked and must return, and how a node would write that. */
export interface Subject<C> {
  readonly cases: (dialect: Dialect) => fc.Arbitrary<C>;
  readonly body: (given: C, dialect: Dialect) => JsonObject;
  readonly decode: (body: unknown, given: C) => Decoded<unknown>;
  /** What the decoder must return for a body that carries the case's rows. */
  readonly expected: (given: C, body: Json) => unknown;
  /** What it must return where an absent or null field has a documented meaning; undefined elsewhere. */
  readonly documented?: (given: C, mutation: Mutation) => unknown;
  /** Whether the body has every field that is read, so that a field nobody knows can't be one of them renamed; true unless said. */
  readonly isComplete?: (given: C) => boolean;
}

function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? `${inner}n` : inner));
}

function expectSameOrRejected(decoded: Decoded<unknown>, expected: unknown, about: string): void {
  if (decoded.ok) {
    // A clone has the ordinary prototype, which generated records lack.
    if (!isDeepStrictEqual(decoded.value, structuredClone(expected))) {
      expect.fail(`${about}\ndecoded  ${show(decoded.value)}\nexpected ${show(expected)}`);
    }
  } else if (decoded.reason.length === 0 || decoded.reason.length > 500) {
    expect.fail(`${about}: reason of ${decoded.reason.length} characters`);
  }
}

/** The properties every decoder must have, in both dialects. */
export function decoderProperties<C>(name: string, subject: Subject<C>): void {
  describe.each<Dialect>(["gateway", "host"])(`${name}, %s dialect`, (dialect) => {
    const cases = subject.cases(dialect);

    it("gives back the rows a node wrote", () => {
      fc.assert(
        fc.property(cases, (given) => {
          const body = subject.body(given, dialect);
          const decoded = subject.decode(body, given);
          if (!decoded.ok) expect.fail(`${decoded.reason} in ${show(body)}`);
          expect(decoded.unknowns).toEqual([]);
          expectSameOrRejected(decoded, subject.expected(given, body), show(body));
        }),
        { numRuns },
      );
    });

    it("gives the same rows or none when the answer is damaged, and never throws", () => {
      const kinds = fc.constantFrom(...KINDS);
      fc.assert(
        fc.property(cases, kinds, fc.nat(), (given, kind, pick) => {
          const mutation = mutate(subject.body(given, dialect), dialect, kind, pick);
          if (mutation === null) return;
          const expected = subject.documented?.(given, mutation) ?? subject.expected(given, mutation.body);
          const about = `${mutation.kind} at ${mutation.field}: ${show(mutation.body)}`;
          expectSameOrRejected(subject.decode(mutation.body, given), expected, about);
        }),
        { numRuns },
      );
    });

    it("gives nothing for text that was cut off", () => {
      fc.assert(
        fc.property(cases, fc.nat(), (given, cut) => {
          const text = JSON.stringify(subject.body(given, dialect));
          let parsed: unknown;
          try {
            parsed = JSON.parse(text.slice(0, cut % text.length));
          } catch {
            return;
          }
          expect(subject.decode(parsed, given).ok).toBe(false);
        }),
        { numRuns: Math.min(numRuns, 100) },
      );
    });

    it("reports a field nobody knows, and goes on where no field is missing", () => {
      fc.assert(
        fc.property(cases, fc.nat(), fc.jsonValue(), (given, pick, value) => {
          const body = withUnknown(subject.body(given, dialect), pick, JSON.parse(JSON.stringify(value)));
          const decoded = subject.decode(body, given);
          expectSameOrRejected(decoded, subject.expected(given, body), show(body));
          if (dialect === "gateway" && subject.isComplete?.(given) !== false) expect(decoded.ok).toBe(true);
          if (decoded.ok) {
            expect(decoded.unknowns).toHaveLength(1);
            expect(decoded.unknowns[0]?.path).toMatch(/(^|\.)new_in_v9$/);
            expect(Buffer.byteLength(decoded.unknowns[0]?.sample ?? "")).toBeLessThanOrEqual(2048);
          }
        }),
        { numRuns },
      );
    });

    it("rejects what isn't its answer at all", () => {
      const given = fc.sample(cases, 1)[0];
      const strangers = [undefined, null, 0, "", "text", true, [], {}, { code: 5, message: "not found", details: [] }, [{}]];
      for (const stranger of strangers) expect(given !== undefined && subject.decode(stranger, given).ok).toBe(false);
      fc.assert(
        fc.property(cases, fc.jsonValue({ maxDepth: 4 }), (asked, stranger) => {
          expect(subject.decode(stranger, asked).ok).toBe(false);
        }),
        { numRuns: Math.min(numRuns, 1000) },
      );
    });
  });
}
