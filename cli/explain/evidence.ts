import type { Candidate } from "../../indicators/evidence/candidates.ts";
import type { Evidence } from "../../indicators/evidence/evidence.ts";
import type { HostEvidence } from "../../indicators/evidence/hosts.ts";
import type { SessionEvidence } from "../../indicators/evidence/sessions.ts";

/** The sessions and hosts that a value rests on, as lines for people. */
export function evidenceLines({ estimators, sessions, hosts }: Evidence, unit: string): string[] {
  return [
    ...(estimators
      ? [`Estimators: ${estimators.why}.`, ...estimators.candidates.map((one) => candidateLine(one, unit)), ""]
      : []),
    `Sessions of the bucket: ${tokens(sessions.diff_tokens)} in their diffs, ${tokens(sessions.settled_tokens)} settled.`,
    ...sessions.shown.map(sessionLine),
    ...leftOut(sessions.left_out, "sessions"),
    "",
    `Hosts of the bucket: ${tokens(hosts.executed_tokens)} executed by diffs, ${tokens(hosts.counted_tokens)} by their counters.`,
    ...hosts.shown.map(hostLine),
    ...leftOut(hosts.left_out, "hosts"),
    "",
  ];
}

const tokens = (count: number | null) =>
  count === null ? "no tokens known" : `${Number(count.toFixed(3)).toLocaleString("en")} tokens`;
const leftOut = (count: number, what: string) => (count === 0 ? [] : [`  … and ${count} ${what} more`]);
const words = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(" · ");

const candidateLine = ({ estimator, is, value, coverage, note, chosen }: Candidate, unit: string) =>
  `  ${words([
    `${estimator} (${is})`,
    value === null ? "–" : `${value} ${unit}`,
    coverage === null ? "coverage unknown" : `coverage ${coverage}`,
    chosen ? "taken" : null,
    note,
  ])}`;

function sessionLine(one: SessionEvidence): string {
  const opened =
    one.opened_height === null ? "its opening is not stored" : `opened at height ${one.opened_height}, ${one.opened_at}`;
  const ended =
    one.settled_height !== null
      ? `settled at height ${one.settled_height}, ${one.settled_at}`
      : one.expired_height === null
        ? "not settled"
        : `expired unsettled, seen at height ${one.expired_height}`;
  const read =
    one.read_nonce === null
      ? "diffs not read"
      : `diffs read to nonce ${one.read_nonce}${one.settled_nonce === null ? "" : ` of ${one.settled_nonce}`} from ${one.read_from} (${one.read_version}), ${one.read_at}`;
  const fits = one.fits_settlement === null ? null : one.fits_settlement ? "fits its settlement" : "contradicts its settlement";
  return `  ${words([
    `escrow ${one.escrow_id}`,
    one.model_id ?? "model unknown",
    one.diff_tokens === null ? null : `${tokens(one.diff_tokens)} in ${one.finished} finished inferences`,
    one.settled_tokens === null ? null : `${tokens(one.settled_tokens)} settled`,
    opened,
    ended,
    read,
    fits,
    one.detail || null,
  ])}`;
}

function hostLine(one: HostEvidence): string {
  const counted =
    one.counters_from === null
      ? one.silent_scrapes > 0
        ? `asked ${one.silent_scrapes} times for its counters, told nothing`
        : "counters not read"
      : `counters from ${one.counters_from} to ${one.counters_to}, ${one.scrapes} scrapes${one.silent_scrapes > 0 ? ` and ${one.silent_scrapes} that told nothing` : ""}: ${tokens(one.counted_tokens)}`;
  return `  ${words([
    one.address,
    one.active ? null : "not active",
    `executed ${tokens(one.executed_tokens)} in ${one.executed} inferences`,
    one.settled_tokens > 0 ? `its slots were paid ${tokens(one.settled_tokens)}` : null,
    counted,
    one.resets > 0 ? `${one.resets} counters began anew` : null,
  ])}`;
}
