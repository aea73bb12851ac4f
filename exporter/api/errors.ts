/** An answer other than 200: its HTTP status, a code for machines and a sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const notFound = (message: string) => new ApiError(404, "not_found", message);
export const invalidParameter = (message: string) => new ApiError(400, "invalid_parameter", message);
