import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decoded } from "../decoded.ts";
import { withUnknown } from "./mutate.ts";
import type { Json, JsonObject } from "./wire-json.ts";

const numRuns = Number(process.env["FC_RUNS"] ?? 1000);

/** What was done to one spot of an answer. */
export interface Damage {
  readonly kind: "dropped" | "renamed" | "replaced" | "doubled";
  /** The nearest field's name. */
  readonly field: string;
  readonly value: Json;
}

/** A decoder of the REST gateway's answers under test. Names of fields are separated by blanks. */
export interface GatewaySubject<C> {
  readonly cases: fc.Arbitrary<C>;
  /** How the gateway would write the case: whole, with every field that is read. */
  readonly body: (given: C) => JsonObject;
  readonly decode: (body: unknown, given: C) => Decoded<unknown>;
  readonly expected: (given: C) => unknown;
  /** Integers as text that can't be negative (`name`, or `parent.name`), and those that can. */
  readonly unsigned?: string;
  readonly signed?: string;
  /** Fields whose damage may give another right value: lists that may repeat, what may be null. Tested apart. */
  readonly free?: string;
}

const BAD_INTEGERS: Json[] = ["1e5", "+5", " 5", "5 ", "05", "5.0", "", "0x5", "-0", "-", "５", 2 ** 53, 1e300, 1.5, -0.5];
const TOO_LARGE = "9".repeat(40);

type Path = readonly (string | number)[];
type Spot = { readonly path: Path; readonly value: Json };

function spotsOf(value: Json, path: Path = []): Spot[] {
  const inner =
    typeof value !== "object" || value === null
      ? []
      : Array.isArray(value)
        ? value.flatMap((item, index) => spotsOf(item, [...path, index]))
        : Object.entries(value).flatMap(([key, item]) => spotsOf(item, [...path, key]));
  return path.length === 0 ? inner : [{ path, value }, ...inner];
}

function edited(body: Json, [step, ...rest]: Path, edit: (value: Json) => Json): Json {
  if (step === undefined) return edit(body);
  if (Array.isArray(body)) return body.map((item, index) => (index === step ? edited(item, rest, edit) : item));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, item]) => [key, key === step ? edited(item, rest, edit) : item]));
}

const fieldOf = (path: Path) => String(path.findLast((step) => typeof step === "string") ?? "");
/** With the field it is in, where a name means two things in one answer. */
const fullOf = (path: Path) =>
  path
    .filter((step) => typeof step === "string")
    .slice(-2)
    .join(".");
const words = (names: string | undefined) => new Set((names ?? "").split(" "));

/** Values that the spot's field can't have. */
function wrong({ path, value }: Spot, unsigned: ReadonlySet<string>, signed: ReadonlySet<string>): Json[] {
  const field = fieldOf(path);
  if (value === null) return [true, 7, []];
  if (Array.isArray(value)) return [true, "x", 7, {}, null];
  if (typeof value === "object") return [true, "x", 7, [], null];
  if (typeof value === "boolean") return ["true", 1, {}, [], null];
  if (typeof value === "number") return [true, {}, [], null, String(value), 1.5, 2 ** 53];
  if (unsigned.has(field) || unsigned.has(fullOf(path))) return [true, {}, [], null, ...BAD_INTEGERS, TOO_LARGE, "-5", -5];
  if (signed.has(field)) return [true, {}, [], null, ...BAD_INTEGERS, TOO_LARGE];
  return [true, {}, [], null, 7];
}

/** Does one kind of damage at a spot chosen by `pick`; null where there is nothing to do it to. */
function damaged(body: JsonObject, kind: Damage["kind"], pick: number, integers: readonly ReadonlySet<string>[]) {
  const [unsigned = new Set<string>(), signed = new Set<string>()] = integers;
  const spots = spotsOf(body).filter(({ path, value }) => {
    if (kind === "doubled") return Array.isArray(value) && value.some((item) => typeof item === "object");
    return kind === "replaced" || typeof path.at(-1) === "string";
  });
  const spot = spots[pick % spots.length];
  if (spot === undefined) return null;
  const field = fieldOf(spot.path);
  if (kind === "replaced" || kind === "doubled") {
    const choices = wrong(spot, unsigned, signed);
    const doubled = Array.isArray(spot.value) ? [...spot.value, ...spot.value.slice(0, 1)] : [];
    const value = kind === "doubled" ? doubled : (choices[Math.floor(pick / spots.length) % choices.length] ?? null);
    return { damage: { kind, field, value }, body: edited(body, spot.path, () => value) };
  }
  const parent = edited(body, spot.path.slice(0, -1), (object) =>
    Object.fromEntries(
      Object.entries(object ?? {}).flatMap(([key, item]) =>
        key !== field ? [[key, item]] : kind === "dropped" ? [] : [[`${key}_v2`, item]],
      ),
    ),
  );
  return { damage: { kind, field, value: null }, body: parent };
}

const show = (value: unknown) => JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? `${inner}n` : inner));

function expectSameOrRejected(decoded: Decoded<unknown>, expected: unknown, about: string): void {
  if (!decoded.ok) {
    if (decoded.reason.length === 0 || decoded.reason.length > 500) expect.fail(`${about}: no fit reason`);
    return;
  }
  if (!isDeepStrictEqual(decoded.value, structuredClone(expected)))
    expect.fail(`${about}\ndecoded  ${show(decoded.value)}\nexpected ${show(expected)}`);
}

/** The properties that every decoder of the gateway's answers must have. */
export function gatewayProperties<C>(name: string, subject: GatewaySubject<C>): void {
  const { cases, body, decode, expected } = subject;
  const integers = [words(subject.unsigned), words(subject.signed)];
  const free = words(subject.free);

  describe(name, () => {
    it("gives back the rows a node wrote", () => {
      fc.assert(
        fc.property(cases, (given) => {
          const written = body(given);
          const decoded = decode(written, given);
          if (!decoded.ok) expect.fail(`${decoded.reason} in ${show(written)}`);
          expect(decoded.unknowns).toEqual([]);
          expectSameOrRejected(decoded, expected(given), show(written));
        }),
        { numRuns },
      );
    });

    it("gives the same rows or none when the answer is damaged, and never throws", () => {
      const kinds = fc.constantFrom<Damage["kind"][]>("dropped", "renamed", "replaced", "doubled");
      let rejected = 0;
      fc.assert(
        fc.property(cases, kinds, fc.nat(), (given, kind, pick) => {
          const change = damaged(body(given), kind, pick, integers);
          if (change === null) return;
          const decoded = decode(change.body, given);
          if (!decoded.ok) rejected += 1;
          if (free.has(change.damage.field)) return;
          expectSameOrRejected(decoded, expected(given), `${kind} at ${change.damage.field}: ${show(change.body)}`);
        }),
        { numRuns },
      );
      // A decoder that looked at nothing would pass the rest.
      expect(rejected).toBeGreaterThan(numRuns / 10);
    });

    it("gives nothing for text that was cut off", () => {
      fc.assert(
        fc.property(cases, fc.nat(), (given, at) => {
          const text = JSON.stringify(body(given));
          let parsed: unknown;
          try {
            parsed = JSON.parse(text.slice(0, at % text.length));
          } catch {
            return;
          }
          expect(decode(parsed, given).ok).toBe(false);
        }),
        { numRuns: Math.min(numRuns, 100) },
      );
    });

    it("reports a field nobody knows, and goes on", () => {
      fc.assert(
        fc.property(cases, fc.nat(), fc.jsonValue(), (given, pick, value) => {
          const decoded = decode(withUnknown(body(given), pick, JSON.parse(JSON.stringify(value))), given);
          if (!decoded.ok) expect.fail(decoded.reason);
          expectSameOrRejected(decoded, expected(given), "a new field");
          // What is inside a field whose inside isn't looked at isn't reported.
          expect(decoded.unknowns.every(({ path }) => path.endsWith("new_in_v9"))).toBe(true);
        }),
        { numRuns: Math.min(numRuns, 300) },
      );
    });

    it("rejects what isn't its answer at all", () => {
      const [given] = fc.sample(cases, 1);
      const strangers = [undefined, null, 0, "", "text", true, [], {}, { code: 5, message: "not found", details: [] }, [{}]];
      for (const stranger of strangers) expect(given !== undefined && decode(stranger, given).ok).toBe(false);
      fc.assert(
        fc.property(cases, fc.jsonValue({ maxDepth: 4 }), (asked, stranger) => {
          expect(decode(stranger, asked).ok).toBe(false);
        }),
        { numRuns: Math.min(numRuns, 300) },
      );
    });
  });
}
