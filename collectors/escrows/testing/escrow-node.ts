import { startServer, type TestServer } from "../../http/testing/server.ts";

/** What a node says to a question: a message, that it has none, or that it is busy. */
export type Said = object | null | "busy";

export interface EscrowNodeOptions {
  /** Its newest block; null: it doesn't say of which height it speaks. */
  readonly height?: number | null;
  readonly escrow?: (id: string, height: number) => Said;
  readonly stats?: (epoch: number, address: string, height: number) => Said;
}

/** A node with `devshard_escrow/{id}` and `devshard_host_epoch_stats/{epoch}/{address}` over real HTTP, for its newest height or the one in the header. */
export function startEscrowNode({
  height = 1000,
  escrow = () => null,
  stats = () => null,
}: EscrowNodeOptions): Promise<TestServer> {
  return startServer((request, response) => {
    const [route = "", first = "", second = ""] = (request.url ?? "").split("/inference/inference/")[1]?.split("/") ?? [];
    const asked = request.headers["x-cosmos-block-height"];
    const at = asked === undefined ? height : Number(asked);
    const said = route === "devshard_escrow" ? escrow(first, at ?? 0) : stats(Number(first), second, at ?? 0);
    const name = route === "devshard_escrow" ? "escrow" : "stats";
    const heights = at === null ? {} : { "grpc-metadata-x-cosmos-block-height": String(at) };
    response.writeHead(said === "busy" ? 503 : 200, { "content-type": "application/json", ...heights });
    response.end(JSON.stringify(said === "busy" ? { error: "busy" } : { [name]: said, found: said !== null }));
  });
}

export interface EscrowChange {
  readonly creator?: string;
  readonly amount?: string;
  readonly epoch_index?: string;
  readonly model_id?: string;
  readonly slots?: readonly string[];
}

/** An escrow as the chain writes it (data-sources: recorded shape). */
export const escrowJson = (id: string, change: EscrowChange = {}) => ({
  id,
  creator: "gonka1gateway",
  amount: "500000000",
  slots: ["gonka1a", "gonka1b", "gonka1a"],
  epoch_index: "7",
  app_hash: "",
  settled: false,
  token_price: "10",
  model_id: "m",
  create_devshard_fee: "10000",
  fee_per_nonce: "1000",
  inference_seal_grace_nonces: 160,
  inference_seal_grace_seconds: 3600,
  auto_seal_every_n_nonces: 150,
  validation_rate: 1000,
  ...change,
});

export const statsJson = (epoch: number, participant: string, cost: string, escrow_count: number) => ({
  participant,
  epoch_index: String(epoch),
  missed: 1,
  invalid: 2,
  cost,
  required_validations: 0,
  completed_validations: 0,
  escrow_count,
});
