import { type HttpAnswer, JSON_TYPE } from "../http/answer.ts";
import type { Network } from "../network/network.ts";
import { askedHeight, type RestAnswer, restAnswer } from "../rest/answer.ts";

/** Sources are asked the same question at the same height, so an answer is written once for all of them. */
const ANSWERS_KEPT = 200;
const CHARACTERS_KEPT = 20_000_000;

interface Kept {
  readonly answers: Map<string, HttpAnswer>;
  characters: number;
}

const kept = new WeakMap<Network, Kept>();

/** The REST gateway's answer; `header` is what `X-Cosmos-Block-Height` says. */
export function restGateway(
  network: Network,
  header: string | readonly string[] | undefined,
  path: string,
  query: URLSearchParams,
): HttpAnswer {
  const asked = askedHeight(network, network.clock.height(), typeof header === "string" ? header : undefined);
  if (typeof asked !== "number") return written(asked);
  const store = kept.get(network) ?? { answers: new Map<string, HttpAnswer>(), characters: 0 };
  kept.set(network, store);
  const key = `${asked} ${path}?${query}`;
  const known = store.answers.get(key);
  if (known !== undefined) return known;
  const answer = written(restAnswer(network, asked, path, query));
  keep(store, key, answer);
  return answer;
}

function keep(store: Kept, key: string, answer: HttpAnswer): void {
  store.answers.set(key, answer);
  store.characters += answer.body.length;
  for (const [oldest, { body }] of store.answers) {
    if (store.answers.size <= ANSWERS_KEPT && store.characters <= CHARACTERS_KEPT) return;
    store.answers.delete(oldest);
    store.characters -= body.length;
  }
}

function written({ status, body, height }: RestAnswer): HttpAnswer {
  const told = String(height);
  return {
    status,
    contentType: JSON_TYPE,
    body: JSON.stringify(body),
    headers: {
      "grpc-metadata-content-type": "application/grpc",
      "grpc-metadata-x-cosmos-block-height": told,
      "x-cosmos-block-height": told,
    },
  };
}
