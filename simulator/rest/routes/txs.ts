import { txResult } from "../../comet/results.ts";
import type { Tx } from "../../network/types.ts";
import { base64, timestamp } from "../json.ts";
import { notFound, type Question, RestError, text } from "../route.ts";

/** A real node has an index. Here the newest blocks are looked through; an older transaction is not found. */
const SEARCHED_BLOCKS = 500;

const signatureOf = ({ events }: Tx) =>
  events.flatMap(({ attributes }) => attributes).find(({ key }) => key === "signature")?.value ?? "";

/** A transaction, decoded as the gateway does. */
export function txJson(tx: Tx) {
  const { messages, signer, sequence, gasWanted, feeGranter } = tx;
  return {
    body: {
      messages: messages.map(({ typeUrl, json }) => ({ "@type": typeUrl, ...json })),
      memo: "",
      timeout_height: "0",
      unordered: false,
      timeout_timestamp: null,
      extension_options: [],
      non_critical_extension_options: [],
    },
    auth_info: {
      signer_infos: [
        {
          public_key: { "@type": "/cosmos.crypto.secp256k1.PubKey", key: base64(signer.keys.publicKey) },
          mode_info: { single: { mode: "SIGN_MODE_DIRECT" } },
          sequence: String(sequence),
        },
      ],
      fee: { amount: [], gas_limit: String(gasWanted), payer: "", granter: feeGranter },
      tip: null,
    },
    signatures: [signatureOf(tx)],
  };
}

/** With its result. */
export function txOfHash(question: Question) {
  const { network, height } = question;
  const hash = text(question, 0).toUpperCase();
  if (!/^([0-9A-F]{2})*$/.test(hash)) {
    const odd = [...text(question, 0)].find((letter) => !/[0-9a-f]/i.test(letter)) ?? "";
    throw new RestError(
      2,
      odd === "" ? "encoding/hex: odd length hex string" : `encoding/hex: invalid byte: U+${codeOf(odd)} '${odd}'`,
    );
  }
  for (let at = height; at > Math.max(0, height - SEARCHED_BLOCKS); at -= 1) {
    const tx = network.transactions(at).find((one) => one.hash === hash);
    if (tx === undefined) continue;
    const { code, codespace, data, log, info, gas_wanted, gas_used, events } = txResult(tx);
    return {
      tx: txJson(tx),
      tx_response: {
        height: String(at),
        txhash: hash,
        codespace,
        code,
        data: Buffer.from(data ?? "", "base64")
          .toString("hex")
          .toUpperCase(),
        raw_log: log,
        logs: [],
        info,
        gas_wanted,
        gas_used,
        tx: { "@type": "/cosmos.tx.v1beta1.Tx", ...txJson(tx) },
        timestamp: timestamp(network.timeOf(at)),
        events,
      },
    };
  }
  throw notFound(`tx not found: ${hash}`);
}

const codeOf = (letter: string) => (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
