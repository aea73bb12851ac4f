import { createHash } from "node:crypto";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import { type Accounts, type Agent, type Sender, sendsAt, sentBefore } from "./accounts.ts";
import { Bounded } from "./bounded.ts";
import type { Escrows } from "./escrows.ts";
import { type Grants, HOST_MESSAGES } from "./grants.ts";
import {
  claimRewards,
  exec,
  grant,
  grantAllowance,
  hardwareDiff,
  newParticipant,
  send,
  storeCommit,
  submitSeed,
} from "./messages.ts";
import { type Content, type PaidTx, paid } from "./paid-transactions.ts";
import type { Account, ChainEvent, Host, Message, Tx } from "./types.ts";
import type { World } from "./world.ts";

/** Who does what in a transaction, before it is put in bytes. */
export type PlannedTx =
  | { readonly kind: "host"; readonly host: Host; readonly what: "commit" | "hardware" | "seed" }
  | { readonly kind: "claim"; readonly host: Host; readonly epoch: number }
  | { readonly kind: "join"; readonly host: Host }
  | { readonly kind: "grant"; readonly host: Host }
  | { readonly kind: "delegate"; readonly agent: Agent }
  | { readonly kind: "agent"; readonly agent: Agent }
  | { readonly kind: "send"; readonly sender: Sender }
  | PaidTx;

/** The transactions of every block. Signatures are made up: nobody checks them. */
export class Transactions {
  readonly #world: World;
  readonly #accounts: Accounts;
  readonly #grants: Grants;
  readonly #escrows: Escrows;
  readonly #kept = new Bounded<number, readonly Tx[]>(256);

  constructor(world: World, accounts: Accounts, grants: Grants, escrows: Escrows) {
    this.#world = world;
    this.#accounts = accounts;
    this.#grants = grants;
    this.#escrows = escrows;
  }

  of(height: number): readonly Tx[] {
    return this.#kept.get(height, () => this.planned(height).map((planned, index) => this.#build(planned, height, index)));
  }

  planned(height: number): readonly PlannedTx[] {
    if (height < 1) return [];
    const planned: PlannedTx[] = [...this.#joins(height), ...this.#ofEpoch(height)];
    for (const agent of this.#accounts.agents) {
      if (agent.grantedAt === height) planned.push({ kind: "delegate", agent });
      if (agent.sends !== null && sendsAt(agent.sends, height)) planned.push({ kind: "agent", agent });
    }
    for (const sender of this.#accounts.senders) if (sendsAt(sender.sends, height)) planned.push({ kind: "send", sender });
    for (const { kind, escrow } of this.#escrows.at(height)) {
      const { gateway } = this.#accounts;
      planned.push({ kind, escrow, agent: gateway?.granter.address === escrow.creator ? gateway : null });
    }
    return planned;
  }

  #joins(height: number): readonly PlannedTx[] {
    // Hosts of the genesis have no transaction of their own; their warm keys do.
    const joins = this.#world.hosts.joinedAt(height).map((host) => ({ kind: "join", host }) as const);
    if (!this.#accounts.warmKeys) return joins;
    return [...joins, ...this.#world.hosts.joinedAt(height - 1).map((host) => ({ kind: "grant", host }) as const)];
  }

  #ofEpoch(height: number): readonly PlannedTx[] {
    const { draw, options } = this.#world;
    const { latest } = this.#world.epochsAt(height);
    const { pocStart, validationEnd, claimMoney } = this.#world.stagesOf(latest);
    const { members } = this.#world.plan(latest);
    if (members.length === 0) return [];
    const planned: PlannedTx[] = [];
    const some = (most: number, what: "commit" | "hardware" | "seed") => {
      const count = draw.integer(1, most, "txs", height);
      for (let number = 0; number < count; number++) {
        planned.push({ kind: "host", host: draw.one(members, "actor", height, number).host, what });
      }
    };
    if (height > pocStart && height <= validationEnd) some(4, draw.chance(0.2, "seeds", height) ? "seed" : "commit");
    else if (draw.chance(options.hostBlocks, "hostBlock", height)) some(2, "hardware");
    const after = height - claimMoney;
    if (after >= 0 && after <= 4 && latest > 1) {
      for (const { host, claimedAfter } of this.#world.plan(latest - 1).results) {
        if (claimedAfter === after) planned.push({ kind: "claim", host, epoch: latest - 1 });
      }
    }
    return planned;
  }

  #build(planned: PlannedTx, height: number, index: number): Tx {
    const { signer, sequence, feeGranter, messages, code, done } = this.#content(planned, height, index);
    const gasWanted = 550_000n;
    const body = TxBody.encode(
      TxBody.fromPartial({ messages: messages.map(({ typeUrl, value }) => ({ typeUrl, value })) }),
    ).finish();
    const publicKey = {
      typeUrl: "/cosmos.crypto.secp256k1.PubKey",
      value: PubKey.encode({ key: signer.keys.publicKey }).finish(),
    };
    const auth = AuthInfo.encode(
      AuthInfo.fromPartial({
        signerInfos: [{ publicKey, modeInfo: { single: { mode: 1 } }, sequence }],
        fee: { amount: [], gasLimit: gasWanted, payer: "", granter: feeGranter },
      }),
    ).finish();
    const signature = createHash("sha512").update(body).update(`${height}/${index}`).digest();
    const bytes = TxRaw.encode({ bodyBytes: body, authInfoBytes: auth, signatures: [signature] }).finish();
    return {
      height,
      index,
      bytes,
      hash: createHash("sha256").update(bytes).digest("hex").toUpperCase(),
      signer,
      sequence,
      feeGranter,
      messages,
      code,
      gasWanted,
      gasUsed: BigInt(50_000 + this.#world.draw.integer(0, 90_000, "gas", height, index)),
      events: [...eventsOf(signer, sequence, feeGranter, signature, code === 0 ? messages : []), ...done],
    };
  }

  #content(planned: PlannedTx, height: number, index: number): Content {
    if ("escrow" in planned) return paid(planned);
    return { ...this.#other(planned, height, index), code: 0, done: [] };
  }

  #other(planned: Exclude<PlannedTx, PaidTx>, height: number, index: number) {
    if (planned.kind === "host" || planned.kind === "claim") {
      const { host } = planned;
      const inner = planned.kind === "claim" ? this.#claim(host, planned.epoch) : this.#work(planned.host, planned.what, height);
      if (!this.#accounts.warmKeys) return { signer: account(host), sequence: 0n, feeGranter: "", messages: [inner] };
      const messages = [exec(host.warm.address, [inner])];
      // Host services send unordered transactions, with sequence 0.
      return { signer: host.warm, sequence: 0n, feeGranter: host.address, messages };
    }
    if (planned.kind === "join") {
      const { host } = planned;
      return {
        signer: account(host),
        sequence: 0n,
        feeGranter: "",
        messages: [newParticipant(host.address, host.url, host.validatorKeyBase64)],
      };
    }
    if (planned.kind === "grant") return { ...this.#warmKey(planned.host, height), feeGranter: "" };
    if (planned.kind === "delegate") {
      const { granter } = planned.agent;
      const messages = this.#grants
        .givenBy(granter.address, height)
        .flatMap(({ grantee, message, expirationMs }) =>
          expirationMs === null ? [] : [grant(granter.address, grantee, message, expirationMs)],
        );
      return { signer: granter, sequence: 0n, feeGranter: "", messages };
    }
    if (planned.kind === "agent") return { ...this.#errand(planned.agent, height, index), feeGranter: "" };
    const { account: signer, sends } = planned.sender;
    const others = this.#accounts.senders.filter(({ account: other }) => other !== signer);
    const to = this.#world.draw.one(others, "recipient", height, index).account.address;
    const amount = BigInt(this.#world.draw.integer(1, 5000, "amount", height, index)) * 1_000_000n;
    return { signer, sequence: BigInt(sentBefore(sends, height)), feeGranter: "", messages: [send(signer.address, to, amount)] };
  }

  #claim(host: Host, epoch: number): Message {
    const seed = this.#world.draw.bytes(`seed/${epoch}/${host.index}`).readBigUInt64BE(0) >> 2n;
    return claimRewards(host.address, seed, epoch);
  }

  #work(host: Host, what: "commit" | "hardware" | "seed", height: number): Message {
    const { latest } = this.#world.epochsAt(height);
    if (what === "hardware") return hardwareDiff(host.address);
    if (what === "seed")
      return submitSeed(host.address, latest, createHash("sha512").update(`${latest}/${host.address}`).digest("hex"));
    const [first] = this.#world.plan(latest).byAddress.get(host.address)?.byModel ?? [];
    const root = createHash("sha256").update(`${height}/${host.address}`).digest();
    const { pocStart } = this.#world.stagesOf(latest);
    return storeCommit(host.address, pocStart, first?.[0] ?? "", Number(first?.[1].raw ?? 0n), root);
  }

  #warmKey(host: Host, height: number) {
    const messages = HOST_MESSAGES.map((message) => grant(host.address, host.warm.address, message, this.#expiry(host, height)));
    messages.push(grantAllowance(host.address, host.warm.address, 10_000_000_000n, this.#expiry(host, height)));
    return { signer: account(host), sequence: 1n, messages };
  }

  #expiry(host: Host, height: number): number {
    return this.#grants.givenBy(host.address, height)[0]?.expirationMs ?? this.#world.clock.timeOf(height);
  }

  #errand({ account: signer, granter, sends }: Agent, height: number, index: number) {
    const sequence = BigInt(sends === null ? 0 : sentBefore(sends, height));
    const amount = BigInt(this.#world.draw.integer(1, 900, "errand", height, index)) * 1_000_000n;
    return { signer, sequence, messages: [exec(signer.address, [send(granter.address, signer.address, amount)])] };
  }
}

const account = ({ address, keys }: Host): Account => ({ address, keys });

function eventsOf(
  signer: Account,
  sequence: bigint,
  feeGranter: string,
  signature: Uint8Array,
  messages: readonly Message[],
): readonly ChainEvent[] {
  const event = (type: string, attributes: Readonly<Record<string, string>>): ChainEvent => ({
    type,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
  });
  const feegrant = { granter: feeGranter, grantee: signer.address };
  return [
    ...(feeGranter === "" ? [] : [event("use_feegrant", feegrant), event("update_feegrant", feegrant)]),
    event("tx", { fee: "", fee_payer: feeGranter === "" ? signer.address : feeGranter }),
    event("tx", { acc_seq: `${signer.address}/${sequence}` }),
    event("tx", { signature: Buffer.from(signature).toString("base64") }),
    ...messages.map(({ typeUrl }, index) => event("message", { action: typeUrl, sender: signer.address, msg_index: `${index}` })),
  ];
}
