import type { Network } from "../network/network.ts";

/** What a route is asked: the state at a height, the values of its `{}` segments and the query. */
export interface Question {
  readonly network: Network;
  readonly height: number;
  readonly params: readonly string[];
  readonly query: URLSearchParams;
}

export interface Route {
  /** Below the base, with `{}` for a parameter of one segment. */
  readonly path: string;
  readonly answer: (question: Question) => unknown;
}

/** A gRPC error as the gateway writes it: code 3 → 400, 5 → 404, 12 → 501, every other 500. */
export class RestError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    if (this.code === 3) return 400;
    if (this.code === 5) return 404;
    return this.code === 12 ? 501 : 500;
  }
}

export const notFound = (message = "not found") => new RestError(5, message);

/** Path parameters of type uint64. */
export function uint64(question: Question, position: number, name: string): number {
  const text = question.params[position] ?? "";
  if (!/^\d{1,19}$/.test(text)) {
    const cause = `strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`;
    throw new RestError(3, `type mismatch, parameter: ${name}, error: ${cause}`);
  }
  return Math.min(Number(text), Number.MAX_SAFE_INTEGER);
}

export const text = (question: Question, position: number): string => question.params[position] ?? "";
