import type { z } from "zod";
import { methodsOf } from "../../../indicators/methods/index.ts";
import { projectsOf } from "../../../roadmap/index.ts";
import { ageSeconds, type IndicatorStatus, type NewestValue } from "../../snapshot/indicators.ts";
import { membersVerified, type VerifiedEpochs } from "../../snapshot/verified.ts";
import type { indicatorSummary, newestValue } from "../schemas/indicators.ts";

/** An indicator as the API gives it; its age counts to `now`. */
export function summaryOf(status: IndicatorStatus, verified: VerifiedEpochs, now: Date): z.input<typeof indicatorSummary> {
  const { id, method, state, stateEpoch, note, newest } = status;
  return {
    id,
    ...described(status),
    projects: projectsOf(id).map(({ project, role }) => ({ id: project.id, role })),
    method: method?.version ?? null,
    estimate: method?.estimate ?? null,
    state,
    state_epoch: stateEpoch,
    note,
    newest: newest && numberOf(id, newest, verified, now),
  };
}

function described({ entry }: IndicatorStatus) {
  if (entry.kind === "auxiliary") {
    const { name, definition, unit, labels, freshness } = entry.series;
    const none = { direction: null, target: null, source_class: null, source: null, metric: null, part: null };
    return { kind: entry.kind, name, definition, unit, labels, freshness_seconds: freshness, ...none };
  }
  const { name, definition, unit, direction, target, sourceClass, source, metric, part, labels, freshness } = entry.indicator;
  return {
    kind: entry.kind,
    name,
    definition,
    unit,
    direction,
    target,
    source_class: sourceClass,
    source,
    metric,
    part,
    labels,
    freshness_seconds: freshness,
  };
}

function numberOf(id: string, newest: NewestValue, verified: VerifiedEpochs, now: Date): z.input<typeof newestValue> {
  const { row, epoch, value, startsAt, endsAt } = newest;
  const { numerator, denominator, coverage, samples, sources, state, note, method } = row;
  return {
    epoch,
    value,
    numerator,
    denominator,
    coverage,
    samples,
    sources,
    verified_members: membersVerified(
      verified,
      methodsOf(id).find(({ version }) => version === method),
      epoch,
    ),
    state,
    note,
    method,
    starts_at: startsAt,
    ends_at: endsAt,
    age_seconds: ageSeconds(newest, now),
  };
}

/** The minute that has begun: ages count to it, so that an answer stays the same, and its ETag true, for a minute. */
export const minuteOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 60_000) * 60_000);
