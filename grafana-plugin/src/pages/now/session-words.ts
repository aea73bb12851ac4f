import type { Session } from "../../client/types.ts";
import { full } from "../../format/number.ts";
import { utc } from "../../format/time.ts";

type Trouble = Session["troubles"][number];

/** What makes the session failed, slow or disputed, in words; what is not known says nothing. */
export function findings(session: Session, trouble: Trouble): string[] {
  const { expired, refused, timed_out, starts, challenged, invalid, fits_settlement, settled_at, open_since } = session;
  const of = starts === null ? "" : ` of ${full(starts)} starts`;
  switch (trouble) {
    case "failed":
      return [
        ...(expired ? ["expired without a settlement"] : []),
        ...counted(refused, `refused${of}`),
        ...counted(timed_out, `ran out of time${of}`),
      ];
    case "slow":
      if (settled_at !== null) return [`settled after its epoch, ${utc(settled_at)}`];
      return [open_since === null ? "open beyond its epoch" : `an inference is open since ${utc(open_since)}`];
    case "disputed":
      return [
        ...counted(challenged, "challenged by a validator"),
        ...counted(invalid, "invalid by the settlement"),
        ...(fits_settlement === false ? ["hosts and settlement differ"] : []),
      ];
  }
}

const counted = (count: number | null, words: string): string[] =>
  count === null || count === 0 ? [] : [`${full(count)} ${words}`];
