import { createHash } from "node:crypto";
import { fromBase64, toBech32 } from "@cosmjs/encoding";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { describe, expect, test } from "vitest";
import { SimulationClock } from "./clock.ts";
import { createNetwork } from "./network.ts";
import { DEFAULTS, type SimulationOptions } from "./options.ts";
import { plotOf } from "./plot.ts";

const options: SimulationOptions = { ...DEFAULTS, speed: 0 };
const build = (of: SimulationOptions) => createNetwork(of, new SimulationClock(of));
const network = build(options);
const head = network.clock.height();
const plot = plotOf(options);
const { effective } = network.epochsAt(head);
const stages = network.stagesOf(effective);
const addresses = (epoch: number) => new Set(network.rootGroup(epoch, head)?.members.map(({ host }) => host.address));

/** bigint and Map have no JSON of their own. */
const plain = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? `${one}n` : one instanceof Map ? [...one] : one));

describe("a function of options and height", () => {
  test("the same whatever was asked before", () => {
    const forwards = build(options);
    const backwards = build(options);
    const heights = Array.from({ length: 12 }, (_, part) => Math.floor((head * (part + 1)) / 12));
    const all = (of: typeof network, height: number) =>
      plain([
        of.participants(height).map(({ host, ...rest }) => [host.address, rest]),
        of.rootGroup(of.epochsAt(height).latest, height)?.members.map(({ host, weight }) => [host.address, weight]),
        of.validators(height).map(({ host, power }) => [host.address, power]),
        of.transactions(height).map(({ hash }) => hash),
        of.tokenomics(height),
        of.proposals(height),
        of
          .escrowsOf(of.epochsAt(height).latest)
          .map((escrow) => [escrow.slots, escrow.settlement, of.session(escrow).diffs.length]),
      ]);
    const first = heights.map((height) => all(forwards, height));
    const second = [...heights].reverse().map((height) => all(backwards, height));
    expect(second.reverse()).toEqual(first);
  });

  test("another seed, another network", () => {
    const other = build({ ...options, seed: "other" });
    expect(other.hosts(head)[0]?.address).not.toBe(network.hosts(head)[0]?.address);
  });

  test("options that make no network are refused", () => {
    expect(() => build({ ...options, hosts: 0 })).toThrow(RangeError);
    expect(() => build({ ...options, epoch: { ...options.epoch, length: 300 } })).toThrow(RangeError);
  });
});

describe("what flips at which height", () => {
  const next = network.stagesOf(effective + 1);

  test("a group is there from pocStart, has members from validationEnd and is effective from setNewValidators", () => {
    expect(network.rootGroup(effective, stages.pocStart - 1)).toBeNull();
    expect(network.rootGroup(effective, stages.pocStart)?.members).toEqual([]);
    expect(network.rootGroup(effective, stages.validationEnd - 1)?.members).toEqual([]);
    expect(network.rootGroup(effective, stages.validationEnd)).toMatchObject({ effectiveHeight: 0, lastHeight: 0 });
    expect(network.rootGroup(effective, stages.validationEnd)?.members.length).toBeGreaterThan(20);
    expect(network.rootGroup(effective, stages.setNewValidators)?.effectiveHeight).toBe(stages.setNewValidators);
    expect(network.rootGroup(effective, next.setNewValidators)?.lastHeight).toBe(next.setNewValidators - 1);
    expect(network.epochsAt(stages.setNewValidators - 1)).toEqual({ latest: effective, effective: effective - 1 });
    expect(network.epochsAt(stages.setNewValidators)).toEqual({ latest: effective, effective });
  });

  test("validationEnd of the next epoch settles: results, mint, counters", () => {
    const [before, at] = [stages.validationEnd - 1, stages.validationEnd];
    expect(network.results(effective - 1, before)).toEqual([]);
    expect(network.results(effective - 1, at).length).toBe(addresses(effective - 1).size);
    expect(network.supply(at) - network.supply(before)).toBe(network.rewardOf(effective - 1));
    expect(network.tokenomics(at).totalSubsidies - network.tokenomics(before).totalSubsidies).toBe(
      network.rewardOf(effective - 1),
    );
    const sum = (height: number) => network.participants(height).reduce((total, { counts }) => total + counts.inferenceCount, 0n);
    expect(sum(before)).toBe(
      network.results(effective - 1, at).reduce((total, { inferenceCount }) => total + inferenceCount, 0n),
    );
    expect(sum(at)).toBe(0n);
    expect(network.participants(at).every(({ confirmationRatio }) => confirmationRatio === null)).toBe(true);
  });

  test("claims follow claimMoney and leave what excluded hosts lost", () => {
    const open = network.settleAmounts(stages.claimMoney - 1).length;
    expect(open).toBeGreaterThan(15);
    expect(network.settleAmounts(stages.claimMoney + 5).length).toBeLessThan(5);
    const excluded = new Set(network.exclusions(effective - 1, head).map(({ host }) => host));
    expect(excluded.size).toBeGreaterThan(0);
    for (const { host, earned, rewarded, claimed } of network.results(effective - 1, head)) {
      if (excluded.has(host)) expect({ earned, rewarded, claimed }).toEqual({ earned: 0n, rewarded: 0n, claimed: false });
    }
  });

  test("validators are told two blocks after setNewValidators and sign from the fourth on", () => {
    const powers = (height: number) => new Map(network.validators(height).map(({ host, power }) => [host.address, power]));
    const set = stages.setNewValidators;
    expect(powers(set + 3)).not.toEqual(powers(set + 4));
    expect(network.validatorUpdates(set + 1)).toEqual([]);
    const changed = powers(set + 3);
    for (const { host, power } of network.validatorUpdates(set + 2)) {
      if (power === 0n) changed.delete(host.address);
      else changed.set(host.address, power);
    }
    expect(changed).toEqual(powers(set + 4));
  });

  test("an excluded host is out of the set three blocks later", () => {
    const [exclusion] = network.exclusions(effective - 1, head);
    if (exclusion === undefined) throw new Error("nobody was excluded");
    const signs = (height: number) => network.validators(height).some(({ host }) => host === exclusion.host);
    expect(network.exclusions(effective - 1, exclusion.height - 1)).not.toContainEqual(exclusion);
    expect([signs(exclusion.height + 2), signs(exclusion.height + 3)]).toEqual([true, false]);
    expect(network.participant(exclusion.host, exclusion.height - 1).status).toBe("ACTIVE");
    expect(network.participant(exclusion.host, exclusion.height).status).not.toBe("ACTIVE");
    expect(network.events(exclusion.height).some(({ type }) => type === "slash_collateral")).toBe(true);
  });

  test("the voting powers stand from validationStart to setNewValidators", () => {
    const powers = (height: number) => network.pocSnapshot(stages.pocStart, height)?.powers.length ?? null;
    expect(powers(stages.pocStart - 1)).toBeNull();
    expect(powers(stages.validationStart - 1)).toBe(0);
    expect(powers(stages.validationStart)).toBe(3);
    expect(powers(stages.setNewValidators)).toBeNull();
  });
});

describe("sums", () => {
  test("every epoch's total is the sum of its members, and less is paid than minted", () => {
    for (let epoch = 1; epoch <= effective; epoch++) {
      const group = network.rootGroup(epoch, head);
      expect(group?.totalWeight).toBe(group?.members.reduce((total, { weight }) => total + weight, 0n));
      const paid = network.results(epoch, head).reduce((total, { rewarded }) => total + rewarded, 0n);
      if (epoch < effective) expect(paid).toBeGreaterThan(network.rewardOf(epoch) / 2n);
      expect(paid).toBeLessThanOrEqual(network.rewardOf(epoch));
    }
  });

  test("about 28 % of the blocks have transactions", () => {
    let filled = 0;
    for (let height = stages.pocStart; height < head; height++) if (network.plannedTransactions(height).length > 0) filled += 1;
    expect(filled / (head - stages.pocStart)).toBeGreaterThan(0.23);
    expect(filled / (head - stages.pocStart)).toBeLessThan(0.33);
  });
});

describe("the plot", () => {
  test("hosts join, leave, stay away and come back", () => {
    const { newcomer, away } = plot;
    if (newcomer === null || away === null) throw new Error("the default network has both");
    const joined = network
      .hosts(head)
      .filter((host) => addresses(newcomer.first).has(host.address) && !addresses(newcomer.first - 1).has(host.address));
    expect(joined.length).toBeGreaterThan(0);
    const back = [...addresses(away.to + 1)].filter(
      (one) => addresses(away.from - 1).has(one) && !addresses(away.from).has(one) && !addresses(away.to).has(one),
    );
    expect(back.length).toBeGreaterThan(0);
  });

  test("one host is dead for good, one was dead for whole epochs, most answer", () => {
    const up = (epoch: number) =>
      network.hosts(head).filter((host) => network.isHostUp(host, network.timeOf(network.stagesOf(epoch).setNewValidators)))
        .length;
    expect(up(effective)).toBeGreaterThan(25);
    expect(up(effective)).toBeLessThan(network.hosts(head).length);
    const once = plot.deadOnce;
    expect(once && up(once.from)).toBeLessThan(network.hosts(head).length);
  });

  test("five nodes of H100 SXM alone stand in each active model in every epoch", () => {
    const height = head;
    const hardware = network.hardware(height);
    for (let epoch = plot.thirdActive; epoch <= effective; epoch++) {
      for (const { id } of network.rootGroup(epoch, height)?.models.slice(0, 3) ?? []) {
        if (epoch === plot.groupLost && id.startsWith("deepseek")) continue;
        const nodes = network.modelGroup(epoch, id, height)?.members.flatMap(({ host, nodes: own }) =>
          own.filter(({ node }) => {
            const told = hardware.get(host)?.find((one) => one.id === node.id)?.hardware ?? [];
            return told.length > 0 && told.every(({ type }) => type.startsWith("NVIDIA H100 80GB HBM3 |"));
          }),
        );
        expect(nodes?.length, `${epoch} ${id}`).toBeGreaterThanOrEqual(5);
      }
    }
  });

  test("proposals stand in every state, one of them deleted for want of a deposit", () => {
    const proposals = network.proposals(head);
    expect(new Set(proposals.map(({ status }) => status)).size).toBe(5);
    expect(proposals.map(({ id }) => id)).not.toContain(3);
    const voting = proposals.find(({ status }) => status === "PROPOSAL_STATUS_VOTING_PERIOD");
    expect(voting?.tally.yes).toBeGreaterThan(0n);
    expect(network.votes(voting?.id ?? 0, head).length).toBeGreaterThan(0);
  });

  test("maintenance is announced, on and over where it is switched on, and nowhere else", () => {
    expect(network.maintenance(head)).toEqual([]);
    const kept = build({ ...options, maintenanceEnabled: true });
    const statuses = new Set<string>();
    for (let height = stages.setNewValidators; height < head; height += 20)
      for (const { status } of kept.maintenance(height)) statuses.add(status);
    expect([...statuses].sort()).toEqual(["ACTIVE", "COMPLETED", "SCHEDULED"]);
  });
});

test("transactions are real bytes: the signer's address comes from its key, the hash from the bytes", () => {
  const txs = Array.from({ length: 600 }, (_, back) => network.transactions(stages.claimMoney + 300 - back)).flat();
  expect(txs.length).toBeGreaterThan(100);
  expect(new Set(txs.flatMap(({ messages }) => messages.map(({ typeUrl }) => typeUrl))).size).toBeGreaterThan(1);
  for (const tx of txs) {
    const raw = TxRaw.decode(tx.bytes);
    const [signer] = AuthInfo.decode(raw.authInfoBytes).signerInfos;
    const { key } = PubKey.decode(signer?.publicKey?.value ?? new Uint8Array());
    const address = createHash("ripemd160").update(createHash("sha256").update(key).digest()).digest();
    expect(toBech32("gonka", address)).toBe(tx.signer.address);
    expect(TxBody.decode(raw.bodyBytes).messages.map(({ typeUrl }) => typeUrl)).toEqual(
      tx.messages.map(({ typeUrl }) => typeUrl),
    );
    expect(createHash("sha256").update(tx.bytes).digest("hex").toUpperCase()).toBe(tx.hash);
  }
});

test("a host's addresses all come from its keys", () => {
  for (const host of network.hosts(head)) {
    expect(toBech32("gonkavaloper", host.keys.addressBytes)).toBe(host.operatorAddress);
    const consensus = createHash("sha256").update(fromBase64(host.validatorKeyBase64)).digest().subarray(0, 20);
    expect(consensus.toString("hex").toUpperCase()).toBe(host.consensusAddress);
    expect(network.hostAtIp(host.ip)).toBe(host);
    expect(network.host(host.address)).toBe(host);
  }
});
