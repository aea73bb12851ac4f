import { describe, expect, test } from "vitest";
import {
  horizonLinesOf,
  indicatorById,
  projectsOf,
  roadmap,
  STATE_MEANING,
  STATES,
  stateWithoutMethod,
  trackMetricsOf,
} from "./index.ts";
import type { HorizonTarget, Indicator } from "./types.ts";

const { horizons, nearTerm, tracks, projects, metrics, trackMetrics, indicators } = roadmap;
const where = (keep: (indicator: Indicator) => boolean) => indicators.filter(keep).map(({ id }) => id);
const lines = horizons.flatMap((horizon) => horizon.lines);

function known(id: string): Indicator {
  const indicator = indicatorById(id);
  if (!indicator) throw new Error(`no indicator ${id}`);
  return indicator;
}

function wellFormed(target: HorizonTarget): boolean {
  switch (target.kind) {
    case "rank":
      return Number.isInteger(target.value) && target.value > 0;
    case "range":
      return target.low > 0 && target.high > target.low && target.unit !== "";
    case "at_least":
      return target.low > 0 && target.unit !== "";
    case "order":
      return target.low > 0 && (target.high ?? Infinity) > target.low && target.unit !== "" && target.note !== "";
  }
}

describe("the catalogue is whole", () => {
  test("counts", () => {
    expect(horizons).toHaveLength(3);
    expect(nearTerm).toHaveLength(3);
    expect(tracks).toHaveLength(12);
    expect(projects).toHaveLength(32);
    expect(metrics).toHaveLength(9);
    expect(trackMetrics).toHaveLength(19);
    expect(indicators).toHaveLength(139);
    expect(where(({ metric }) => metric !== "P")).toHaveLength(52);
    expect(where(({ part }) => part === "spine")).toHaveLength(13);
  });

  test("ids are unique", () => {
    for (const list of [horizons, projects, metrics, trackMetrics, indicators]) {
      const ids = list.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test("every indicator that is referred to exists", () => {
    const referred = [
      ...lines.flatMap((line) => line.indicators),
      ...nearTerm.flatMap((priority) => [...priority.indicators, ...priority.tracked.map(({ indicator }) => indicator)]),
      ...projects.flatMap((project) => [...project.indicatorsPrimary, ...project.indicatorsSecondary]),
      ...trackMetrics.flatMap((metric) => metric.indicators),
    ];
    expect(referred.filter((id) => !indicatorById(id))).toEqual([]);
  });

  test("every metric, track metric, horizon line and priority has an indicator", () => {
    expect(metrics.filter(({ id }) => !indicators.some(({ metric }) => metric === id))).toEqual([]);
    expect([...trackMetrics, ...lines, ...nearTerm].filter((item) => item.indicators.length === 0)).toEqual([]);
  });

  test("demand activation asks for exactly six tracked metrics, and only it does", () => {
    expect(nearTerm.filter(({ tracked }) => tracked.length > 0).map(({ name }) => name)).toEqual(["Demand activation"]);
    const demand = nearTerm.find(({ name }) => name === "Demand activation");
    expect(demand?.tracked).toHaveLength(6);
    expect(demand?.tracked.map(({ words }) => words)).toEqual(demand?.words);
    expect(demand?.tracked.map(({ indicator }) => indicator)).toEqual(demand?.indicators);
  });
});

describe("projects", () => {
  test.each(projects)("$id has a primary indicator, and none in both roles", (project) => {
    expect(project.indicatorsPrimary).not.toEqual([]);
    expect(project.indicatorsPrimary.filter((id) => project.indicatorsSecondary.includes(id))).toEqual([]);
  });

  test("ids say track and project number", () => {
    expect(tracks.map(({ n }) => n)).toEqual(tracks.map((_, i) => i + 1));
    for (const track of tracks) {
      expect(track.projects.map(({ id }) => id)).toEqual(track.projects.map((_, i) => `T${track.n}P${i + 1}`));
      expect(track.projects.map(({ n }) => n)).toEqual(track.projects.map((_, i) => i + 1));
    }
  });

  test("metric ids stand for the words beside them", () => {
    const wording = new Map<string, string>([
      ...metrics.map(({ id, name }) => [id, name.charAt(0).toLowerCase() + name.slice(1)] as const),
      ...trackMetrics.map(({ id, wording }) => [id, wording] as const),
    ]);
    for (const { primary, primaryIds, secondary, secondaryIds } of projects) {
      for (const id of primaryIds) expect(primary).toContain(wording.get(id) ?? `a metric ${id}`);
      for (const id of secondaryIds) expect(secondary).toContain(wording.get(id) ?? `a metric ${id}`);
      expect(secondary === null).toBe(secondaryIds.length === 0);
    }
  });

  test("track metrics stand where they say", () => {
    for (const { id, where, parent } of trackMetrics) {
      const using = projects.filter(({ primaryIds, secondaryIds }) =>
        (where.includes("PRIMARY") ? primaryIds : secondaryIds).includes(id),
      );
      expect(using.map((project) => project.id)).toEqual(where.match(/T\d+P\d+/g));
      expect(parent).not.toEqual([]);
    }
  });
});

describe("targets", () => {
  test("horizon targets are well formed", () => {
    const targets = lines.flatMap(({ target }) => target ?? []);
    expect(targets).toHaveLength(5);
    expect(targets.filter((target) => !wellFormed(target))).toEqual([]);
  });

  test.each(indicators)("$id: quotes are complete and found at their place", ({ target, targets }) => {
    expect(targets).toHaveLength(target.split('"').length >> 1);
    for (const { words } of targets) expect(target).toContain(`"${words}"`);
  });

  test("a target without a quote says that the roadmap gives none, or refers to a list in a project", () => {
    const withoutQuote = where(({ target, targets }) => targets.length === 0 && !target.startsWith("none in the roadmap text"));
    expect(withoutQuote).toEqual(["ent.pilots_active", "trn.primitives_ready", "lst.readiness"]);
  });

  test("places are kept apart", () => {
    expect(known("scl.models_active").targets).toEqual([
      { where: "H1", words: "multi-model and multi-modality network" },
      { where: "T1", words: "text, coding, voice, image, and video workloads" },
    ]);
    expect(known("use.tokens_day").targets.map((quote) => quote.where)).toEqual(["H2", "North Star"]);
  });
});

describe("indicators", () => {
  test("families stay together: the part of the id before the dot is a short word", () => {
    expect(where(({ id }) => !/^[a-z]{2,3}\.[a-z0-9_]+$/.test(id))).toEqual([]);
  });

  test("headline indicators come first", () => {
    expect(indicators.findIndex(({ metric }) => metric === "P")).toBe(52);
  });

  test("freshness is unknown exactly where a person or a partner enters the value", () => {
    expect(where(({ freshness, part }) => (freshness === null) !== (part === "observations"))).toEqual([]);
    expect(where(({ freshness }) => freshness !== null && freshness < 3_600)).toEqual([]);
  });

  test("labels of the rows beside the network-wide one", () => {
    const labelled = indicators.filter(({ labels }) => labels.length > 0).map(({ id, labels }) => [id, labels]);
    expect(Object.fromEntries(labelled)).toEqual({
      "use.active_payers": ["window"],
      "use.value_flow_host": ["measure"],
      "rel.validation_settlement": ["measure"],
      "scl.utilization": ["model_id", "measure"],
      "scl.throughput_per_h100e": ["model_id", "device"],
      "scl.capacity_tps": ["model_id"],
      "scl.poc_real_corr": ["model_id"],
      "mdl.new_model_token_share": ["model_id"],
      "hw.alt_quality_pass": ["hardware"],
      "mkm.capacity_follows_demand": ["measure"],
      "mkm.gaming_flags": ["measure"],
      "cap.h100e_confirmed": ["model_id"],
      "cap.gpus_registered": ["device"],
      "ret.exclusion_rate": ["reason"],
      "ret.reward_per_h100e": ["model_id", "measure"],
      "use.tokens_day": ["model_id", "kind", "estimator"],
      "rel.host_failure_rate": ["address"],
      "rel.chain_liveness": ["measure"],
      "scl.usable_h100e": ["measure"],
      "scl.models_active": ["model_id"],
      "sup.onboarding_time": ["measure"],
      "mdl.launch_lead_time": ["model_id"],
      "mdl.launch_success": ["measure"],
      "mdl.hosts_per_model": ["model_id", "measure"],
      "mdl.vote_margin": ["model_id"],
      "mdl.group_losses": ["model_id", "period"],
      "mnt.windows_used": ["measure"],
      "mnt.penalties_in_window": ["reason"],
      "img.adoption": ["version", "measure"],
      "sbx.availability": ["source"],
      "sbx.active_users": ["kind"],
      "mkm.reward_work_corr": ["measure"],
    });
  });

  test("direction keeps its words and says which way is better", () => {
    expect(known("scl.utilization").direction).toEqual({ better: "band", words: "up to a healthy band" });
    expect(known("sec.reopened").direction).toEqual({ better: "down", words: "down (0)" });
    expect(known("com.bottlenecks_found").direction).toEqual({ better: "context", words: "context" });
  });
});

describe("states and lookups", () => {
  test("the eight states, in order, each with a meaning", () => {
    expect(STATES.join(" ")).toBe("not_measurable_yet needs_entry source_lost no_data disputed not_enough_data provisional ok");
    expect(Object.keys(STATE_MEANING)).toEqual([...STATES]);
  });

  test("without a method: what mainnet has nothing of, what people enter, and the rest", () => {
    const inState = (state: string) => where((indicator) => stateWithoutMethod(indicator) === state);
    expect(inState("not_measurable_yet")).toHaveLength(6);
    expect(inState("needs_entry")).toHaveLength(61);
    expect(inState("no_data")).toHaveLength(72);
    expect(inState("not_measurable_yet")).toEqual(
      expect.arrayContaining(["mnt.windows_used", "mnt.protected_downtime", "mnt.penalties_in_window"]),
    );
  });

  test("class X is never measurable without a method", () => {
    const classX = indicators.filter(({ sourceClass }) => sourceClass.startsWith("X"));
    expect(classX.map(stateWithoutMethod)).toEqual(classX.map(() => "not_measurable_yet"));
    expect(classX).not.toEqual([]);
  });

  test("an unknown id finds nothing", () => {
    expect(indicatorById("cap.nothing")).toBeUndefined();
    expect(projectsOf("cap.nothing")).toEqual([]);
    expect(trackMetricsOf("cap.nothing")).toEqual([]);
    expect(horizonLinesOf("cap.nothing")).toEqual([]);
  });

  test("an indicator finds its projects, track metrics and horizon lines", () => {
    expect(projectsOf("scl.usable_h100e").map(({ project, role }) => [project.id, role])).toEqual([
      ["T3P1", "primary"],
      ["T3P3", "primary"],
      ["T11P3", "secondary"],
    ]);
    expect(trackMetricsOf("scl.utilization").map(({ id }) => id)).toEqual(["TS-02"]);
    expect(horizonLinesOf("use.tokens_day").map(({ horizon, line }) => [horizon.id, line.target?.kind])).toEqual([
      ["H1", undefined],
      ["H2", "order"],
      ["NS", "order"],
    ]);
  });
});
