import { BinaryWriter } from "cosmjs-types/binary";
import type { Network } from "../network/network.ts";
import type { ChainEvent, ConsensusValidator, Tx } from "../network/types.ts";
import { appHash } from "./hashes.ts";

const eventJson = ({ type, attributes }: ChainEvent) => ({
  type,
  attributes: attributes.map(({ key, value }) => ({ key, value, index: true })),
});

/** TxMsgData of the SDK: `msg_responses` = 2, of each message its response's type URL; what the responses say is left out. */
function responses({ messages }: Tx): string {
  const writer = new BinaryWriter();
  for (const { typeUrl } of messages) {
    writer.uint32(18).bytes(new BinaryWriter().uint32(10).string(`${typeUrl}Response`).finish());
  }
  return Buffer.from(writer.finish()).toString("base64");
}

/** A transaction's result, as `/block_results`, `/tx` and `/tx_search` write it. */
export function txResult(tx: Tx) {
  return {
    code: tx.code,
    data: tx.code === 0 ? responses(tx) : null,
    log: tx.code === 0 ? "" : `failed to execute message; message index: 0: code ${tx.code}`,
    info: "",
    gas_wanted: String(tx.gasWanted),
    gas_used: String(tx.gasUsed),
    events: tx.events.map(eventJson),
    codespace: tx.code === 0 ? "" : "sdk",
  };
}

/** A validator that leaves the set comes without `power`. */
function update({ host, power }: ConsensusValidator) {
  const key = { Sum: { type: "tendermint.crypto.PublicKey_Ed25519", value: { ed25519: host.validatorKeyBase64 } } };
  return power === 0n ? { pub_key: key } : { pub_key: key, power: String(power) };
}

export function blockResults(network: Network, height: number) {
  const txs = network.transactions(height);
  const updates = network.validatorUpdates(height);
  return {
    height: String(height),
    txs_results: txs.length === 0 ? null : txs.map(txResult),
    finalize_block_events: network.events(height).map(eventJson),
    validator_updates: updates.length === 0 ? null : updates.map(update),
    consensus_param_updates: {
      block: { max_bytes: "22020096", max_gas: "-1" },
      evidence: { max_age_num_blocks: "100000", max_age_duration: "172800000000000", max_bytes: "1048576" },
      validator: { pub_key_types: ["ed25519"] },
      version: {},
      abci: {},
    },
    app_hash: appHash(network, height + 1).toString("base64"),
  };
}
