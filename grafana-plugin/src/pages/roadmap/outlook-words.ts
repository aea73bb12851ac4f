import { MIN_DAYS, MIN_POINTS, MOST_YEARS, type Outlook } from "./outlook.ts";

/** An outlook in a sentence: `at this trend in 2031 (2029–2036)`. */
export function outlookWords(outlook: Outlook): string {
  switch (outlook.kind) {
    case "reached":
      return "reached";
    case "at_trend": {
      const [at, from] = [yearOf(outlook.at), yearOf(outlook.earliest)];
      if (outlook.latest === null) return `at this trend in ${at} (${from} or later)`;
      const to = yearOf(outlook.latest);
      return from === to ? `at this trend in ${at}` : `at this trend in ${at} (${from}–${to})`;
    }
    case "not_at_trend":
      return `not at this trend: ${WHY[outlook.why]} in ${daysWords(outlook.days)}`;
    case "too_far":
      return `at this trend not within ${MOST_YEARS} years`;
    case "too_little":
      return `no date: it takes ${MIN_POINTS} numbers over ${MIN_DAYS} days by one method, and there are ${historyWords(outlook)}`;
  }
}

const historyWords = ({ points, days }: { readonly points: number; readonly days: number }) =>
  points === 0 ? "none" : `${points} over ${daysWords(days)}`;

const WHY = { falling: "it fell", flat: "no growth beyond its ups and downs", zero: "it was 0 at times" } as const;

const yearOf = (ms: number) => new Date(ms).getUTCFullYear();

function daysWords(days: number): string {
  const whole = Math.floor(days);
  return whole === 1 ? "1 day" : `${whole} days`;
}
