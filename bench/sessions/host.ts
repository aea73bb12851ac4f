// A host with devshard sessions for the benchmark: a process that serves lists, details and pages of diffs whose bytes were made before the
// first question. All sessions have the same diffs: as v3 writes them they don't name their session.
// Arguments: how many sessions, how many inferences in each, and diffs to a page.
import { createServer } from "node:http";
import { diffContent, type WireTx } from "../../simulator/hosts/devshard/diff-content.ts";

const [, , sessions = "0", inferences = "0", pageDiffs = "0"] = process.argv;
const VERSION = "v4";
const SLOTS = 16;
const STARTED_AT = 1_795_358_452;

const hash = Buffer.alloc(32, 0xa7);
const signature = Buffer.alloc(65, 0x5c);

/** As recorded: a start in each diff, with the confirmations and finishes of those that were started some nonces before. */
function txsAt(nonce: number): WireTx[] {
  const done = nonce - 4;
  const startedAt = STARTED_AT + Math.floor(nonce / 10);
  const start: WireTx = {
    ...{ kind: "start", inferenceId: nonce, promptHash: hash, model: "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8" },
    ...{ inputLength: 200 + (nonce % 4000), maxTokens: 2000, startedAt },
  };
  const ended: WireTx[] =
    done < 1
      ? []
      : [
          { kind: "confirm", inferenceId: done, signature, confirmedAt: startedAt },
          {
            ...{ kind: "finish", inferenceId: done, responseHash: hash, inputTokens: 50 + (done % 900), signature },
            ...{ outputTokens: 1 + (done % 1900), executorSlot: done % SLOTS, escrowId: "" },
          },
        ];
  const validation: WireTx[] =
    done > 0 && done % 10 === 0
      ? [{ kind: "validation", inferenceId: done, slot: nonce % SLOTS, valid: true, signature, escrowId: "" }]
      : [];
  return nonce > Number(inferences) ? [...ended, ...validation] : [...ended, ...validation, start];
}

/** Every inference comes to its end, and the last nonces are those of the finalisation. */
const nonces = Number(inferences) + 5;
const diffs = Array.from({ length: nonces }, (_, index) => {
  const root = Buffer.alloc(32, index % 256).toString("base64");
  const txs = diffContent(index + 1, index + 1 === nonces ? [{ kind: "finalize" }] : txsAt(index + 1));
  const diff = { nonce: index + 1, txs: txs.toString("base64"), user_sig: signature.toString("base64"), post_state_root: root };
  return JSON.stringify({ diff, state_hash: root });
});
const pages = new Map<number, Buffer>();
for (let from = 1; from <= nonces; from += Number(pageDiffs)) {
  pages.set(from, Buffer.from(`[${diffs.slice(from - 1, from - 1 + Number(pageDiffs)).join(",")}]`));
}

const listed = Array.from({ length: Number(sessions) }, (_, index) => ({ escrow_id: String(index + 1), epoch_id: 1 }));
const cached = { cached_at: STARTED_AT, cache_ttl_seconds: 60 };
const shards = Buffer.from(
  JSON.stringify({ current_epoch_id: 1, ...cached, active_escrows: listed.map((one) => one.escrow_id), shards: listed }),
);
const details = (id: string) => ({
  ...{ escrow_id: id, epoch_id: 1, nonce: nonces, version: VERSION, state_root_and_protocol_version: VERSION, ...cached },
  ...{ host_stats: {}, group: [] },
  validation_observability: { by_slot: {}, totals: { required_validations: 0, completed_validations: 0 } },
});

const EMPTY = Buffer.from("[]");
const server = createServer((request, response) => {
  const path = request.url ?? "";
  response.writeHead(200, { "content-type": "application/json" });
  const [, from] = /\/diffs\?from=(\d+)&/.exec(path) ?? [];
  if (from !== undefined) return void response.end(pages.get(Number(from)) ?? EMPTY);
  const [, id] = /\/stats\/shards\/(\d+)$/.exec(path) ?? [];
  response.end(id === undefined ? shards : JSON.stringify(details(id)));
});
server.listen(0, "127.0.0.1", () => {
  const at = server.address();
  process.send?.(at !== null && typeof at === "object" ? at.port : 0);
});
process.on("disconnect", () => process.exit());
