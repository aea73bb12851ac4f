import type { HostDetail, Now } from "../../client/types.ts";
import { full, gnk, percent, short } from "../../format/number.ts";
import { openClaim } from "./claim.ts";

export interface Moment {
  readonly words: string;
  readonly time: string | null;
  /** By the pace of blocks. */
  readonly estimate: boolean;
}

/** Something that its operator should do. */
export interface Todo {
  readonly key: string;
  /** red: it costs reward or membership; amber: it will, or nobody can tell. */
  readonly severity: "red" | "amber";
  readonly what: string;
  readonly act: string;
  /** Until when, or since when; null where there is no such moment. */
  readonly moment: Moment | null;
}

/** Of a version that so much of the weight runs one can say that it is the current one. */
const COMMON_SHARE = 0.5;

/** What the host's operator should do, worst first. What is not known is no reason to do anything, except where knowing is the thing to do. */
export function todosOf(host: HostDetail, epoch: Now["epoch"]): Todo[] {
  return [...membership(host, epoch), ...reach(host), ...work(host, epoch), ...reward(host, epoch), ...software(host)].sort(
    (a, b) => Number(a.severity === "amber") - Number(b.severity === "amber"),
  );
}

function membership({ now, epochs, models }: HostDetail, epoch: Now["epoch"]): Todo[] {
  const newest = epochs[0];
  const nextPoc = untilEvent(epoch, "next_poc_start", "before the next PoC");
  const reasons =
    newest?.exclusions?.map(({ reason, height }) => `${reason.replaceAll("_", " ")} at block ${full(height)}`) ?? [];
  return [
    ...(newest && reasons.length > 0
      ? [
          red(
            "excluded",
            `Excluded from epoch ${newest.epoch}: ${reasons.join(", ")}.`,
            "It earns nothing more in this epoch. Mend the cause, so that the next PoC counts.",
            nextPoc,
          ),
        ]
      : []),
    ...(now.jailed === true
      ? [
          red("jailed", "Its validator is jailed.", "Bring the node back to signing, then send an unjail transaction.", {
            words: "jailed until",
            time: now.jailed_until,
            estimate: false,
          }),
        ]
      : []),
    ...(now.status !== null && now.status !== "ACTIVE"
      ? [
          red(
            "status",
            `The chain calls it ${now.status}.`,
            STATUS_ACTS[now.status] ?? "Look up what the chain says of it.",
            nextPoc,
          ),
        ]
      : []),
    ...(models !== null && models.length === 0 && newest?.member && BigInt(newest.member.weight) > 0n
      ? [amber("models", "It has no weight in any model group.", "Check that its ML nodes serve a governed model.", nextPoc)]
      : []),
  ];
}

const STATUS_ACTS: Readonly<Record<string, string>> = {
  INACTIVE: "It missed too much: make it answer requests, then take part in the next PoC.",
  INVALID: "Its answers failed validation: check the model's version and the engine's settings on its ML nodes.",
};

function reach({ now: { agreement, sights, report, url_host } }: HostDetail): Todo[] {
  const { state, vantages, told } = agreement;
  const url = url_host ?? "its registered URL, which is none that can be asked";
  const down = sights.filter((sight) => sight.state === "down");
  const since = down.map((sight) => sight.since).sort()[0] ?? null;
  return [
    ...(state === "down"
      ? [
          red(
            "down",
            `Not reachable from ${down.length} of ${told} vantage point${told === 1 ? "" : "s"}: ${down[0]?.reason ?? ""}.`,
            `Check that ${url} answers /health from outside; requests it misses count against it.`,
            { words: "seen down first", time: since, estimate: false },
          ),
        ]
      : []),
    ...(state === "unknown" && vantages > 0
      ? [
          amber(
            "unknown",
            "Whether it is reachable is not known.",
            told > 0 ? "Vantage points differ: check routes and firewalls." : "We can't tell: this may be on our side.",
            null,
          ),
        ]
      : []),
    ...(report?.identity === "wrong"
      ? [
          red(
            "identity",
            "What answers at its URL signs as another host.",
            `Check that ${url} is its own, and which key its API uses.`,
            null,
          ),
        ]
      : []),
    ...(url_host === null && vantages > 0
      ? [red("url", "Its registered URL is none.", "Register one that peers can reach.", null)]
      : []),
  ];
}

function work({ peers, limits, now }: HostDetail, epoch: Now["epoch"]): Todo[] {
  const ratio = now.confirmation_ratio;
  const alpha = limits.confirmation_ratio;
  const [missed, allowed] = [peers.miss_ratio?.value ?? null, limits.miss_ratio];
  const nextPoc = untilEvent(epoch, "next_poc_start", "until the next PoC");
  return [
    ...(ratio !== null && alpha !== null && ratio < alpha
      ? [
          red(
            "confirmation",
            `Confirmation ratio ${short(ratio)}, below ${short(alpha)}.`,
            "Below it a host is excluded for the rest of the epoch: check which ML nodes answer confirmation PoC.",
            nextPoc,
          ),
        ]
      : []),
    ...(missed !== null && allowed !== null && missed > allowed
      ? [
          red(
            "missed",
            `Missed ${percent(missed)} of requests in epoch ${peers.results_epoch ?? "?"}, more than ${percent(allowed)}.`,
            "The chain's test takes the epoch's reward from hosts that miss too much: check load and time-outs.",
            nextPoc,
          ),
        ]
      : []),
  ];
}

function reward(host: HostDetail, epoch: Now["epoch"]): Todo[] {
  const claim = openClaim(host, epoch);
  if (!claim) return [];
  const block = claim.untilHeight === null ? "until its epoch is swept" : `until block ${full(claim.untilHeight)}`;
  return [
    amber(
      "claim",
      `${gnk(claim.ngonka)} of epoch ${claim.epoch} are not claimed.`,
      "Claim them: what is not claimed goes to governance.",
      {
        words: block,
        time: claim.untilTime,
        estimate: true,
      },
    ),
  ];
}

function software({ now: { report }, peers }: HostDetail): Todo[] {
  if (!report) return [];
  const behind = (name: string, own: string | null, common: HostDetail["peers"]["api_version"]) =>
    own !== null && common !== null && common.share > COMMON_SHARE && own !== common.version
      ? [
          amber(
            `version ${name}`,
            `${name} ${own}; ${percent(common.share)} of the weight that told runs ${common.version}.`,
            `Compare with the release notes of ${common.version}.`,
            null,
          ),
        ]
      : [];
  return [
    ...behind("API", report.api_version, peers.api_version),
    ...behind("Node", report.node_version, peers.node_version),
    ...(report.mlnodes === null
      ? [
          amber(
            "mlnodes",
            "It does not tell its ML nodes' versions.",
            "They count as “no version” until its API tells them.",
            null,
          ),
        ]
      : []),
  ];
}

function untilEvent({ events }: Now["epoch"], name: Now["epoch"]["events"][number]["name"], words: string): Moment | null {
  const event = events.find((one) => one.name === name);
  return event && event.blocks_left > 0
    ? { words: `${words} at block ${full(event.height)}`, time: event.estimated_at, estimate: true }
    : null;
}

const red = (key: string, what: string, act: string, moment: Moment | null): Todo => ({
  key,
  severity: "red",
  what,
  act,
  moment,
});
const amber = (key: string, what: string, act: string, moment: Moment | null): Todo => ({
  key,
  severity: "amber",
  what,
  act,
  moment,
});
