import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeClassicModelStats, decodeClassicStats } from "./classic-stats.ts";
import type { Decoded } from "./decoded.ts";
import { decodeProposals, decodeTally, decodeUpgradePlan } from "./governance.ts";
import { decodeHardware } from "./hardware.ts";
import { decodeMaintenanceActive, decodeMaintenanceStatus } from "./maintenance.ts";
import { decodeModelCapacities } from "./model-capacities.ts";
import { decodeModels } from "./models.ts";
import { decodeParticipants } from "./participants.ts";
import { decodePocDelegations } from "./poc-delegations.ts";
import { decodePocSnapshot } from "./poc-snapshot.ts";
import { decodePreservedNodes } from "./preserved-nodes.ts";
import { decodeSettleAmounts } from "./settle-amounts.ts";
import { hasRecordings, readJson, recordedTitle } from "./testing/recordings.ts";
import { decodeTokenomics } from "./tokenomics.ts";

const MODULE = "/productscience/inference/inference";
const EPOCH = { epoch: 7 };
const indexed = z.array(
  z.object({ url: z.string(), base: z.string(), status: z.number(), file: z.string(), height: z.string() }),
);

/** Every 200 answer of the local network to these paths, in all its scenes. Mainnet was asked for none of them. */
function answersTo(paths: RegExp) {
  const rows = indexed.parse(readJson("localnet/index.json"));
  return rows.flatMap(({ url, base, status, file }) =>
    base === "rest" && status === 200 && paths.test(url) ? [{ url, label: file, body: readJson(`localnet/${file}`) }] : [],
  );
}
type Answer = ReturnType<typeof answersTo>[number];

function rowsOf<T>(label: string, decoded: Decoded<T>): T {
  if (!decoded.ok) expect.fail(`${label}: ${decoded.reason}`);
  expect(decoded.unknowns, label).toEqual([]);
  return decoded.value;
}

/** The values of a key anywhere in an answer, in order, found without the decoders' help. */
function texts(body: unknown, key: string): string[] {
  const found: string[] = [];
  JSON.stringify(body, (name, value: unknown) => {
    if (name === key) found.push(String(value));
    return value;
  });
  return found;
}
const column = <T extends object>(rows: readonly T[], key: keyof T) => rows.map((row) => String(row[key]));
const lastPart = (url: string) => url.split("?")[0]?.split("/").at(-1) ?? "";

/** Decodes each answer and checks that there were at least `least` of them. */
function each(paths: RegExp, least: number, check: (answer: Answer) => void): void {
  const answers = answersTo(paths);
  expect(answers.length).toBeGreaterThanOrEqual(least);
  for (const answer of answers) check(answer);
}

function checkParticipants(label: string, body: unknown): void {
  const height = Number(texts(body, "block_height")[0]);
  const { items } = rowsOf(label, decodeParticipants(body, { ...EPOCH, height }));
  const rows = items.map(({ participant }) => participant);
  const stats = items.flatMap((item) => item.stats ?? []);
  expect(column(rows, "address"), label).toEqual(texts(body, "address"));
  expect(column(rows, "inference_url")).toEqual(texts(body, "inference_url"));
  expect(column(rows, "validator_key")).toEqual(texts(body, "validator_key"));
  for (const key of ["inference_count", "missed_requests", "earned_coins", "validated_inferences"] as const)
    expect(column(stats, key), label).toEqual(texts(body, key));
  // Every time lies in the years of the chain: seconds taken for milliseconds would be in 1970.
  for (const { join_time_ms } of rows) expect(new Date(Number(join_time_ms)).getUTCFullYear()).toBeGreaterThanOrEqual(2025);
}

describe.skipIf(!hasRecordings)(`the running network: ${recordedTitle}`, () => {
  it("decodes participants, of mainnet in 2025 too", () => {
    each(new RegExp(`^${MODULE}/participant(\\?|$)`), 30, ({ label, body }) => checkParticipants(label, body));
    const old = "explorer-2025-10/all_participants_height_887711.json";
    checkParticipants(old, readJson(old));
    expect(texts(readJson(old), "address")).toHaveLength(193);
  });

  it("reads a ratio of a confirmation PoC where there was one", () => {
    const ratios = answersTo(new RegExp(`^${MODULE}/participant$`)).flatMap(({ label, body }) => {
      const asked = { ...EPOCH, height: Number(texts(body, "block_height")[0]) };
      const { items } = rowsOf(label, decodeParticipants(body, asked));
      return items.map(({ stats }) => `${stats?.confirmation_ratio_value}e${stats?.confirmation_ratio_exponent}`);
    });
    expect(new Set(ratios)).toEqual(new Set(["nullenull", "1e0", "8311942305341646e-16", "0e-16"]));
  });

  it("decodes hardware, of mainnet in 2025 too", () => {
    const check = (label: string, body: unknown, nodes: number) => {
      const rows = rowsOf(label, decodeHardware(body, EPOCH));
      expect(new Set(rows.map(({ address, local_id }) => `${address}/${local_id}`)).size, label).toBe(nodes);
      expect(
        column(
          rows.filter(({ device }) => device !== null),
          "device",
        ),
      ).toEqual(texts(body, "type"));
      expect(rows.flatMap(({ devices }) => (devices === null ? [] : [String(devices)]))).toEqual(texts(body, "count"));
    };
    each(new RegExp(`^${MODULE}/hardware_nodes_all$`), 2, ({ label, body }) => {
      check(label, body, texts(body, "local_id").length);
    });
    const one = z.object({ nodes: z.unknown() });
    for (const [name, nodes] of [
      ["gonka10ypwjuh", 3],
      ["gonka1sqwpuxk", 12],
    ] as const) {
      const file = `explorer-2025-10/hardware_nodes_${name}.json`;
      check(file, { nodes: [one.parse(readJson(file)).nodes] }, nodes);
    }
  });

  it("knows a PoC snapshot from its validation start to setNewValidators, and none before or after", () => {
    const states = new Map<number, string>();
    each(new RegExp(`^${MODULE}/poc_validation_snapshot/`), 25, ({ url, label, body }) => {
      const value = rowsOf(label, decodePocSnapshot(body, { epoch: 4, pocStartHeight: Number(lastPart(url)) }));
      const scene = /~epoch4-h(\d+)\./.exec(label)?.[1];
      const state = typeof value === "string" ? value : "filled";
      if (scene !== undefined) states.set(Number(scene), state);
      if (typeof value === "string") return;
      expect(column(value.votingPowers, "voting_power")).toEqual(texts(body, "voting_power"));
      expect(`${value.snapshot.total_network_weight}`).toBe(texts(body, "total_network_weight")[0]);
    });
    const flips = [...states].sort(([a], [b]) => a - b).filter(([, state], index, all) => state !== all[index - 1]?.[1]);
    expect(flips).toEqual([
      [394, "none"],
      [400, "not filled"],
      [411, "filled"],
      [426, "none"],
    ]);
  });

  it("decodes delegations, preserved nodes and maintenance", () => {
    const kinds = new Set<string>();
    each(new RegExp(`^${MODULE}/poc_delegation/`), 4, ({ url, label, body }) => {
      const rows = rowsOf(label, decodePocDelegations(body, { ...EPOCH, address: lastPart(url) }));
      expect(column(rows, "model_id")).toEqual(texts(body, "model_id"));
      for (const { kind } of rows) kinds.add(kind);
    });
    expect([...kinds].sort()).toEqual(["delegation", "intent", "refusal"]);
    each(new RegExp(`^${MODULE}/preserved_nodes_snapshot$`), 20, ({ label, body }) => {
      const rows = rowsOf(label, decodePreservedNodes(body, EPOCH));
      expect(rows === null, label).toBe(texts(body, "found")[0] === "false");
      if (label.includes("grace_period")) expect(rows).toMatchObject([{ anchor_height: 500, node_id: "node1" }]);
    });
    each(new RegExp(`^${MODULE}/maintenance_active$`), 2, ({ label, body }) => {
      expect(rowsOf(label, decodeMaintenanceActive(body, EPOCH))).toEqual([]);
    });
    each(new RegExp(`^${MODULE}/maintenance_status/`), 2, ({ url, label, body }) => {
      expect(rowsOf(label, decodeMaintenanceStatus(body, { ...EPOCH, address: lastPart(url) }))).toEqual([]);
    });
  });

  it("decodes the tokens' account, whose subsidies never shrink", () => {
    const subsidies: [number, bigint][] = [];
    each(new RegExp(`^${MODULE}/tokenomics_data$`), 20, ({ label, body }) => {
      const row = rowsOf(label, decodeTokenomics(body, EPOCH));
      expect(`${row.total_subsidies}`).toBe(texts(body, "total_subsidies")[0]);
      const scene = /~epoch4-h(\d+)\./.exec(label)?.[1];
      if (scene !== undefined) subsidies.push([Number(scene), row.total_subsidies]);
    });
    const inOrder = subsidies.sort(([a], [b]) => a - b).map(([, amount]) => amount);
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(inOrder).size).toBeGreaterThan(1);
  });

  it("decodes the empty answers about capacity and classic inference", () => {
    const range = { ...EPOCH, from_ms: 0n, to_ms: 1_900_000_000_000n };
    each(new RegExp(`^${MODULE}/all_model_capacities$`), 2, ({ label, body }) => {
      expect(rowsOf(label, decodeModelCapacities(body, EPOCH))).toEqual([]);
    });
    each(new RegExp(`^${MODULE}/all_stats_by_time`), 2, ({ label, body }) => {
      const nothing = { ai_tokens: 0n, inferences: 0, actual_inferences_cost: 0n };
      expect(rowsOf(label, decodeClassicStats(body, range))).toEqual({ ...range, ...nothing });
    });
    each(new RegExp(`^${MODULE}/models_stats_by_time`), 2, ({ label, body }) => {
      expect(rowsOf(label, decodeClassicModelStats(body, EPOCH))).toEqual([]);
    });
  });

  it("decodes what was settled and not claimed", () => {
    let unclaimed = 0;
    const check = (label: string, body: unknown) => {
      const { items } = rowsOf(label, decodeSettleAmounts(body, EPOCH));
      expect(column(items, "reward_coins")).toEqual(texts(body, "reward_coins"));
      expect(column(items, "settled_epoch")).toEqual(texts(body, "epoch_index"));
      unclaimed += items.length;
    };
    each(new RegExp(`^${MODULE}/settle_amount$`), 20, ({ label, body }) => check(label, body));
    check("mainnet 2025", readJson("explorer-2025-10/settle_amounts_all.json"));
    expect(unclaimed).toBeGreaterThan(0);
  });

  it("decodes models, proposals, tallies and the upgrade plan", () => {
    each(new RegExp(`^${MODULE}/models_all`), 4, ({ label, body }) => {
      const { items } = rowsOf(label, decodeModels(body));
      expect(column(items, "model_id")).toEqual(texts(body, "id"));
      expect(column(items, "v_ram")).toEqual(texts(body, "v_ram"));
    });
    each(/^\/cosmos\/gov\/v1\/proposals(\?|$)/, 5, ({ label, body }) => {
      const { items } = rowsOf(label, decodeProposals(body));
      expect(column(items, "yes_count")).toEqual(texts(body, "yes_count"));
      expect(items.flatMap(({ message_types }) => message_types)).toEqual(
        texts(body, "@type").filter((type) => /\.Msg/.test(type)),
      );
      const registering = items.find(({ registers_models }) => registers_models.length > 0);
      if (items.length > 2) expect(registering).toMatchObject({ proposal_id: 4n, registers_models: ["zai-org/GLM-5.3-Flash"] });
    });
    each(/^\/cosmos\/gov\/v1\/proposals\/\d+\/tally$/, 2, ({ label, body }) => {
      const row = rowsOf(label, decodeTally(body, { proposalId: 1n }));
      expect([`${row.yes_count}`, `${row.no_count}`]).toEqual([...texts(body, "yes_count"), ...texts(body, "no_count")]);
    });
    each(/^\/cosmos\/upgrade\/v1beta1\/current_plan$/, 2, ({ label, body }) => {
      expect(rowsOf(label, decodeUpgradePlan(body))).toEqual({ epoch: 0, name: "v0.2.15", height: 100_000 });
    });
  });
});
