import type { DayBucket } from "../../indicators/evaluator/days.ts";
import type { Axis } from "../../indicators/evaluator/published.ts";
import type { Method } from "../../indicators/method.ts";
import { firstEpochOf, METHODS, type MethodStarts, methodAt, methodsOf } from "../../indicators/methods/index.ts";

/** The last bucket there can be. */
export const LAST_BUCKET = 4_294_967_295;

/** The buckets, both ends included, at which a method of an indicator is the one that holds. */
export interface ValidRange {
  readonly indicator: string;
  readonly method: number;
  readonly first: number;
  readonly last: number;
}

/** Where each method of an indicator holds, oldest first. On the day axis a method holds from the first day whose epoch it holds at. */
export function validRanges(
  indicator: string,
  axis: Axis,
  days: readonly DayBucket[],
  starts: MethodStarts,
  methods: readonly Method[] = METHODS,
): ValidRange[] {
  const firsts = methodsOf(indicator, methods).map((method) => firstEpochOf(method, starts));
  const sections = [...new Set([0, ...firsts.filter((first) => first !== null)])]
    .sort((a, b) => a - b)
    .flatMap((epoch) => {
      const first = axis === "epoch" ? epoch : firstDayFrom(epoch, days);
      const method = methodAt(indicator, epoch, starts, methods);
      return first === null || !method ? [] : [{ indicator, method: method.version, first }];
    });
  return sections.map((section, index) => ({ ...section, last: (sections[index + 1]?.first ?? LAST_BUCKET + 1) - 1 }));
}

/** The first day (since 1970-01-01) whose epoch is at or after one; null where there is none yet. */
export function firstDayFrom(epoch: number, days: readonly DayBucket[]): number | null {
  if (epoch === 0) return 0;
  return days.find((day) => day.epoch !== null && day.epoch >= epoch)?.day ?? null;
}
