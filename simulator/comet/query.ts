import type { ChainEvent, Tx } from "../network/types.ts";
import { internalError } from "./rpc-error.ts";

/** A search of CometBFT's query language: conditions joined by AND. */
export interface Condition {
  readonly key: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "EXISTS" | "CONTAINS";
  /** Empty with EXISTS. */
  readonly operand: string;
}

const CONDITION = /^([A-Za-z_][\w.-]*)\s*(?:(EXISTS)|(<=|>=|=|<|>|CONTAINS)\s*('(?:[^']*)'|-?\d+(?:\.\d+)?))$/;

const OPERATORS = new Map<string, Condition["operator"]>(
  (["=", "<", "<=", ">", ">=", "EXISTS", "CONTAINS"] as const).map((operator) => [operator, operator]),
);

/** @throws RpcError if it isn't in the language. */
export function parseQuery(query: string): readonly Condition[] {
  if (query.trim() === "") throw internalError("offset 0: EOF");
  return query.split(/\s+AND\s+/).map((part) => {
    const [matched, key, exists, comparison, operand] = CONDITION.exec(part.trim()) ?? [];
    const operator = OPERATORS.get(exists ?? comparison ?? "");
    if (matched === undefined || key === undefined || operator === undefined) {
      throw internalError(`got ${JSON.stringify(part)}, wanted a condition`);
    }
    return { key, operator, operand: (operand ?? "").replace(/^'|'$/g, "") };
  });
}

/** The heights that the conditions on `tx.height` leave, both included. */
export function heightsOf(conditions: readonly Condition[], head: number): { readonly from: number; readonly to: number } {
  let from = 1;
  let to = head;
  for (const { key, operator, operand } of conditions) {
    if (key !== "tx.height") continue;
    const height = Number(operand);
    if (operator === "=" || operator === ">=") from = Math.max(from, height);
    if (operator === ">") from = Math.max(from, height + 1);
    if (operator === "=" || operator === "<=") to = Math.min(to, height);
    if (operator === "<") to = Math.min(to, height - 1);
  }
  return { from, to };
}

/** Whether all conditions hold, where those on the height are known to. */
export function matches(conditions: readonly Condition[], tx: Tx): boolean {
  return conditions.every((condition) => condition.key === "tx.height" || holds(condition, tx));
}

function holds({ key, operator, operand }: Condition, tx: Tx): boolean {
  if (key === "tx.hash") return tx.hash === operand.toUpperCase();
  const values = tx.events.flatMap((event) => valuesOf(event, key));
  if (operator === "EXISTS") return values.length > 0;
  if (operator === "CONTAINS") return values.some((value) => value.includes(operand));
  return values.some((value) => compare(value, operator, operand));
}

function valuesOf({ type, attributes }: ChainEvent, key: string): string[] {
  return attributes.filter((attribute) => `${type}.${attribute.key}` === key).map(({ value }) => value);
}

function compare(value: string, operator: "=" | "<" | "<=" | ">" | ">=", operand: string): boolean {
  if (operator === "=") return value === operand;
  const difference = Number(value) - Number(operand);
  if (operator === "<") return difference < 0;
  if (operator === "<=") return difference <= 0;
  return operator === ">" ? difference > 0 : difference >= 0;
}
