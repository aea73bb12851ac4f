import type { paths } from "./api.ts";

/** A route of `/api/v1` that is read, as the OpenAPI document writes it: `/indicators/{id}`. */
export type ReadPath = {
  [Path in keyof paths]: paths[Path] extends {
    get: { responses: { 200: { content: { "application/json": { chain_id: string } } } } };
  }
    ? Path
    : never;
}[keyof paths];

type Get<Path extends ReadPath> = paths[Path] extends { get: infer Operation } ? Operation : never;

/** What the route answers with 200. */
export type Answer<Path extends ReadPath> =
  Get<Path> extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;

/** Nothing to give. */
type None = Readonly<Record<string, never>>;

/** A value for each name in braces in the path. */
export type PathParams<Path extends ReadPath> = Get<Path> extends { parameters: { path: infer Params } } ? Params : None;

/** Parameters of the query string; what is left out has the standard that the OpenAPI document names. */
export type Query<Path extends ReadPath> =
  Get<Path> extends { parameters: { query?: infer Params } } ? ([Params] extends [undefined] ? None : NonNullable<Params>) : None;

/** Which answer is wanted of a route. */
export interface Ask<Path extends ReadPath> {
  readonly params: PathParams<Path>;
  readonly query: Query<Path>;
}

type Text = string | number | boolean | undefined;

/** Path and query below `/api/v1`, such as `/indicators/cap.gpus/series?axis=day`. @throws Error for a name in braces without a value. */
export function pathOf<Path extends ReadPath>(path: Path, { params, query }: Ask<Path>): string {
  const named = new Map<string, unknown>(Object.entries(params ?? {}));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = named.get(name);
    if (typeof value !== "string" || value === "") throw new Error(`${path}: no value for ${name}`);
    return encodeURIComponent(value);
  });
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries<Text>(query ?? {})) if (value !== undefined) asked.set(name, String(value));
  return asked.size > 0 ? `${filled}?${asked}` : filled;
}
