import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CannotTellReason, cannotTell, type HttpOutcome } from "../http/answer.ts";
import { judgeRound, type Seen } from "./judge.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

const REASONS: CannotTellReason[] = [
  "timeout",
  "refused",
  "network",
  "rate_limited",
  "server_error",
  "client_error",
  "route_missing",
  "too_large",
  "redirect",
  "address_refused",
  "source_down",
  "not_json",
  "aborted",
];
const headers = { height: null };
const BODIES = ['{"status":"ok"}', "healthy", "{}", '{"status":"no"}', "", "null", "[", '{"Status":"ok"}'];

const outcomes: fc.Arbitrary<HttpOutcome> = fc.oneof(
  fc
    .tuple(fc.constantFrom(200, 201, 204), fc.oneof(fc.constantFrom(...BODIES), fc.string(), fc.json()))
    .map(([status, body]): HttpOutcome => ({ kind: "answered", status, body, bytes: body.length, headers })),
  fc.constant<HttpOutcome>({ kind: "absent", status: 404, detail: "HTTP 404 code 5", headers }),
  fc
    .tuple(fc.constantFrom(...REASONS), fc.constantFrom(null, 302, 401, 404, 429, 500, 502, 503), fc.string())
    .map(([reason, status, detail]) => cannotTell(reason, detail, status === null ? undefined : { status, body: "" })),
);

/** Evidence that a host is up, told without the code under test. */
const isEvidence = (health: HttpOutcome, status: HttpOutcome): boolean => {
  if (status.kind === "answered" && status.status === 200) {
    try {
      if (JSON.parse(status.body).status === "ok") return true;
    } catch {
      return false;
    }
  }
  const notOffered = status.kind === "absent" || (status.kind === "cannot_tell" && status.reason === "route_missing");
  return notOffered && health.kind === "answered";
};

const verdicts: fc.Arbitrary<Verdict> = fc.oneof(
  fc.record({ state: fc.constant("up" as const), reason: fc.constant(""), failed: fc.constant(false) }),
  fc.record({ state: fc.constant("down" as const), reason: fc.constant("timeout"), failed: fc.boolean() }),
  fc.record({ state: fc.constant("unknown" as const), reason: fc.constant("status 503"), failed: fc.boolean() }),
);
const rounds: fc.Arbitrary<Seen[]> = fc
  .array(fc.record({ verdict: verdicts, asked: fc.boolean() }), { maxLength: 30 })
  .map((seen) => seen.map((host, index) => ({ ...host, address: `gonka1host${index}` })));

describe("verdictOf", () => {
  it("says up if and only if there is evidence, and a reason for all but the plain up", () => {
    fc.assert(
      fc.property(outcomes, outcomes, (health, status) => {
        const verdict = verdictOf(health, status);
        expect(verdict.state === "up").toBe(isEvidence(health, status));
        if (verdict.state !== "up") expect(verdict.reason).not.toBe("");
        expect(verdict.reason.length).toBeLessThan(512);
      }),
      { numRuns: 2000 },
    );
  });

  it("never says down of a rate limit, a cut-off question or an answer that can't be read", () => {
    fc.assert(
      fc.property(outcomes, outcomes, (health, status) => {
        const unsure = ["rate_limited", "aborted", "too_large", "not_json", "client_error", "route_missing", "source_down"];
        if (status.kind !== "cannot_tell" || !unsure.includes(status.reason)) return;
        expect(verdictOf(health, status).state).not.toBe("down");
      }),
    );
  });

  it.each([
    "getaddrinfo EAI_AGAIN node.example",
    "connect ENETUNREACH 2001:db8::1:8000 - Local (:::0)",
    "connect EMFILE 192.0.2.1:8000 - Local (undefined:undefined)",
    "connect EADDRNOTAVAIL 192.0.2.1:8000",
  ])("takes '%s' for a fault of our own", (detail) => {
    const failure = cannotTell("network", detail);
    expect(verdictOf(failure, failure)).toMatchObject({ state: "unknown", failed: true });
  });

  it.each([
    "getaddrinfo ENOTFOUND node.example",
    "certificate has expired",
    "connect EHOSTUNREACH 192.0.2.1:8000",
    "read ECONNRESET",
  ])("says down of '%s'", (detail) => {
    const failure = cannotTell("network", detail);
    expect(verdictOf(failure, failure)).toEqual({ state: "down", reason: detail, failed: true });
  });
});

describe("judgeRound", () => {
  it("never says down or maintenance when the control failed or more than half of the asked hosts did", () => {
    fc.assert(
      fc.property(rounds, fc.boolean(), fc.boolean(), (seen, control, all) => {
        const maintenance = new Set(seen.filter((_, index) => all || index % 2 === 0).map(({ address }) => address));
        const { hosts, valid } = judgeRound(seen, control, maintenance);
        const asked = seen.filter((host) => host.asked);
        const failures = asked.filter(({ verdict }) => verdict.failed).length;
        expect(valid).toBe(control && failures <= asked.length / 2);
        for (const [index, { state, reason }] of hosts.entries()) {
          const verdict = seen[index]?.verdict;
          if (!valid) expect(state === "down" || state === "maintenance").toBe(false);
          // Judging takes certainty away and never adds it.
          if (verdict?.state !== "down") expect([state, reason]).toEqual([verdict?.state, verdict?.reason]);
          else if (valid) expect(state).toBe(maintenance.has(`gonka1host${index}`) ? "maintenance" : "down");
          else expect(state).toBe("unknown");
        }
      }),
      { numRuns: 1000 },
    );
  });
});
