/** Why an answer of the service could not be had. The message names what was asked and what came instead. */
export class KpiError extends Error {
  override readonly name = "KpiError";
  /** HTTP status; null where nothing came at all. */
  readonly status: number | null;
  /** Below `/api/v1`. */
  readonly path: string;

  constructor(path: string, status: number | null, message: string) {
    super(message);
    this.path = path;
    this.status = status;
  }
}

/** The service's own words, where the body holds them. */
export function messageOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("error" in body)) return null;
  const { error } = body;
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  return typeof error.message === "string" ? error.message : null;
}

/**
 * The shape is taken on trust, since it comes from the service's own document; but every answer names its chain, so what
 * doesn't is from somebody else, such as a proxy's login page.
 * @throws KpiError
 */
export function checkAnswer<Body>(path: string, status: number, body: unknown): Body {
  if (namesChain<Body>(body)) return body;
  throw new KpiError(path, status, `/api/v1${path}: what answers there is not Gonka KPI`);
}

const namesChain = <Body>(body: unknown): body is Body =>
  typeof body === "object" && body !== null && "chain_id" in body && typeof body.chain_id === "string";
