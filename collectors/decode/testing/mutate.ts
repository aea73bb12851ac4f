import type { Dialect } from "../dialect.ts";
import type { Json, JsonObject } from "./wire-json.ts";

type Path = readonly (string | number)[];
interface Spot {
  readonly path: Path;
  readonly value: Json;
}

/** One wrong answer made from a right one. */
export interface Mutation {
  readonly kind: string;
  /** The field it happened to. */
  readonly field: string;
  readonly body: Json;
}

const UNSIGNED = new Set(
  (
    "epoch_group_id poc_start_block_height effective_block_height last_block_height number_of_requests epoch_index inference_count " +
    "missed_requests earned_coins rewarded_coins burned_coins validated_inferences invalidated_inferences exclusion_block_height " +
    "event_sequence trigger_height generation_start_height token_price create_devshard_fee fee_per_nonce epoch_length " +
    "poc_stage_duration poc_exchange_duration poc_validation_delay poc_validation_duration set_new_validators_delay block_height " +
    "index epoch"
  ).split(" "),
);
const SIGNED = new Set("weight confirmation_weight voting_power poc_weight total_weight value".split(" "));
const INT32 = new Set(["reputation", "exponent"]);
const isInt64 = (field: string) => UNSIGNED.has(field) || SIGNED.has(field);

const BAD_TEXTS = [
  "1e5",
  "+5",
  " 5",
  "5 ",
  "05",
  "5.0",
  "",
  "0x5",
  "-0",
  "-",
  "18446744073709551616",
  "99999999999999999999999",
  "５",
];
const BAD_NUMBERS = [2 ** 53, 1e300, -1e300, 1.5, -0.5];

function fieldOf(path: Path): string {
  return String(path.findLast((step) => typeof step === "string") ?? "");
}

/** Values of other JSON types, and none that could be read as another right value. */
function otherTypes({ path, value }: Spot, dialect: Dialect): Json[] {
  const field = fieldOf(path);
  if (value === null) return ["x", {}];
  if (Array.isArray(value)) return dialect === "gateway" ? [true, "x", 1, {}, null] : [true, "x", 1, {}];
  if (typeof value === "object") return [true, "x", 1, [], null];
  if (typeof value === "boolean") return ["true", 1, {}, [], null];
  if (typeof value === "number") return [true, {}, [], null, String(value)];
  return [true, {}, [], null, isInt64(field) ? Number(value) : 7];
}

type Kind = (spot: Spot, dialect: Dialect) => readonly Json[];

/** Kinds that put another value in a spot's place. */
const REPLACEMENTS: Readonly<Record<string, Kind>> = {
  "other type": otherTypes,
  "bad text": ({ path }) => (isInt64(fieldOf(path)) ? BAD_TEXTS : []),
  "bad number": ({ path }) => (isInt64(fieldOf(path)) || INT32.has(fieldOf(path)) ? BAD_NUMBERS : []),
  negative: ({ path }) => (UNSIGNED.has(fieldOf(path)) ? ["-5", -5] : []),
  "swapped epoch": ({ path, value }) => {
    if (path.at(-1) !== "epoch_index") return [];
    return typeof value === "string" ? [String((Number(value) + 1) % 4_294_967_295)] : [Number(value) + 1];
  },
  "duplicate row": ({ value }) => {
    if (!Array.isArray(value)) return [];
    const row = value.find((item) => typeof item === "object" || typeof item === "string");
    return row === undefined ? [] : [[...value, row]];
  },
};

function spotsOf(value: Json, path: Path = []): Spot[] {
  const inner = Array.isArray(value)
    ? value.flatMap((item, index) => spotsOf(item, [...path, index]))
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, item]) => spotsOf(item, [...path, key]))
      : [];
  return [{ path, value }, ...inner];
}

/** A copy in which the value at `path` went through `edit`. */
function edited(body: Json, path: Path, edit: (value: Json) => Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return edit(body);
  if (Array.isArray(body)) return body.map((item, index) => (index === step ? edited(item, rest, edit) : item));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, item]) => [key, key === step ? edited(item, rest, edit) : item]));
}

function withKeys(value: Json, change: (entries: [string, Json][]) => [string, Json][]): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(change(Object.entries(value)))
    : value;
}

export const KINDS = [...Object.keys(REPLACEMENTS), "dropped key", "renamed key"];

/** Does `kind` to the body at a spot and with a value chosen by `pick`; null where the body has nothing to do it to. */
export function mutate(body: JsonObject, dialect: Dialect, kind: string, pick: number): Mutation | null {
  const replace = REPLACEMENTS[kind];
  const spots = spotsOf(body).filter(({ path }) => path.length > 0);
  if (replace !== undefined) {
    const choices = spots.flatMap((spot) => replace(spot, dialect).map((value) => ({ spot, value })));
    const choice = choices[pick % choices.length];
    if (choice === undefined) return null;
    return { kind, field: fieldOf(choice.spot.path), body: edited(body, choice.spot.path, () => choice.value) };
  }
  // In the host dialect a missing key is a zero, as it should be.
  const fields = kind === "dropped key" && dialect === "host" ? [] : spots.filter(({ path }) => typeof path.at(-1) === "string");
  const spot = fields[pick % fields.length];
  if (spot === undefined) return null;
  const field = fieldOf(spot.path);
  const change = (entries: [string, Json][]): [string, Json][] =>
    kind === "dropped key"
      ? entries.filter(([key]) => key !== field)
      : entries.map(([key, value]) => [key === field ? `${field}_v2` : key, value]);
  return { kind, field, body: edited(body, spot.path.slice(0, -1), (parent) => withKeys(parent, change)) };
}

/** Adds a field nobody knows to some object of the body. */
export function withUnknown(body: JsonObject, pick: number, value: Json): Json {
  const objects = spotsOf(body).filter(
    (spot) => typeof spot.value === "object" && spot.value !== null && !Array.isArray(spot.value),
  );
  const path = objects[pick % objects.length]?.path ?? [];
  return edited(body, path, (object) => withKeys(object, (entries) => [...entries, ["new_in_v9", value]]));
}
