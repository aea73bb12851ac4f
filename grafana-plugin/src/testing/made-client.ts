import type { KpiClient } from "../client/client.ts";
import { checkAnswer, KpiError } from "../client/errors.ts";
import { pathOf } from "../client/paths.ts";

/** A client that knows these answers by their path below `/api/v1`, query included, and no others. */
export function madeClient(answers: Readonly<Record<string, object>>): KpiClient {
  return {
    get: async (route, ask) => {
      const path = pathOf(route, ask);
      const answer = answers[path];
      if (answer === undefined) throw new KpiError(path, 404, `/api/v1${path}: no such answer was made up`);
      return checkAnswer(path, 200, answer);
    },
    href: (route, ask) => `/api/v1${pathOf(route, ask)}`,
    site: "",
  };
}
