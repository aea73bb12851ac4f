import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { roadmap } from "../../roadmap/index.ts";
import { parseExposition, type Series, sampleOf } from "../testing/exposition.ts";
import { NEXT_POC } from "../testing/live-network.ts";
import { CHAIN, EXCLUDED, HEAD, MEMBERS, NOW, RESULTS, startOf } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";
import { hasTool } from "../testing/tool.ts";

let served: Served;
let now = NOW;
let text: string;
let series: Series[];
const scrape = async (headers: Record<string, string> = {}) => fetch(`${served.url}/metrics`, { headers });
const sample = (name: string, labels: Record<string, string> = {}) => sampleOf(series, name, labels);

beforeAll(async () => {
  served = await serveSmallNetwork({ now: () => now });
  const event = { source: "a", route: "epoch_group_data/{epoch}", outcome: "answered", bytes: 1000 };
  served.exporter.requestObserver({ ...event, seconds: 0.2 });
  served.exporter.requestObserver({ ...event, seconds: 7 });
  text = await (await scrape()).text();
  series = parseExposition(text);
});
afterAll(() => served.close());

describe("indicators", () => {
  const value = (indicator: string) => sample("gonka_indicator_value", { indicator });
  const age = (indicator: string) => sample("gonka_indicator_age_seconds", { indicator });
  const state = (indicator: string) =>
    series.filter((one) => one.name === "gonka_indicator_state" && one.labels["indicator"] === indicator);

  it("value of the newest bucket that has a number, as computed here", () => {
    const active = MEMBERS.filter(({ weight, address }) => weight > 0n && address !== EXCLUDED.address);
    expect(value("cap.hosts_active")).toBe(active.length);
    // One excluded, another jailed.
    expect(value("ret.exclusion_rate")).toBe(2 / MEMBERS.length);
    // The results of 13 are disputed and those of 14 don't exist: the newest number is of 11.
    const sum = (of: (row: (typeof RESULTS)[number]) => bigint) => Number(RESULTS.reduce((total, row) => total + of(row), 0n));
    const failed = sum((row) => row.missed_requests + row.invalidated_inferences);
    expect(value("rel.host_failure_rate")).toBe(failed / sum((row) => row.inference_count + row.missed_requests));
    // The second model's group is lost in 14: the newest number is of 13, where only the first model has three hosts.
    expect(value("scl.models_active")).toBe(1);
  });

  it("age from the end of that bucket: 0 while it runs", () => {
    expect(age("cap.hosts_active")).toBe(0);
    expect(age("scl.models_active")).toBe((NOW.getTime() - Date.parse(startOf(14))) / 1000);
    expect(age("rel.host_failure_rate")).toBe((NOW.getTime() - Date.parse(startOf(12))) / 1000);
  });

  it("ages go on without a refresh", async () => {
    now = new Date(NOW.getTime() + 60_000);
    const later = parseExposition(await (await scrape()).text());
    now = NOW;
    expect(sampleOf(later, "gonka_indicator_age_seconds", { indicator: "rel.host_failure_rate" })).toBe(
      (age("rel.host_failure_rate") ?? 0) + 60,
    );
    expect(sampleOf(later, "gonka_head_age_seconds")).toBe(68);
  });

  it("no series where there is no number, never 0", () => {
    for (const id of ["rel.inference_availability", "cap.h100e_confirmed", "aux.settled_tokens", "ret.host_retention_30d"]) {
      for (const name of ["value", "age_seconds", "sources", "coverage_ratio"])
        expect(sample(`gonka_indicator_${name}`, { indicator: id }), `${name} of ${id}`).toBeUndefined();
      expect(state(id)).toHaveLength(1);
    }
  });

  it("one state each: that of the newest bucket, or the one an indicator without a method deserves", () => {
    for (const { id } of [...roadmap.indicators, ...roadmap.auxiliary]) {
      expect(state(id), id).toHaveLength(1);
      expect(sample("gonka_indicator_info", { indicator: id }), id).toBe(1);
    }
    const stateOf = (id: string) => state(id)[0]?.labels["state"];
    expect(stateOf("cap.hosts_active")).toBe("provisional");
    expect(stateOf("rel.host_failure_rate")).toBe("no_data");
    expect(stateOf("scl.models_active")).toBe("source_lost");
    expect(stateOf("cap.h100e_rank_deai")).toBe("needs_entry");
    expect(stateOf("rel.inference_availability")).toBe("no_data");
  });

  it("what it belongs to: metric, unit, projects, sources, coverage", () => {
    expect(
      sample("gonka_indicator_info", { indicator: "cap.hosts_active", metric: "M1", source_class: "A", unit: "hosts" }),
    ).toBe(1);
    const roles = series.filter((one) => one.name === "gonka_indicator_project_info").length;
    const listed = roadmap.projects.flatMap((project) => [...project.indicatorsPrimary, ...project.indicatorsSecondary]);
    expect(roles).toBe(listed.length);
    expect(sample("gonka_indicator_sources", { indicator: "cap.hosts_active" })).toBe(3);
    expect(sample("gonka_indicator_coverage_ratio", { indicator: "cap.hosts_active" })).toBe(1);
  });
});

describe("hosts", () => {
  it("weights and exclusions of the newest agreed epoch", () => {
    for (const { address, weight, confirmation_weight } of MEMBERS) {
      expect(sample("gonka_host_weight", { address })).toBe(Number(weight));
      expect(sample("gonka_host_confirmation_weight", { address })).toBe(Number(confirmation_weight));
      expect(sample("gonka_host_excluded", { address })).toBe(address === EXCLUDED.address ? 1 : 0);
    }
  });

  it("miss ratios of the newest epoch with agreed results, none where nothing was assigned", () => {
    for (const { address, missed_requests, inference_count } of RESULTS) {
      const all = Number(missed_requests + inference_count);
      expect(sample("gonka_host_miss_ratio", { address })).toBe(all === 0 ? undefined : Number(missed_requests) / all);
    }
    expect(sample("gonka_host_miss_ratio", { address: "gonka1four" })).toBeUndefined();
    expect(sample("gonka_host_facts_epoch", { facts: "members" })).toBe(14);
    expect(sample("gonka_host_facts_epoch", { facts: "results" })).toBe(11);
  });
});

describe("network and sources", () => {
  it("head and epoch that the sources agree on", () => {
    expect(sample("gonka_head_height")).toBe(HEAD.height);
    expect(sample("gonka_head_age_seconds")).toBe(8);
    expect(sample("gonka_head_disputed")).toBe(0);
    expect(sample("gonka_epoch")).toBe(14);
  });

  it("a source that lied is outvoted; those of a dispute are told apart from it", () => {
    const odd = (source: string) =>
      ["outvoted", "disputed"].map((kind) => sample("gonka_source_disagreements", { source, kind }));
    expect(odd("c")).toEqual([1, 0]);
    expect(odd("a")).toEqual([0, 1]);
    expect(odd("b")).toEqual([0, 1]);
    expect(sample("gonka_questions", { verdict: "disputed" })).toBe(1);
    expect(sample("gonka_questions", { verdict: "lost" })).toBe(1);
    expect(sample("gonka_questions", { verdict: "absent" })).toBe(1);
    expect(sample("gonka_source_answers", { source: "c", outcome: "unknown" })).toBe(2);
  });

  it("requests by source, route and outcome, and how long they took", () => {
    const labels = { source: "a", route: "epoch_group_data/{epoch}", outcome: "answered" };
    expect(sample("gonka_source_requests_total", labels)).toBe(2);
    expect(sample("gonka_source_request_seconds_bucket", { source: "a", le: "0.25" })).toBe(1);
    expect(sample("gonka_source_request_seconds_sum", { source: "a" })).toBe(7.2);
    expect(sample("gonka_source_response_bytes_total", { source: "a" })).toBe(2000);
  });
});

describe("hosts now", () => {
  const of = (name: string) =>
    series.filter((one) => one.name === `gonka_${name}`).map(({ labels: { chain_id: _, ...labels }, value }) => [labels, value]);

  it("are up or down from a vantage point, with the age of the probe", () => {
    const up = (address: string, vantage: string) => sample("gonka_host_up", { address, vantage });
    expect([up("gonka1one", "fra"), up("gonka1one", "sin"), up("gonka1two", "fra"), up("gonka1two", "sin")]).toEqual([
      1, 1, 0, 1,
    ]);
    expect(up("gonka1four", "fra")).toBeUndefined();
    expect(sample("gonka_host_state", { address: "gonka1two", vantage: "fra", state: "down" })).toBe(1);
    expect(sample("gonka_host_probe_age_seconds", { address: "gonka1one", vantage: "fra" })).toBe(60);
    expect(sample("gonka_probe_round_valid", { vantage: "sin" })).toBe(1);
    expect(sample("gonka_probe_round_seconds", { vantage: "fra" })).toBe(5.2);
    expect(sample("gonka_probe_round_age_seconds", { vantage: "sin" })).toBe(30);
  });

  it("are counted by what the vantage points agree on: one says down and one up is unknown", () => {
    expect(of("hosts")).toEqual([
      [{ state: "up" }, 1],
      [{ state: "down" }, 0],
      [{ state: "unknown" }, 1],
      [{ state: "maintenance" }, 0],
    ]);
  });

  it("have what the chain and they themselves say, and no series where they don't", () => {
    expect(of("host_confirmation_ratio")).toEqual([
      [{ address: "gonka1one" }, 0.98],
      [{ address: "gonka1two" }, 0],
    ]);
    expect(of("host_jailed")).toEqual([
      [{ address: "gonka1one" }, 0],
      [{ address: "gonka1two" }, 1],
    ]);
    const versions = { api_version: "v0.2.15-post5", node_version: "v0.2.15", mlnode_versions: "3.0.15,3.0.16" };
    expect(sample("gonka_host_version_info", { address: "gonka1one", ...versions })).toBe(1);
    expect(sample("gonka_host_version_info", { address: "gonka1two", api_version: "" })).toBe(1);
  });
});

describe("the chain now", () => {
  it("runs, in a phase of its epoch, with its coins", () => {
    expect(sample("gonka_chain_halted")).toBe(0);
    expect(sample("gonka_epoch_phase", { phase: "inference" })).toBe(1);
    expect(series.filter(({ name }) => name === "gonka_epoch_phase")).toHaveLength(1);
    expect(sample("gonka_epoch_blocks_remaining")).toBe(NEXT_POC - HEAD.height);
    expect(sample("gonka_supply_gnk")).toBe(Number("443181451.939622918"));
    expect(sample("gonka_community_pool_gnk")).toBe(1.5);
  });

  it("is told by sources with their lag, and by collectors with their age", () => {
    expect(sample("gonka_chain_head_lag_blocks", { source: "a" })).toBe(0);
    expect(sample("gonka_chain_head_lag_blocks", { source: "c" })).toBeUndefined();
    const age = sample("gonka_collector_age_seconds", { collector: "heads" });
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(60);
  });
});

describe("the page", () => {
  it("names the chain on every series", () => {
    expect(series.filter(({ labels }) => labels["chain_id"] !== CHAIN)).toEqual([]);
    expect(sample("gonka_ready")).toBe(1);
    expect(sample("gonka_clock_recorded")).toBe(1);
    expect(sample("gonka_build_info")).toBe(1);
  });

  it("comes gzipped to those who take it, and plain to others", async () => {
    const zipped = await scrape({ "accept-encoding": "gzip" });
    expect(zipped.headers.get("content-encoding")).toBe("gzip");
    expect(zipped.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
    const plain = await scrape({ "accept-encoding": "identity" });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const stable = (page: string) => page.split("\n").filter((line) => /^gonka_(indicator|host|question)/.test(line));
    expect(stable(await zipped.text())).toEqual(stable(await plain.text()));
  });

  it.skipIf(!hasTool("promtool", "prometheus"))("passes promtool check metrics", () => {
    const checked = spawnSync("promtool", ["check", "metrics"], { input: text });
    expect([checked.status, checked.stderr.toString(), checked.stdout.toString()]).toEqual([0, "", ""]);
  });
});
