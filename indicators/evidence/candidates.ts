import { z } from "zod";
import { count } from "../../storage/read/query.ts";
import type { Standing } from "../../storage/read/standing.ts";
import type { Method } from "../method.ts";
import type { BucketParams } from "./bucket-params.ts";

const flag = z.union([z.boolean(), z.int().transform(Boolean)]);
const candidate = z.object({
  bucket: z.int(),
  estimator: z.string(),
  value: z.number().nullable(),
  coverage: z.number().nullable(),
  samples: count.nullable(),
  note: z.string(),
  chosen: flag,
});

/** What one estimator says of a bucket; all null where its facts are not whole there. */
export interface Candidate {
  readonly estimator: string;
  /** What it counts, in words. */
  readonly is: string;
  readonly value: number | null;
  readonly coverage: number | null;
  readonly samples: number | null;
  readonly note: string;
  readonly chosen: boolean;
}

/** Which estimator a method took for a bucket, and why; null of what was taken where none had a number. */
export interface Choice {
  readonly chosen: string | null;
  readonly why: string;
  readonly candidates: readonly Candidate[];
}

/** What each of the estimators that a method picks from says of a bucket; null for a method that doesn't pick. */
export async function readChoice(standing: Standing, method: Method, params: BucketParams): Promise<Choice | null> {
  const { picks } = method;
  if (!picks) return null;
  const rows = await standing.rows(candidate, picks.candidates, { ...params });
  const candidates = Object.entries(picks.estimators).map(([estimator, is]): Candidate => {
    const row = rows.find((one) => one.estimator === estimator);
    if (!row) {
      const note = "not considered: the facts it rests on are not whole in the bucket";
      return { estimator, is, value: null, coverage: null, samples: null, note, chosen: false };
    }
    const { value, coverage, samples, note, chosen } = row;
    return { estimator, is, value, coverage, samples, note, chosen: chosen && value !== null };
  });
  const chosen = candidates.find((one) => one.chosen) ?? null;
  return { chosen: chosen?.estimator ?? null, why: whyChosen(method, chosen, candidates), candidates };
}

function whyChosen({ minCoverage = 0 }: Method, chosen: Candidate | null, candidates: readonly Candidate[]): string {
  if (!chosen) return "no estimator had a number";
  const order = candidates.map(({ estimator }) => estimator).join(", ");
  const enough = `${minCoverage * 100} %`;
  return (chosen.coverage ?? 0) >= minCoverage
    ? `${chosen.estimator} is the first of ${order} that saw at least ${enough} of the bucket`
    : `none of ${order} saw ${enough} of the bucket; ${chosen.estimator} saw most`;
}
