import type { KpiClient } from "./client.ts";
import { checkAnswer, KpiError, messageOf } from "./errors.ts";
import { pathOf } from "./paths.ts";

const TIMEOUT_MS = 30_000;

/** The service itself, at `base`: its origin, or nothing for the one the page came from. */
export function fetchClient(base: string): KpiClient {
  const at = (path: string) => `${base}/api/v1${path}`;
  return {
    get: async (route, ask) => {
      const path = pathOf(route, ask);
      const response = await fetch(at(path), {
        headers: { accept: "application/json" },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((cause: unknown) => {
        const words = cause instanceof Error && cause.name === "TimeoutError" ? `not in ${TIMEOUT_MS / 1000} s` : "no connection";
        throw new KpiError(path, null, `/api/v1${path}: the service does not answer (${words})`);
      });
      const body: unknown = await response.json().catch(() => null);
      if (!response.ok) throw new KpiError(path, response.status, `/api/v1${path}: ${messageOf(body) ?? response.statusText}`);
      return checkAnswer(path, response.status, body);
    },
    href: (route, ask) => at(pathOf(route, ask)),
    site: base,
  };
}
