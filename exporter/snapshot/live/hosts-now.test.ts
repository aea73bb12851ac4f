import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOST_STATES, type HostState, type LiveNow, type Probe } from "../../../storage/read/live-now.ts";
import { agree, hostsNow } from "./hosts-now.ts";

const NOW = new Date("2026-05-05T18:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
const NOTHING: LiveNow = { polls: [], halt: null, paces: [], rounds: [], probes: [], reports: [], collectors: [] };

const probe = (state: HostState, seconds: number, change: Partial<Probe> = {}): Probe => ({
  vantage: "fra",
  address: "gonka1one",
  observed_at: ago(seconds),
  recorded_at: ago(seconds),
  state,
  reason: "",
  health_status: null,
  api_status: null,
  seconds: null,
  first_at: ago(seconds),
  ...{ last_up: null, last_down: null, last_unknown: null, last_maintenance: null },
  [`last_${state}`]: ago(seconds),
  ...change,
});
const round = (seconds: number) => ({
  ...{ vantage: "fra", observed_at: ago(seconds), epoch: 1, valid: true, control_ok: true, hosts: 1, detail: "" },
  ...{ up: 1, down: 0, unknown: 0, maintenance: 0, seconds: 1 },
});
const seen = (observed: Partial<LiveNow>, wall = NOW) => hostsNow({ ...NOTHING, ...observed }, NOW, wall).get("gonka1one");

describe("what the vantage points agree on", () => {
  const states = fc.array(fc.constantFrom(...HOST_STATES), { maxLength: 9 });

  it("is a state only where more than half of those that can tell say so", () => {
    fc.assert(
      fc.property(states, (said) => {
        const { state, agreeing, told, vantages } = agree(said.map((one) => ({ state: one })));
        const telling = said.filter((one) => one !== "unknown");
        const majority = HOST_STATES.find(
          (one) => one !== "unknown" && telling.filter((other) => other === one).length > telling.length / 2,
        );
        expect([state, told, vantages]).toEqual([majority ?? "unknown", telling.length, said.length]);
        expect(agreeing).toBe(majority ? telling.filter((one) => one === majority).length : 0);
      }),
    );
  });

  it("doesn't depend on their order", () => {
    fc.assert(
      fc.property(states, (said) => {
        const sights = said.map((state) => ({ state }));
        expect(agree([...sights].reverse())).toEqual(agree(sights));
      }),
    );
  });
});

describe("a verdict", () => {
  it("holds ten minutes; after that nobody knows", () => {
    expect(seen({ probes: [probe("up", 600)] })?.agreement.state).toBe("up");
    const late = seen({ probes: [probe("up", 601)] });
    expect(late?.agreement).toEqual({ state: "unknown", agreeing: 0, told: 0, vantages: 1 });
    expect(late?.sights[0]?.reason).toBe(`not probed since ${ago(601)}; it was up then`);
  });

  it("holds by the wall's clock where the injected one runs faster", () => {
    const fast = probe("up", 3600, { recorded_at: ago(5) });
    expect(seen({ probes: [fast] })?.agreement.state).toBe("up");
    expect(seen({ probes: [fast] }, new Date(NOW.getTime() + 600_000))?.agreement.state).toBe("unknown");
  });

  it("is as old as the first round after another state was seen", () => {
    const rounds = [30, 330, 630, 930].map(round);
    const since = (change: Partial<Probe>) => seen({ rounds, probes: [probe("down", 30, change)] })?.sights[0]?.since;
    expect(since({ first_at: ago(80_000), last_up: ago(630) })).toBe(ago(330));
    expect(since({ first_at: ago(80_000), last_up: ago(930), last_unknown: ago(630) })).toBe(ago(330));
    expect(since({ first_at: ago(80_000) })).toBe(ago(80_000));
    expect(since({ first_at: ago(80_000), last_up: ago(330) })).toBe(ago(30));
  });
});
