import type { SandboxProbeRow } from "../../storage/facts/observed-rows.ts";
import { headFromStatus } from "../decode/block-meta.ts";
import { askControl, type Control } from "../hosts/control.ts";
import { IN_DOUBT } from "../hosts/judge.ts";
import { storable, type Verdict, verdictOf } from "../hosts/verdict.ts";
import type { HttpOutcome } from "../http/answer.ts";
import type { HttpClient } from "../http/client.ts";
import { CannotTell, cometClient } from "../http/comet.ts";
import { parseJson } from "../http/json.ts";
import type { Source } from "../http/source.ts";

export interface SandboxProbeOptions {
  /** Of {@link createSandboxClient}. */
  readonly http: HttpClient;
  /** GONKA_SANDBOX_NODES. */
  readonly sources: readonly Source[];
  /** The sandbox's chain; null while it is not known: then it is the one that the first node to answer serves. */
  readonly sandboxChain: string | null;
  readonly observedAt: Date;
  /** The prober's own: URLs that answer 2xx as long as its connection works. */
  readonly controlTargets: readonly URL[];
  readonly signal: AbortSignal;
}

/** The rows of SANDBOX_PROBES, the sandbox's chain, and the node to read new blocks from: of those that are well, the one that is furthest. */
export interface SandboxProbe {
  readonly rows: readonly SandboxProbeRow[];
  readonly chain: string | null;
  readonly best: { readonly source: Source; readonly height: number } | null;
}

/** A chain whose newest block is older is not well. */
const FRESH_MS = 60_000;
const SYNCING = "/chain-api/cosmos/base/tendermint/v1beta1/syncing";
const MAX_DETAIL = 500;

/** What one part of a node showed. `ok` null: can't tell. */
interface Part {
  readonly ok: boolean | null;
  /** Whether not being well is a failure to answer, which may be the prober's own. */
  readonly failed: boolean;
  readonly detail: string;
}

interface ChainPart extends Part {
  readonly network: string | null;
  readonly height: number | null;
}

/**
 * Probes every sandbox node once. Its chain is well when its newest block is at most 60 s old at `observedAt`; its API when REST or the host
 * service answers. A node that doesn't answer is not well only if a control target does; a node of another chain tells nothing.
 * @throws the signal's reason when it aborts.
 */
export async function probeSandbox(options: SandboxProbeOptions): Promise<SandboxProbe> {
  const { http, sources, sandboxChain, observedAt, controlTargets, signal } = options;
  const [control, parts] = await Promise.all([
    askControl(http, controlTargets, signal),
    Promise.all(
      sources.map(async (source) => {
        const [chain, api] = await Promise.all([askChain(http, source, observedAt, signal), askApi(http, source, signal)]);
        return { source, chain, api };
      }),
    ),
  ]);
  signal.throwIfAborted();
  const chain = sandboxChain ?? parts.find((part) => part.chain.network !== null)?.chain.network ?? null;
  const isOther = ({ network }: ChainPart) => network !== null && network !== chain;
  const rows = parts.map((part): SandboxProbeRow => {
    const common = { sandbox_chain: chain ?? "", source: part.source.name, observed_at: observedAt.toISOString() };
    if (isOther(part.chain)) {
      const detail = storable(`serves chain ${part.chain.network}, not ${chain}`, MAX_DETAIL);
      return { ...common, api_ok: null, chain_ok: null, height: null, detail };
    }
    const [told, api] = [judged(part.chain, control), judged(part.api, control)];
    const detail = storable([told.detail, api.detail].filter((text) => text !== "").join("; "), MAX_DETAIL);
    return { ...common, api_ok: api.ok, chain_ok: told.ok, height: part.chain.height, detail };
  });
  const well = parts.flatMap(({ source, chain: told }) =>
    told.ok === true && told.height !== null && !isOther(told) ? [{ source, height: told.height }] : [],
  );
  return { rows, chain, best: well.sort((a, b) => b.height - a.height)[0] ?? null };
}

function judged({ ok, failed, detail }: Part, control: Control): Pick<Part, "ok" | "detail"> {
  return failed && !control.ok ? { ok: null, detail: `${IN_DOUBT}: ${detail}` } : { ok, detail };
}

async function askChain(http: HttpClient, source: Source, observedAt: Date, signal: AbortSignal): Promise<ChainPart> {
  const nothing = { network: null, height: null };
  try {
    const head = headFromStatus(await cometClient(http, source, signal).status());
    if (!head.ok) return { ...nothing, ok: null, failed: false, detail: `chain: ${head.reason}` };
    const { network, height, time } = head.value;
    const age = observedAt.getTime() - Date.parse(time);
    const told = { network, height, failed: false };
    if (age > FRESH_MS) return { ...told, ok: false, detail: `chain: newest block is ${Math.round(age / 1000)} s old` };
    if (age < -FRESH_MS) return { ...told, ok: null, detail: "chain: newest block lies in the future" };
    return { ...told, ok: true, detail: "" };
  } catch (error) {
    if (!(error instanceof CannotTell)) return { ...nothing, ok: null, failed: false, detail: "chain: the answer can't be read" };
    return { ...nothing, ...ofVerdict("chain", verdictOf(error.outcome, error.outcome)) };
  }
}

async function askApi(http: HttpClient, source: Source, signal: AbortSignal): Promise<Part> {
  const [rest, service] = await Promise.all([
    http.get(source, SYNCING, { route: "syncing", signal }),
    http.get(source, "/v1/status", { route: "v1/status", signal }),
  ]);
  const ofService = verdictOf(service, service);
  if (ofService.state === "up" || saysSyncing(rest)) return { ok: true, failed: false, detail: "" };
  const verdicts = [verdictOf(rest, rest), ofService];
  const failure = verdicts.find(({ state }) => state === "down") ?? ofService;
  return ofVerdict("API", failure);
}

function saysSyncing(outcome: HttpOutcome): boolean {
  const parsed = parseJson(outcome);
  if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return false;
  return "syncing" in parsed.value && typeof parsed.value.syncing === "boolean";
}

const ofVerdict = (what: string, { state, reason }: Verdict): Part => ({
  ok: state === "down" ? false : null,
  failed: state === "down",
  detail: `${what}: ${reason}`,
});
