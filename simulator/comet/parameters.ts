import { invalidParams } from "./rpc-error.ts";

/**
 * What a caller asks with. The same method is asked in two dialects: a URI, where strings are quoted and bytes have 0x, and
 * JSON-RPC, where 64-bit integers are strings. Each method throws an RpcError on a value of the wrong kind; null is "not given".
 */
export interface Parameters {
  integer(name: string): number | null;
  text(name: string): string | null;
  flag(name: string): boolean | null;
  /** Bytes that JSON-RPC writes as hex (CometBFT's HexBytes). */
  hexBytes(name: string): Buffer | null;
  /** Bytes that JSON-RPC writes as base64 (Go's []byte). */
  bytes(name: string): Buffer | null;
}

const URI_ERROR = "error converting http params to arguments: ";
const JSON_ERROR = "error converting json params to arguments: ";

export function uriParameters(query: URLSearchParams): Parameters {
  const given = (name: string) => {
    const value = query.get(name);
    return value === null || value === "" ? null : value;
  };
  const text = (name: string) => {
    const value = given(name);
    return value === null ? null : unquoted(value);
  };
  const bytes = (name: string) => {
    const value = given(name);
    if (value === null) return null;
    return value.startsWith("0x") ? fromHex(value.slice(2), URI_ERROR) : Buffer.from(unquoted(value), "utf8");
  };
  return {
    integer(name) {
      const value = given(name);
      return value === null ? null : integerOf(value.replaceAll('"', ""), URI_ERROR);
    },
    text,
    flag(name) {
      const value = given(name);
      if (value === null) return null;
      if (value !== "true" && value !== "false") throw invalidParams(`${URI_ERROR}invalid boolean ${value}`);
      return value === "true";
    },
    hexBytes: bytes,
    bytes,
  };
}

export function jsonParameters(raw: unknown, names: readonly string[]): Parameters {
  const values = named(raw, names);
  const text = (name: string) => {
    const value = values.get(name);
    if (value === undefined || value === null) return null;
    if (typeof value !== "string") throw invalidParams(`${JSON_ERROR}${name}: expected string`);
    return value;
  };
  return {
    integer(name) {
      const value = values.get(name);
      if (value === undefined || value === null || value === "") return null;
      if (typeof value !== "string") {
        throw invalidParams(`${JSON_ERROR}invalid 64-bit integer encoding ${JSON.stringify(value)}, expected string`);
      }
      return integerOf(value, JSON_ERROR);
    },
    text,
    flag(name) {
      const value = values.get(name);
      if (value === undefined || value === null) return null;
      if (typeof value !== "boolean") throw invalidParams(`${JSON_ERROR}${name}: expected boolean`);
      return value;
    },
    hexBytes(name) {
      const value = text(name);
      return value === null ? null : fromHex(value, JSON_ERROR);
    },
    bytes(name) {
      const value = text(name);
      return value === null ? null : Buffer.from(value, "base64");
    },
  };
}

function named(raw: unknown, names: readonly string[]): ReadonlyMap<string, unknown> {
  if (raw === undefined || raw === null) return new Map();
  if (Array.isArray(raw)) return new Map(raw.map((value, at) => [names[at] ?? "", value]));
  if (typeof raw !== "object") throw invalidParams(`${JSON_ERROR}unknown type for JSON params`);
  return new Map(Object.entries(raw));
}

function integerOf(value: string, context: string): number {
  if (!/^-?\d{1,15}$/.test(value)) throw invalidParams(`${context}invalid 64-bit integer encoding "${value}", expected string`);
  return Number(value);
}

function unquoted(value: string): string {
  if (/^"[^"]*"$/.test(value)) return value.slice(1, -1);
  throw invalidParams(`${URI_ERROR}${whyNoJson(value)}`);
}

/** What Go's JSON reader says of text without quotes. */
function whyNoJson(value: string): string {
  const literal = ["true", "false", "null"].find((word) => value.startsWith(word[0] ?? ""));
  if (literal === undefined) return `invalid character '${value[0] ?? ""}' looking for beginning of value`;
  const at = [...literal].findIndex((letter, index) => value[index] !== letter);
  return `invalid character '${value[at] ?? ""}' in literal ${literal} (expecting '${literal[at] ?? ""}')`;
}

function fromHex(value: string, context: string): Buffer {
  if (!/^([0-9a-fA-F]{2})*$/.test(value)) throw invalidParams(`${context}encoding/hex: invalid byte`);
  return Buffer.from(value, "hex");
}
