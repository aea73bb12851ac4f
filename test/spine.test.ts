import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VersionedRow } from "../indicators/evaluator/published.ts";
import { type SyntheticNode, startNode } from "./network/node.ts";
import { type Pipeline, startPipeline } from "./network/pipeline.ts";
import { type SyntheticNetwork, syntheticNetwork } from "./network/synthetic.ts";
import { truths } from "./network/truth.ts";

const EVERY_EPOCH = [
  "cap.hosts_active",
  "cap.weight_top3_share",
  "ret.exclusion_rate",
  "rel.host_failure_rate",
  "scl.models_active",
  "mdl.hosts_per_model",
  "mkm.reward_work_corr",
  "aux.settled_tokens",
];

/** Which indicators must be numbers from which epoch on: what a span's history and calibrations allow. */
const SPANS = [
  {
    about: "from the first epoch on, with more than 30 days",
    first: 1,
    last: 40,
    from: { ...at(1, EVERY_EPOCH), "mdl.group_losses": 2, "ret.host_retention_30d": 33, "cap.hosts_net_new_30d": 33 },
    never: ["cap.h100e_confirmed", "ret.weight_retention_30d", "ret.confirmation_ratio_p10"],
  },
  {
    about: "while a published calibration is valid, without the epochs before",
    first: 205,
    last: 242,
    from: {
      ...at(205, EVERY_EPOCH),
      "mdl.group_losses": 206,
      "cap.h100e_confirmed": 205,
      "ret.weight_retention_30d": 237,
      "ret.host_retention_30d": 237,
    },
    never: ["cap.hosts_net_new_30d", "ret.confirmation_ratio_p10"],
  },
  {
    about: "with scaled model groups, after the last calibration",
    first: 249,
    last: 256,
    from: { ...at(249, EVERY_EPOCH), "mdl.group_losses": 250, "ret.confirmation_ratio_p10": 249 },
    never: ["cap.h100e_confirmed", "ret.weight_retention_30d", "cap.hosts_net_new_30d", "ret.host_retention_30d"],
  },
];

function at(epoch: number, indicators: readonly string[]): Record<string, number> {
  return Object.fromEntries(indicators.map((indicator) => [indicator, epoch]));
}

describe.each(SPANS)("epochs $first–$last, $about", ({ first, last, from, never }) => {
  const network: SyntheticNetwork = syntheticNetwork({ first, last });
  const epochs = [...network.epochs.keys()];
  let nodes: SyntheticNode[];
  let pipeline: Pipeline;
  beforeAll(async () => {
    nodes = await Promise.all([startNode(network), startNode(network), startNode(network)]);
    pipeline = await startPipeline();
    const { outcomes, rejections } = await pipeline.collect(
      nodes.map(({ url }) => url),
      epochs,
    );
    expect(outcomes.filter(({ lacking }) => lacking.length > 0)).toEqual([]);
    expect(rejections).toBe(0);
    await pipeline.evaluate();
  }, 120_000);
  afterAll(async () => {
    await pipeline.close();
    await Promise.all(nodes.map((node) => node.close()));
  });

  const networkRows = async (indicator: string) =>
    new Map(
      (await pipeline.values(indicator))
        .filter(({ labels }) => labels === "{}")
        .map((row): [number, VersionedRow] => [row.bucket, row]),
    );

  it.each(Object.entries(from))("%s says the truth from epoch %i on", async (indicator, start) => {
    const rows = await networkRows(indicator);
    expect([...rows.keys()]).toEqual(epochs);
    for (const epoch of network.epochs.values()) {
      const row = rows.get(epoch.epoch);
      const truth = epoch.epoch >= start ? truths[indicator]?.(network, epoch) : { value: null };
      if (!truth) throw new Error(`no truth for ${indicator}`);
      const where = `${indicator} at epoch ${epoch.epoch}: ${row?.note}`;
      expect(row?.state, where).toBe(truth.value === null ? "not_enough_data" : "ok");
      if (truth.value === null) expect(row?.value, where).toBeNull();
      else expect(row?.value, where).toBeCloseTo(truth.value, 10);
      if (truth.numerator !== undefined) expect(row?.numerator, where).toBe(truth.numerator);
      if (truth.denominator !== undefined) expect(row?.denominator, where).toBe(truth.denominator);
      if (truth.value !== null) expect(row?.sources, where).toBe(3);
    }
  });

  it.each(never)("%s has no number, and says why", async (indicator) => {
    for (const row of (await networkRows(indicator)).values()) {
      expect(row).toMatchObject({ state: "not_enough_data", value: null });
      expect(row.note).not.toBe("");
    }
  });

  it("writes nothing when it is all done again", async () => {
    const { count } = await pipeline.collect(
      nodes.map(({ url }) => url),
      epochs,
    );
    expect(count.written).toBe(0);
    expect(count.unchanged).toBeGreaterThan(epochs.length * 3 * 4);
    const again = await pipeline.evaluate();
    expect(again.rows_written).toBe(0);
    expect(again.rows_unchanged).toBeGreaterThan(epochs.length * Object.keys(from).length);
  });

  it("gives a UTC day the epoch that was effective at its end", async () => {
    for (const row of (await pipeline.values("cap.hosts_active", "day")).filter(({ labels }) => labels === "{}")) {
      const end = (row.bucket + 1) * 86_400_000;
      const epoch = [...network.epochs.values()].find(
        (one) => Date.parse(network.timeOf(one.effective)) <= end && Date.parse(network.timeOf(one.last + 1)) > end,
      );
      expect(row.value).toBe(epoch ? truths["cap.hosts_active"]?.(network, epoch).value : null);
    }
  });
});
