import { KpiError } from "../client/errors.ts";

/** The parameter of the next page's address that says where to go on. @throws KpiError where it has none */
export function cursorOf(path: string, next: string, name: string): string {
  const cursor = new URLSearchParams(next.slice(next.indexOf("?") + 1)).get(name);
  if (cursor === null) throw new KpiError(path, 200, `/api/v1${path}: the next page (${next}) names no place to go on from`);
  return cursor;
}
