import { createHash } from "node:crypto";
import type { MembershipProofRow } from "../../storage/facts/inference-rows.ts";
import { MEMBERSHIP_PROOFS } from "../../storage/facts/tables.ts";
import { type ProofDue, proofHosts, proofsDue } from "../../storage/read/proofs.ts";
import { NOW } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import { type Host, sourceOf } from "../hosts/ask.ts";
import { FRESH_CONNECTION } from "../hosts/clients.ts";
import type { HttpClient } from "../http/client.ts";
import { parseJson } from "../http/json.ts";
import type { Source } from "../http/source.ts";
import { decodeParticipantsAnswer } from "./answer.ts";
import { checkMembership, headerHeightOf, type MembershipVerdict } from "./check.ts";
import { type AgreedBlock, askAgreedBlock, judgeBlock } from "./known-block.ts";

/** What a run did. `verified` are the epochs that it verified; `unproven` those that it asked about in vain. */
export interface ProofRun {
  readonly written: number;
  readonly verified: readonly number[];
  readonly unproven: readonly number[];
  /** Memberships that are proven and yet not what the sources agree on, in words. */
  readonly problems: readonly string[];
}

/** Older epochs are left alone: who never proved one for that long won't. */
const EPOCHS = 6;
/** Hosts asked about one epoch in one run: some megabytes each. */
const HOSTS_A_RUN = 3;
/** A host whose answer was judged is left alone for so long about that epoch. */
const ASK_AGAIN_MS = 6 * 3_600_000;

/**
 * Asks hosts to prove the memberships of the newest epochs that have no verified proof yet, one host after the other until an answer is verified, and
 * stores every answer's verdict. A host that doesn't answer has no row: that says nothing of a proof. An epoch once verified is not asked again.
 * @param proofHttp of {@link createProofClient}.
 */
export async function collectMembershipProofs(
  context: CollectContext,
  chainId: string,
  proofHttp: HttpClient,
  sources: readonly Source[],
  observedAt: Date,
  writer: ObservationWriter,
): Promise<ProofRun> {
  const since = new Date(observedAt.getTime() - ASK_AGAIN_MS);
  const [due, hosts] = await Promise.all([
    proofsDue(context.client, chainId, NOW, since, EPOCHS),
    proofHosts(context.client, chainId, NOW),
  ]);
  const verified: number[] = [];
  const unproven: number[] = [];
  const problems: string[] = [];
  for (const epoch of due) {
    let found = false;
    const verdicts = proofsOf(context, chainId, proofHttp, sources, epoch, chosen(hosts, epoch, observedAt));
    for await (const { host, verdict } of verdicts) {
      const row = rowOf(epoch, host, observedAt, verdict);
      await writer.write(MEMBERSHIP_PROOFS, [row]);
      found ||= row.verified;
      if (row.verified && row.reason !== "") problems.push(`epoch ${epoch.epoch}: ${row.reason}`);
    }
    (found ? verified : unproven).push(epoch.epoch);
  }
  await writer.flush();
  return { written: writer.written, verified, unproven, problems };
}

/** A few hosts, others each hour, so that no host is asked by everyone all the time. */
function chosen(hosts: readonly Host[], { epoch, asked }: ProofDue, observedAt: Date): Host[] {
  const hour = Math.floor(observedAt.getTime() / 3_600_000);
  const place = ({ address }: Host) => createHash("sha256").update(`${epoch}/${hour}/${address}`).digest("hex");
  return hosts
    .filter(({ address }) => !asked.has(address))
    .map((host) => ({ host, place: place(host) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, HOSTS_A_RUN)
    .map(({ host }) => host);
}

/** The verdicts on the hosts' answers, until one is verified, or only signatures are missing that no host has. */
async function* proofsOf(
  context: CollectContext,
  chainId: string,
  proofHttp: HttpClient,
  sources: readonly Source[],
  { epoch, pocStartHeight, effectiveHeight }: ProofDue,
  hosts: readonly Host[],
): AsyncGenerator<{ host: Host; verdict: MembershipVerdict }> {
  const blocks = new Map<number, Promise<AgreedBlock>>();
  const blockAt = (height: number) => {
    const asked = blocks.get(height) ?? askAgreedBlock(context, sources, height);
    blocks.set(height, asked);
    return asked;
  };
  for (const host of hosts) {
    const json = await askProof(context, proofHttp, host, epoch);
    if (json === undefined) continue;
    const answer = decodeParticipantsAnswer(json);
    const height = answer.ok ? headerHeightOf(answer.value) : null;
    // Whatever height a host writes every source is asked for: it has to be one in which the epoch was formed.
    const isPlausible = height !== null && height > pocStartHeight && height <= effectiveHeight;
    const known =
      answer.ok && isPlausible
        ? await judgeBlock(context, await blockAt(height), answer.value.validators)
        : "the epoch was not formed at that height";
    const verdict = checkMembership(chainId, epoch, answer, known);
    yield { host, verdict };
    // What is proven against the sources' own header no other host proves better; against the host's word another might.
    if (verdict.proofOk && typeof known !== "string") return;
  }
}

/** The parsed answer; undefined where the host could not tell, which says nothing of the proof. */
async function askProof({ signal }: CollectContext, http: HttpClient, host: Host, epoch: number): Promise<unknown> {
  const source = sourceOf(host);
  if ("verdict" in source) return undefined;
  const options = { route: "v1/epochs/{epoch}/participants", headers: FRESH_CONNECTION, signal };
  try {
    const parsed = parseJson(await http.get(source, `/v1/epochs/${epoch}/participants`, options));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    // The client throws only for a URL that can't be asked at all.
    return undefined;
  } finally {
    signal.throwIfAborted();
  }
}

function rowOf(
  { epoch, agreedHash }: ProofDue,
  { address }: Host,
  observedAt: Date,
  { height, proofOk, verified, reason, proven }: MembershipVerdict,
): MembershipProofRow {
  const differs = proven !== null && agreedHash !== null && proven.hash !== agreedHash;
  return {
    epoch,
    host: address,
    observed_at: observedAt.toISOString(),
    height,
    proof_ok: proofOk,
    verified,
    // A proof stays what it is: which of the two is wrong is for people to find out.
    reason: [differs ? "the proven members or weights differ from what the sources agree on" : "", reason]
      .filter((text) => text !== "")
      .join("; ")
      .slice(0, 512),
    members: proven?.members.length ?? null,
    members_hash: proven?.hash ?? "",
  };
}
