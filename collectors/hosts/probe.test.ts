import { afterEach, describe, expect, it } from "vitest";
import { probeRoundRow, probeRow } from "../../storage/facts/observed-rows.ts";
import { IN_DOUBT } from "./judge.ts";
import { probeHosts } from "./probe.ts";
import {
  addressOf,
  type Behaviour,
  OBSERVED_AT,
  probeOnce,
  startNetwork,
  type TestNetwork,
  testClient,
} from "./testing/network.ts";

let network: TestNetwork | null = null;
afterEach(async () => {
  await network?.close();
  network = null;
});

const start = async (behaviourOf: (index: number) => Behaviour, controlUp?: () => boolean) => {
  network = await startNetwork(behaviourOf, controlUp);
  return network;
};

describe("probeHosts", () => {
  it("tells up, down, unknown and maintenance apart, as rows of the tables", async () => {
    const kinds: Behaviour[] = ["up", "dead", "limited", "broken", "nothing offered", "hanging", "up", "up", "up", "up"];
    const { hosts, control } = await start((index) => kinds[index] ?? "up");
    const all = hosts(kinds.length);
    const { round, probes } = await probeOnce(all, [control], { maintenance: [addressOf(3), addressOf(0)] });
    expect(probes.map(({ state, reason, health_status, api_status }) => [state, reason, health_status, api_status])).toEqual([
      ["up", "", 200, 200],
      ["down", expect.stringMatching(/other side closed|ECONNRESET|hang up/), null, null],
      ["unknown", "status 503: rate limited or not serving, can't tell", 503, 503],
      ["maintenance", "status 502", 200, 502],
      ["up", "reachable, /v1/status not offered", 200, 404],
      ["down", "timeout", null, null],
      ...Array.from({ length: 4 }, () => ["up", "", 200, 200]),
    ]);
    expect(round).toMatchObject({ valid: true, control_ok: true, hosts: 10, up: 6, down: 2, unknown: 1, maintenance: 1 });
    expect(round.detail).toBe("");
    expect(probeRoundRow.parse(round)).toEqual(round);
    for (const [index, probe] of probes.entries()) {
      expect(probeRow.parse(probe)).toEqual(probe);
      expect(probe).toMatchObject({
        vantage: "here",
        epoch: 7,
        address: addressOf(index),
        observed_at: OBSERVED_AT.toISOString(),
      });
      expect(probe.seconds === null).toBe(probe.api_status === null);
    }
  }, 20_000);

  it("says down of a host that refuses connections, in words", async () => {
    const closed = await startNetwork(() => "up");
    const gone = closed.hostOf(0);
    await closed.close();
    const { hosts, control } = await start(() => "up");
    const { probes } = await probeOnce([{ address: "gonka1gone", url: gone.url }, ...hosts(3)], [control]);
    expect(probes[0]).toMatchObject({ state: "down", reason: "refused", api_status: null, seconds: null });
  });

  it("never says down where the prober is cut off", async () => {
    let cut = false;
    const { hosts, control } = await start(
      () => (cut ? "dead" : "up"),
      () => !cut,
    );
    const all = hosts(5);
    expect((await probeOnce(all, [control])).round).toMatchObject({ valid: true, up: 5 });
    cut = true;
    const { round, probes } = await probeOnce(all, [control], { maintenance: [addressOf(1)] });
    expect(round).toMatchObject({ valid: false, control_ok: false, up: 0, down: 0, maintenance: 0, unknown: 5 });
    for (const probe of probes) expect(probe.reason).toContain(IN_DOUBT);
  });

  it("says unknown of a failing host when only the control target fails, and up of those that answer", async () => {
    const { hosts, control } = await start(
      (index) => (index === 0 ? "dead" : "up"),
      () => false,
    );
    const { round, probes } = await probeOnce(hosts(4), [control]);
    expect(probes.map(({ state }) => state)).toEqual(["unknown", "up", "up", "up"]);
    expect(round).toMatchObject({ valid: false, control_ok: false, up: 3, unknown: 1 });
    expect(round.detail).toContain("the control target failed");
  });

  it("asks the control target after the round too", async () => {
    let asks = 0;
    const { hosts, control } = await start(
      (index) => (index === 0 ? "dead" : "up"),
      () => ++asks === 1,
    );
    const { round, probes } = await probeOnce(hosts(4), [control]);
    expect(asks).toBe(2);
    expect([round.valid, probes[0]?.state]).toEqual([false, "unknown"]);
  });

  it("needs one of several control targets, and has no down without any", async () => {
    const { hosts, control } = await start((index) => (index === 0 ? "dead" : "up"));
    const broken = new URL("/control", "http://127.3.0.1:9");
    expect((await probeOnce(hosts(4), [broken, control])).probes[0]?.state).toBe("down");
    const { round, probes } = await probeOnce(hosts(4), []);
    expect([round.control_ok, round.valid, probes[0]?.state]).toEqual([false, false, "unknown"]);
  });

  it("takes more than half failing for its own problem, half not", async () => {
    const { hosts, control } = await start((index) => (index < 3 ? "dead" : "up"));
    expect((await probeOnce(hosts(6), [control])).round).toMatchObject({ valid: true, down: 3, up: 3 });
    const { round, probes } = await probeOnce(hosts(5), [control]);
    expect(round).toMatchObject({ valid: false, control_ok: true, down: 0, unknown: 3, up: 2 });
    expect(round.detail).toBe("3 of 5 hosts failed at once");
    expect(probes[0]?.reason).toContain(IN_DOUBT);
    expect((await probeOnce(hosts(1), [control])).round).toMatchObject({ valid: false, unknown: 1 });
  });

  it("asks a shared URL once for all its addresses", async () => {
    const { hostOf, control, asked } = await start(() => "up");
    const { url } = hostOf(0);
    const { probes } = await probeOnce(
      [
        { address: "gonka1a", url },
        { address: "gonka1b", url: `${url}/` },
      ],
      [control],
    );
    expect(probes.map(({ address, state }) => [address, state])).toEqual([
      ["gonka1a", "up"],
      ["gonka1b", "up"],
    ]);
    expect(asked.filter((path) => path.endsWith("/v1/status"))).toHaveLength(1);
  });

  it("does not ask private addresses unless told to, and says so", async () => {
    const { hosts, control, asked } = await start(() => "up");
    const urls = [
      "http://localhost:1",
      "http://[::1]:1",
      "http://10.0.0.1",
      "http://169.254.169.254/latest",
      "http://0x7f000001:1",
    ];
    const named = urls.map((url, index) => ({ address: `gonka1named${index}`, url }));
    const { round, probes } = await probeOnce([...hosts(2), ...named], [control], { allowPrivateHosts: false });
    for (const probe of probes)
      expect(probe).toMatchObject({ state: "unknown", reason: "not probed: private address", seconds: null });
    expect(round).toMatchObject({ valid: true, unknown: 7 });
    expect(asked.filter((path) => !path.endsWith("/control"))).toEqual([]);
  });

  it("says down of an address that is none, without holding it against the connection", async () => {
    const { hosts, control } = await start(() => "up");
    const urls = ["", "node1", "ftp://127.0.0.1", "http://", "http://a b", "http://127.0.0.1:99999", "javascript:alert(1)"];
    const named = urls.map((url, index) => ({ address: `gonka1named${index}`, url }));
    const { round, probes } = await probeOnce([...hosts(1), ...named], [control]);
    expect(round).toMatchObject({ valid: true, up: 1, down: 7 });
    for (const probe of probes.slice(1)) expect(probe.reason).toBe("malformed URL");
  });

  it("gives no rows when it is stopped", async () => {
    const { hosts, control } = await start(() => "hanging");
    const http = testClient(true);
    const stop = new AbortController();
    const options = {
      http,
      vantage: "here",
      epoch: 1,
      observedAt: OBSERVED_AT,
      controlTargets: [control],
      maintenance: new Set<string>(),
    };
    const round = probeHosts({ ...options, hosts: hosts(3), signal: stop.signal });
    setTimeout(() => stop.abort(new Error("stopped")), 100);
    await expect(round).rejects.toThrow("stopped");
    await http.close();
  });
});
