import { toHex } from "@cosmjs/encoding";
import {
  QueryClient,
  StargateClient,
  setupAuthExtension,
  setupAuthzExtension,
  setupBankExtension,
  setupDistributionExtension,
  setupFeegrantExtension,
  setupMintExtension,
  setupSlashingExtension,
  setupStakingExtension,
} from "@cosmjs/stargate";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { BaseAccount } from "cosmjs-types/cosmos/auth/v1beta1/auth";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STILL, serveComet, stillNode } from "./testing/serve.ts";

const node = stillNode(STILL);
const { network } = node;
const head = network.clock.height();
let comet: Comet38Client;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ url, close } = await serveComet(node));
  comet = await Comet38Client.connect(url);
});

afterAll(async () => {
  comet.disconnect();
  await close();
});

/** The newest block at or before the head that has transactions. */
function busyHeight(): number {
  for (let height = head; height > 0; height -= 1) if (network.transactions(height).length > 1) return height;
  throw new Error("no block with transactions");
}

describe("the official CometBFT client reads", () => {
  it("the status", async () => {
    const { nodeInfo, syncInfo } = await comet.status();
    expect(nodeInfo.network).toBe("gonka-simulated");
    expect(syncInfo.latestBlockHeight).toBe(head);
    expect(syncInfo.latestBlockTime.getTime()).toBe(network.timeOf(head));
    expect(syncInfo.catchingUp).toBe(false);
  });

  it("blocks with their transactions, and links that hold", async () => {
    const height = busyHeight();
    const [before, { block, blockId }] = await Promise.all([comet.block(height - 1), comet.block(height)]);
    expect(block.header.height).toBe(height);
    expect(block.header.time.getTime()).toBe(network.timeOf(height));
    expect(block.txs.map((tx) => toHex(tx))).toEqual(network.transactions(height).map(({ bytes }) => toHex(bytes)));
    expect(block.header.lastBlockId?.hash).toEqual(before.blockId.hash);
    expect(blockId.hash).not.toEqual(before.blockId.hash);
  });

  it("who signed, by the place in the validators' set", async () => {
    const { block } = await comet.block(head);
    const signers = network.validators(head - 1);
    const flags = block.lastCommit?.signatures.map(({ blockIdFlag }) => blockIdFlag);
    expect(flags).toEqual(signers.map(({ host }) => (network.signed(host, head - 1) ? 2 : 1)));
    expect(flags?.length).toBeGreaterThan(3);
  });

  it("some absent signatures somewhere", async () => {
    const absent = [];
    for (let height = 2; height <= head && absent.length === 0; height += 1) {
      if (network.validators(height - 1).every(({ host }) => network.signed(host, height - 1))) continue;
      const { block } = await comet.block(height);
      absent.push(...(block.lastCommit?.signatures ?? []).filter(({ blockIdFlag }) => blockIdFlag === 1));
    }
    expect(absent.length).toBeGreaterThan(0);
    expect(absent[0]?.signature).toBeUndefined();
    expect(absent[0]?.validatorAddress).toBeUndefined();
  });

  it("at most 20 headers, newest first", async () => {
    const { blockMetas, lastHeight } = await comet.blockchain(head - 50, head - 3);
    expect(lastHeight).toBe(head);
    expect(blockMetas.map(({ header }) => header.height)).toEqual(Array.from({ length: 20 }, (_, at) => head - 3 - at));
    for (const { header, numTxs } of blockMetas) expect(numTxs).toBe(network.transactions(header.height).length);
  });

  it("results of every block of an epoch, slashes and changes of the set among them", async () => {
    const exclusion = Array.from({ length: STILL.historyEpochs - 1 }, (_, at) => network.exclusions(at + 1, head))
      .flat()
      .find(({ reason }) => reason === "failed_confirmation_poc");
    if (exclusion === undefined) throw new Error("the plot has no failed confirmation");
    const results = await comet.blockResults(exclusion.height);
    const slash = results.finalizeBlockEvents.find(({ type }) => type === "slash_collateral");
    expect(slash?.attributes.map(({ value }) => value)).toContain(exclusion.host.address);
    const { setNewValidators } = network.stagesOf(exclusion.epoch);
    for (let height = setNewValidators; height < setNewValidators + 10; height += 1) {
      const { validatorUpdates } = await comet.blockResults(height);
      expect(validatorUpdates.length).toBe(network.validatorUpdates(height).length);
    }
  });

  it("the commit and all validators over pages", async () => {
    const { validators, total } = await comet.validatorsAll(head);
    const expected = network.validators(head);
    expect(total).toBe(expected.length);
    expect(validators.map(({ votingPower }) => votingPower)).toEqual(expected.map(({ power }) => power));
    const paged = await comet.validators({ height: head, page: 2, per_page: 3 });
    expect(paged.validators).toHaveLength(3);
    const { commit } = await comet.commit(head - 1);
    expect(commit.signatures).toHaveLength(network.validators(head - 1).length);
  });

  it("transactions by hash and by height", async () => {
    const height = busyHeight();
    const [first] = network.transactions(height);
    if (first === undefined) throw new Error("no transaction");
    const found = await comet.tx({ hash: Buffer.from(first.hash, "hex") });
    expect(found.height).toBe(height);
    expect(found.result.code).toBe(first.code);
    const { txs, totalCount } = await comet.txSearch({ query: `tx.height=${height}` });
    expect(totalCount).toBe(network.transactions(height).length);
    expect(txs.map(({ hash }) => toHex(hash).toUpperCase())).toEqual(network.transactions(height).map(({ hash }) => hash));
  });
});

describe("the official modules' client reads", () => {
  const queries = () =>
    QueryClient.withExtensions(
      comet,
      setupAuthExtension,
      setupAuthzExtension,
      setupBankExtension,
      setupDistributionExtension,
      setupFeegrantExtension,
      setupMintExtension,
      setupSlashingExtension,
      setupStakingExtension,
    );

  it("supply and balances", async () => {
    const { amount } = await queries().bank.supplyOf("ngonka");
    expect(amount).toBe(String(network.supply(head)));
    const total = await queries().bank.totalSupply();
    expect(total.supply).toEqual([{ denom: "ngonka", amount: String(network.supply(head)) }]);
    const [host] = network.hosts(head);
    if (host === undefined) throw new Error("no host");
    const balance = await queries().bank.balance(host.address, "ngonka");
    expect(balance.amount).toBe(String(network.balanceOf(host.address, head)));
  });

  it("validators over pages, filtered by status", async () => {
    const all = network.stakingValidators(head);
    const bonded = all.filter(({ status }) => status === "BOND_STATUS_BONDED");
    const found = [];
    let key: Uint8Array | undefined;
    do {
      const page = await queries().staking.validators("BOND_STATUS_BONDED", key);
      found.push(...page.validators);
      key = page.pagination?.nextKey;
    } while (key !== undefined && key.length > 0);
    expect(found.map(({ operatorAddress }) => operatorAddress)).toEqual(bonded.map(({ host }) => host.operatorAddress));
    expect(found.map(({ tokens }) => tokens)).toEqual(bonded.map(({ tokens }) => String(tokens)));
    expect((await queries().staking.params()).params.bondDenom).toBe("ngonka");
    expect((await queries().staking.pool()).pool.bondedTokens).toBe("0");
  });

  it("signing infos and the slashing parameters", async () => {
    const { info } = await queries().slashing.signingInfos();
    const expected = network.signingInfos(head).slice(0, info.length);
    expect(info.map(({ address }) => address)).toEqual(expected.map(({ host }) => host.consensusBech32));
    expect(info.map(({ missedBlocksCounter }) => Number(missedBlocksCounter))).toEqual(
      expected.map(({ missedBlocks }) => missedBlocks),
    );
    expect((await queries().slashing.params()).params.signedBlocksWindow).toBe(100n);
  });

  it("the community pool and inflation", async () => {
    const { pool } = await queries().distribution.communityPool();
    expect(pool[0]?.amount).toBe(`${network.communityPool(head)}${"0".repeat(18)}`);
    expect((await queries().mint.inflation()).toString()).toBe("0");
  });

  it("grants by both ends, and fee allowances", async () => {
    const [grant] = network.grants(head);
    if (grant === undefined) throw new Error("no grant");
    const given = await queries().authz.granterGrants(grant.granter);
    const total = network.grantsGivenBy(grant.granter, head).length;
    expect(given.grants.length).toBe(Math.min(100, total));
    const taken = await queries().authz.granteeGrants(grant.grantee);
    expect(taken.grants.map(({ granter }) => granter)).toContain(grant.granter);
    const [allowance] = network.feeAllowances(head);
    if (allowance === undefined) throw new Error("no allowance");
    const { allowances } = await queries().feegrant.allowances(allowance.grantee);
    expect(allowances.map(({ granter }) => granter)).toContain(allowance.granter);
  });

  it("accounts with keys that their addresses derive from; null for one that isn't there", async () => {
    const [host] = network.hosts(head);
    if (host === undefined) throw new Error("no host");
    for (const address of [host.address, host.warm.address]) {
      const account = await queries().auth.account(address);
      const base = BaseAccount.decode(account?.value ?? new Uint8Array());
      expect(base.address).toBe(address);
      expect(PubKey.decode(base.pubKey?.value ?? new Uint8Array()).key).toHaveLength(33);
    }
    const stargate = await StargateClient.connect(url);
    expect(await stargate.getAccount("gonka1kml2knhxqhpv4tatja2systme3qpx5tt2d3dq6")).toBeNull();
    expect((await stargate.getBlock(head)).header.height).toBe(head);
    expect(await stargate.getChainId()).toBe("gonka-simulated");
    stargate.disconnect();
  });

  it("the state at an old height, and says what it can't tell", async () => {
    const then = await comet.abciQuery({ path: "/cosmos.bank.v1beta1.Query/TotalSupply", data: new Uint8Array(), height: 150 });
    expect(then.code).toBe(0);
    expect(then.height).toBe(150);
    expect(network.supply(150)).not.toBe(network.supply(head));
    const future = await comet.abciQuery({
      path: "/cosmos.bank.v1beta1.Query/TotalSupply",
      data: new Uint8Array(),
      height: head + 1,
    });
    expect(future.code).toBe(26);
    const unknown = await comet.abciQuery({ path: "/no.Such/Query", data: new Uint8Array() });
    expect(unknown.code).toBe(6);
  });
});
