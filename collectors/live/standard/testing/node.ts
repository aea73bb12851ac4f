import { startServer, type TestServer } from "../../../http/testing/server.ts";

/** An `abci_query` as the node got it. */
export interface Asked {
  readonly path: string;
  readonly data: Uint8Array;
  readonly height: string | undefined;
}

/** What the application answers: protobuf bytes, or fields of the response as CometBFT's JSON has them. */
export type AbciAnswer = Uint8Array | { readonly [field: string]: unknown };

/** A REST answer; `height` goes to the header by which the gateway says what it speaks of. */
export interface RestAnswer {
  readonly status: number;
  readonly body: string;
  readonly height?: number;
}

/** How a node of the test answers; what is left out it doesn't offer. */
export interface Behaviour {
  /** gRPC paths to answers. A path that isn't listed is code 6, as in the SDK. */
  readonly abci?: Readonly<Record<string, (asked: Asked) => AbciAnswer>>;
  /** Answers of a JSON-RPC that has no `abci_query` but an error. */
  readonly rpcError?: { readonly code: number; readonly message: string };
  /** REST answers: path with query below `/chain-api` to the body. */
  readonly rest?: (path: string, height: string | undefined) => RestAnswer | null;
}

export interface TestNode extends TestServer {
  readonly asked: Asked[];
  readonly restAsked: string[];
}

/** Starts a real HTTP node with `/chain-rpc/` (JSON-RPC `abci_query`) and `/chain-api`, each only where the behaviour has it. */
export async function startNode(behaviour: Behaviour): Promise<TestNode> {
  const asked: Asked[] = [];
  const restAsked: string[] = [];
  const server = await startServer(async (request, response) => {
    const send = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
    };
    const url = request.url ?? "";
    if (url === "/chain-rpc/" && (behaviour.abci ?? behaviour.rpcError)) {
      let text = "";
      for await (const chunk of request) text += chunk;
      const { id, params } = JSON.parse(text);
      if (behaviour.rpcError) return send(500, JSON.stringify({ jsonrpc: "2.0", id, error: behaviour.rpcError }));
      const query: Asked = { path: params.path, data: Buffer.from(params.data, "hex"), height: params.height };
      asked.push(query);
      return send(200, JSON.stringify({ jsonrpc: "2.0", id, result: { response: responseTo(query, behaviour) } }));
    }
    if (url.startsWith("/chain-api/") && behaviour.rest) {
      const path = url.slice("/chain-api".length);
      restAsked.push(path);
      const pinned = request.headers["x-cosmos-block-height"];
      const answer = behaviour.rest(path, typeof pinned === "string" ? pinned : undefined);
      if (answer === null) return send(501, '{"code":12, "message":"Not Implemented", "details":[]}');
      const headers = answer.height === undefined ? {} : { "grpc-metadata-x-cosmos-block-height": String(answer.height) };
      return send(answer.status, answer.body, headers);
    }
    response.writeHead(404, { "content-type": "text/plain" }).end("404 page not found");
  });
  return { ...server, asked, restAsked };
}

function responseTo(query: Asked, { abci }: Behaviour): object {
  const answerOf = abci?.[query.path];
  if (answerOf === undefined)
    return { code: 6, log: `unknown query path: ${query.path}`, info: "", index: "0", key: null, value: null, codespace: "sdk" };
  const answer = answerOf(query);
  const fields = answer instanceof Uint8Array ? { value: Buffer.from(answer).toString("base64") } : answer;
  return {
    code: 0,
    log: "",
    info: "",
    index: "0",
    key: null,
    proofOps: null,
    height: query.height ?? "1",
    codespace: "",
    ...fields,
  };
}
