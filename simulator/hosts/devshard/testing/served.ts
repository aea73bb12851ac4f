import { z } from "zod";
import { STILL } from "../../../comet/testing/serve.ts";
import type { Escrow } from "../../../network/sessions-types.ts";
import type { Host } from "../../../network/types.ts";
import { type Simulation, startSimulation } from "../../../server.ts";
import type { WireTx } from "../diff-content.ts";
import { decodedContent } from "./decoded.ts";

export const VERSION = "v4.1";

export const startStill = (): Promise<Simulation> => startSimulation({ ...STILL, hosts: 12 }, { basePort: null, truth: null });

/** Moves the simulation to a moment that lies ahead. */
export function moveTo(simulation: Simulation, ms: number): void {
  simulation.advance(ms - simulation.clock.now());
}

const hostOf = ({ network }: Simulation, address: string): Host => {
  const host = network.host(address);
  if (host === null) throw new Error(`no host ${address}`);
  return host;
};

/** The different hosts of a session's slots that are up. */
export function hostsOf(simulation: Simulation, { slots }: Escrow): readonly Host[] {
  const { network, clock } = simulation;
  return [...new Set(slots)].map((address) => hostOf(simulation, address)).filter((host) => network.isHostUp(host, clock.now()));
}

export interface Got {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

export async function get(host: Host, path: string): Promise<Got> {
  const response = await fetch(`${host.url}${path}`);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
}

const diffsSchema = z.array(
  z.strictObject({
    diff: z.strictObject({
      nonce: z.number(),
      txs: z.base64(),
      user_sig: z.base64(),
      post_state_root: z.base64(),
    }),
    state_hash: z.base64(),
  }),
);

export interface ReadDiff {
  readonly nonce: number;
  readonly txs: readonly WireTx[];
}

/** A host's diffs of a session, decoded by a standard library. @throws when the answer is none, or a nonce isn't its content's. */
export async function diffsAt(host: Host, { id }: Escrow, from: number, to: number): Promise<readonly ReadDiff[]> {
  const { status, body } = await get(host, `/devshard/${VERSION}/sessions/${id}/diffs?from=${from}&to=${to}`);
  if (status !== 200) throw new Error(`${status}: ${body}`);
  return diffsSchema.parse(JSON.parse(body)).map(({ diff }) => {
    const content = decodedContent(Buffer.from(diff.txs, "base64"));
    if (content.nonce !== diff.nonce) throw new Error(`nonce ${diff.nonce} holds ${content.nonce}`);
    return content;
  });
}

/** Prompt and completion tokens of the finishes in diffs. */
export function tokensOf(diffs: readonly ReadDiff[]): { readonly prompt: number; readonly completion: number } {
  let prompt = 0;
  let completion = 0;
  for (const { txs } of diffs) {
    for (const tx of txs) {
      if (tx.kind !== "finish") continue;
      prompt += tx.inputTokens;
      completion += tx.outputTokens;
    }
  }
  return { prompt, completion };
}
