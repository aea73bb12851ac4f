/** An error as CometBFT's JSON-RPC reports it. */
export class RpcError extends Error {
  readonly code: number;
  readonly data: string;

  constructor(code: number, message: string, data: string) {
    super(`${message}: ${data}`);
    this.code = code;
    this.data = data;
  }

  get title(): string {
    return TITLES.get(this.code) ?? "Internal error";
  }
}

const INTERNAL = -32603;
const INVALID_PARAMS = -32602;
const METHOD_NOT_FOUND = -32601;
const INVALID_REQUEST = -32600;
const PARSE = -32700;

const TITLES = new Map([
  [INTERNAL, "Internal error"],
  [INVALID_PARAMS, "Invalid params"],
  [METHOD_NOT_FOUND, "Method not found"],
  [INVALID_REQUEST, "Invalid Request"],
  [PARSE, "Parse error. Invalid JSON"],
]);

export const internalError = (data: string) => new RpcError(INTERNAL, "Internal error", data);
export const invalidParams = (data: string) => new RpcError(INVALID_PARAMS, "Invalid params", data);
export const methodNotFound = () => new RpcError(METHOD_NOT_FOUND, "Method not found", "");
export const invalidRequest = (data: string) => new RpcError(INVALID_REQUEST, "Invalid Request", data);
export const parseError = (data: string) => new RpcError(PARSE, "Parse error", data);
