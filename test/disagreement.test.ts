import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { count, queryRows } from "../storage/read/query.ts";
import { readVotes } from "../storage/read/votes.ts";
import { type Fault, type SyntheticNode, startNode } from "./network/node.ts";
import { type Pipeline, startPipeline } from "./network/pipeline.ts";
import { syntheticNetwork } from "./network/synthetic.ts";
import { truths } from "./network/truth.ts";

const network = syntheticNetwork({ first: 250, last: 252 });
const EPOCHS = [250, 251, 252];
const CHAIN = network.chainId;

/** Text replaced in what a node says to paths that match: a lie in an otherwise honest, well-formed answer. */
const lie = (path: RegExp, change: (text: string) => string): Fault => ({
  answer: (asked, body) => (path.test(asked) ? JSON.parse(change(JSON.stringify(body))) : body),
});
const firstWeight = (by: number) => (text: string) =>
  text.replace(/"weight":"(\d+)"/, (_, weight) => `"weight":"${Number(weight) + by}"`);
const LIES: Readonly<Record<string, { fault: (salt: number) => Fault; topic: string; indicator: string }>> = {
  "one weight": {
    fault: (salt) => lie(/epoch_group_data\/251$/, firstWeight(salt)),
    topic: "epoch_group",
    indicator: "cap.weight_top3_share",
  },
  "one exclusion": {
    fault: (salt) =>
      lie(/excluded_participants\/251$/, () =>
        JSON.stringify({
          items: [{ address: `gonka1host000${salt}`, epoch_index: "251", reason: "downtime", exclusion_block_height: "26200" }],
        }),
      ),
    topic: "exclusions",
    indicator: "cap.hosts_active",
  },
  "one node's PoC weight": {
    fault: (salt) =>
      lie(/epoch_group_data\/251\?model_id=vendor\/model-a/, (text) =>
        text.replace(/"poc_weight":"\d+"/, `"poc_weight":"${salt}"`),
      ),
    topic: "model_group",
    indicator: "ret.confirmation_ratio_p10",
  },
  "one result": {
    fault: (salt) =>
      lie(/epoch_performance_summary\/251$/, (text) =>
        text.replace(/"missed_requests":"\d+"/, `"missed_requests":"${9000 + salt}"`),
      ),
    topic: "epoch_results",
    indicator: "rel.host_failure_rate",
  },
};

const LOOKED_AT = [...Object.values(LIES).map(({ indicator }) => indicator), "mdl.hosts_per_model"];

let nodes: SyntheticNode[];
let pipeline: Pipeline;
beforeEach(async () => {
  nodes = await Promise.all([startNode(network), startNode(network), startNode(network)]);
  pipeline = await startPipeline();
});
afterEach(async () => {
  await pipeline.close();
  await Promise.all(nodes.map((node) => node.close()));
});

const urls = () => nodes.map(({ url }) => url);
const setFault = (index: number, fault: Fault) => {
  const node = nodes[index];
  if (node) node.fault = fault;
};
const networkRow = async (indicator: string, epoch = 251) =>
  (await pipeline.values(indicator)).find(({ labels, bucket }) => labels === "{}" && bucket === epoch);
const truthOf = (indicator: string, epoch = 251) => {
  const truth = network.epochs.get(epoch);
  return truth ? (truths[indicator]?.(network, truth).value ?? null) : null;
};
const oddVotes = async () => (await readVotes(pipeline.storage.client, CHAIN)).filter(({ odd }) => odd.length > 0);

describe.each(Object.entries(LIES))("a lie in %s", (_, { fault, topic, indicator }) => {
  it("by one of three is outvoted and named, and the number is the truth", async () => {
    setFault(2, fault(1));
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    expect(await oddVotes()).toMatchObject([{ topic, verdict: "agreed", odd: [nodes[2]?.name], tellers: 3 }]);
    expect(await networkRow(indicator)).toMatchObject({ state: "ok", sources: 2 });
    expect((await networkRow(indicator))?.value).toBeCloseTo(truthOf(indicator) ?? Number.NaN, 12);
  });

  it("by two of three, each its own, is disputed: no number, and no other epoch suffers", async () => {
    setFault(1, fault(1));
    setFault(2, fault(2));
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    expect(await networkRow(indicator)).toMatchObject({ state: "disputed", value: null, numerator: null, coverage: null });
    expect((await networkRow(indicator))?.note).toContain(nodes[1]?.name);
    expect(await networkRow(indicator, 250)).toMatchObject({ state: "ok", sources: 3 });
  });
});

describe("a lie in the head", () => {
  const ahead = (blocks: number): Fault =>
    lie(/^rpc:status$/, (text) =>
      text.replace(/"latest_block_height":"(\d+)"/, (_, height) => `"latest_block_height":"${Number(height) + blocks}"`),
    );

  it("by one of three is outvoted: facts are final by the others' head", async () => {
    setFault(0, ahead(100_000));
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    expect(pipeline.warnings).toContain("outvoted on the head");
    expect(await networkRow("cap.hosts_active")).toMatchObject({ state: "ok", value: truthOf("cap.hosts_active") });
  });

  it("by two of three is disputed: nothing can be called final, so nothing is a number", async () => {
    setFault(0, ahead(100_000));
    setFault(1, ahead(200_000));
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    for (const indicator of ["cap.hosts_active", "rel.host_failure_rate", "mdl.hosts_per_model"])
      expect(await networkRow(indicator)).toMatchObject({ state: "disputed", value: null });
  });
});

describe("a lie in the epoch clock", () => {
  const clock = (epoch: number): Fault => lie(/get_current_epoch$/, () => JSON.stringify({ epoch: String(epoch) }));

  it("by one of three is outvoted", async () => {
    setFault(2, clock(9));
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    expect(pipeline.warnings).toContain("outvoted on the epoch clock");
    expect(await networkRow("cap.hosts_active")).toMatchObject({ state: "ok", value: truthOf("cap.hosts_active") });
  });

  it("by two of three is disputed", async () => {
    setFault(1, clock(8));
    setFault(2, clock(9));
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    expect(await networkRow("cap.hosts_active")).toMatchObject({ state: "disputed", value: null });
  });
});

describe("sources that can't tell", () => {
  it("says sources=1 where one alone answered", async () => {
    setFault(1, { status: (path) => (path.includes("epoch_performance_summary") ? 500 : null) });
    setFault(2, { status: () => 503 });
    const { outcomes } = await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    expect(outcomes.every(({ lacking }) => lacking.length === 0)).toBe(true);
    expect(await networkRow("rel.host_failure_rate")).toMatchObject({ state: "ok", sources: 1 });
    expect(await networkRow("cap.hosts_active")).toMatchObject({ state: "ok", sources: 2 });
  });

  it("keeps what was told when every source falls silent later, and writes that once", async () => {
    await pipeline.collect(urls(), EPOCHS);
    await pipeline.evaluate(...LOOKED_AT);
    for (const index of [0, 1, 2]) setFault(index, { status: (path) => (path.startsWith("rpc:") ? null : 503) });
    const collected = await pipeline.collect(urls(), EPOCHS);
    const silent = "SELECT count() AS rows FROM answers WHERE silent";
    expect(await queryRows(pipeline.storage.client, z.object({ rows: count }), silent, {})).toEqual([
      { rows: collected.count.written },
    ]);
    expect((await pipeline.collect(urls(), EPOCHS)).count.written).toBe(0);
    expect((await pipeline.evaluate(...LOOKED_AT)).rows_written).toBe(0);
    expect(await networkRow("cap.hosts_active")).toMatchObject({ state: "ok", sources: 3 });
  }, 60_000);

  it("is source_lost where all were asked and none could tell, no_data where none was asked", async () => {
    await pipeline.collect(urls(), [250]);
    for (const index of [0, 1, 2]) setFault(index, { status: (path) => (path.includes("251") ? 500 : null) });
    const { outcomes } = await pipeline.collect(urls(), [251, 252]);
    expect(outcomes.find(({ epoch }) => epoch === 251)?.lacking).toContain("epoch_group");
    await pipeline.evaluate(...LOOKED_AT);
    for (const indicator of ["cap.hosts_active", "rel.host_failure_rate", "mdl.hosts_per_model"])
      expect(await networkRow(indicator)).toMatchObject({ state: "source_lost", value: null });
    expect(await networkRow("cap.hosts_active", 252)).toMatchObject({ state: "ok" });
  });

  it("puts an epoch's results together by member where no source gives the whole", async () => {
    const truth = network.epochs.get(251);
    for (const index of [0, 1, 2])
      setFault(index, {
        status: (path) => (/epoch_performance_summary\/251$/.test(path) ? 500 : null),
        answer: (path, body) => {
          const [, address] = /epoch_performance_summary\/251\/(.+)$/.exec(path) ?? [];
          if (!address) return body;
          const whole: { epochPerformanceSummary?: { participant_id: string }[] } = JSON.parse(JSON.stringify(body));
          return {
            epochPerformanceSummary: whole.epochPerformanceSummary?.find(({ participant_id }) => participant_id === address),
          };
        },
      });
    const { outcomes } = await pipeline.collect(urls(), [251]);
    expect(outcomes).toEqual([{ epoch: 251, lacking: [] }]);
    await pipeline.evaluate(...LOOKED_AT);
    expect((await networkRow("rel.host_failure_rate"))?.value).toBeCloseTo(truthOf("rel.host_failure_rate") ?? Number.NaN, 12);
    expect(nodes[0]?.requests.filter((path) => /summary\/251\//.test(path))).toHaveLength(truth?.hosts.length ?? -1);
  });

  it("stops asking a source member by member at its first can't tell", async () => {
    for (const index of [0, 1, 2])
      setFault(index, { status: (path) => (path.includes("epoch_performance_summary") ? 500 : null) });
    await pipeline.collect(urls(), [251]);
    await pipeline.evaluate(...LOOKED_AT);
    expect(await networkRow("rel.host_failure_rate")).toMatchObject({ state: "source_lost" });
    const asked = new Set(nodes[0]?.requests.filter((path) => /summary\/251\//.test(path)));
    expect(asked.size).toBe(1);
  });

  it("takes {} and an empty list where results were due for a failure, not for zeros", async () => {
    setFault(0, { answer: (path, body) => (/epoch_performance_summary/.test(path) ? {} : body) });
    for (const index of [1, 2])
      setFault(index, {
        answer: (path, body) => (/epoch_performance_summary/.test(path) ? { epochPerformanceSummary: [] } : body),
      });
    const { rejections } = await pipeline.collect(urls(), [251]);
    expect(rejections).toBeGreaterThan(0);
    await pipeline.evaluate(...LOOKED_AT);
    expect(await networkRow("rel.host_failure_rate")).toMatchObject({ state: "source_lost", value: null });
  });

  it("refuses a node of another chain", async () => {
    const other = await startNode({ ...network, chainId: "another-chain" });
    await pipeline.collect([...urls(), other.url], [251]);
    expect(pipeline.warnings).toContain("the source serves another chain: refused");
    expect(
      (await readVotes(pipeline.storage.client, CHAIN)).some(({ agreeing, odd }) => [...agreeing, ...odd].includes(other.name)),
    ).toBe(false);
    await other.close();
  });
});

it("an epoch that still runs is provisional, and final once it is over", async () => {
  const running = syntheticNetwork({ first: 250, last: 252, beyond: 0 });
  const later = syntheticNetwork({ first: 250, last: 252 });
  for (const node of nodes) await node.close();
  nodes = await Promise.all([startNode(running), startNode(running)]);
  await pipeline.collect(urls(), EPOCHS);
  await pipeline.evaluate(...LOOKED_AT);
  expect(await networkRow("cap.hosts_active", 251)).toMatchObject({ state: "ok" });
  expect(await networkRow("cap.hosts_active", 252)).toMatchObject({ state: "provisional" });
  expect(await networkRow("rel.host_failure_rate", 250)).toMatchObject({ state: "ok" });
  expect(await networkRow("rel.host_failure_rate", 251)).toMatchObject({ state: "provisional" });
  expect(await networkRow("rel.host_failure_rate", 252)).toBeUndefined();
  for (const node of nodes) await node.close();
  nodes = await Promise.all([startNode(later), startNode(later)]);
  await pipeline.collect(urls(), EPOCHS);
  await pipeline.evaluate(...LOOKED_AT);
  expect(await networkRow("cap.hosts_active", 252)).toMatchObject({ state: "ok" });
  expect(await networkRow("rel.host_failure_rate", 252)).toMatchObject({ state: "ok" });
});
