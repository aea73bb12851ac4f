import type { Network } from "../network/network.ts";
import type { PlannedTx } from "../network/transactions.ts";
import { DAY_MS, endOf, lastHeight, membersOf, ONLY_VALUE, ratio, startOf, type TruthOf } from "./truth.ts";

const MINUTE_MS = 60_000;

/** A minute is alive if at its end the newest block is younger than this. */
const FRESH_MS = 60_000;

/** UTC minutes that lie wholly between the epoch's start and its end. */
const chainLiveness: TruthOf = (network, epoch) => {
  const [start, end] = [startOf(network, epoch), endOf(network, epoch)];
  let minutes = 0;
  let alive = 0;
  for (let at = Math.ceil(start / MINUTE_MS) * MINUTE_MS + MINUTE_MS; at <= end; at += MINUTE_MS) {
    minutes += 1;
    if (at - network.timeOf(network.clock.heightAt(at)) < FRESH_MS) alive += 1;
  }
  return ratio(alive, minutes);
};

/** Blocks of the 7 days before a moment. */
function blocksOfWeek(network: Network, end: number): { readonly from: number; readonly to: number } {
  return { from: Math.max(1, network.clock.heightAt(end - 7 * DAY_MS) + 1), to: network.clock.heightAt(end - 1) };
}

function signerOf(planned: PlannedTx): string {
  if (planned.kind === "agent") return planned.agent.account.address;
  if (planned.kind === "delegate") return planned.agent.granter.address;
  if ("escrow" in planned) return (planned.agent?.account ?? planned.escrow.payer.account).address;
  return planned.kind === "send" ? planned.sender.account.address : planned.host.address;
}

/** Who signed in the week before the epoch's end; a host for its warm key. */
function signersOfWeek(network: Network, epoch: number): ReadonlySet<string> {
  const { from, to } = blocksOfWeek(network, endOf(network, epoch));
  const signers = new Set<string>();
  for (let height = from; height <= to; height++)
    for (const planned of network.plannedTransactions(height)) signers.add(signerOf(planned));
  return signers;
}

/** Grantees of a grant that stands at the epoch's end, by an account that is no participant, who signed in the week before. */
const delegatedAccounts: TruthOf = (network, epoch) => {
  const end = endOf(network, epoch);
  const live = network
    .grants(lastHeight(network, epoch))
    .filter(({ granter, expirationMs }) => network.host(granter) === null && (expirationMs === null || expirationMs > end));
  const signers = signersOfWeek(network, epoch);
  return { value: new Set(live.map(({ grantee }) => grantee).filter((grantee) => signers.has(grantee))).size, ...ONLY_VALUE };
};

/** "3.0.16" > "3.0.9" */
function isNewer(version: string, than: string): boolean {
  const numbers = (text: string) => text.split(/\D+/).map(Number);
  const [a, b] = [numbers(version), numbers(than)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  return false;
}

/** Target: the highest version that at least two members report. Nodes of members that answered in the epoch and name versions. */
const imageAdoption: TruthOf = (network, epoch) => {
  const middle = (startOf(network, epoch) + endOf(network, epoch)) / 2;
  const reports = membersOf(network, epoch).flatMap(({ host }) => {
    if (!network.isHostUp(host, middle)) return [];
    return [(network.versionsOf(host, middle).mlNodes ?? []).map(({ version }) => version)];
  });
  const all = reports.flat();
  const reportedByTwo = [...new Set(all)].filter(
    (version) => reports.filter((versions) => versions.includes(version)).length >= 2,
  );
  const target = reportedByTwo.reduce((newest, version) => (newest === "" || isNewer(version, newest) ? version : newest), "");
  if (target === "") return { value: null, ...ONLY_VALUE };
  return ratio(all.filter((version) => version === target).length, all.length);
};

export const NETWORK: Readonly<Record<string, TruthOf>> = {
  "rel.chain_liveness": chainLiveness,
  "agt.delegated_accounts": delegatedAccounts,
  "img.adoption": imageAdoption,
};

/** Addresses that signed on the sandbox chain, or were its hosts, in the week before a moment of the main chain. */
export function activeOnSandbox(sandbox: Network, end: number): number {
  const { from, to } = blocksOfWeek(sandbox, end);
  const active = new Set<string>();
  for (let height = from; height <= to; height++)
    for (const planned of sandbox.plannedTransactions(height)) active.add(signerOf(planned));
  for (let epoch = sandbox.epochsAt(from).effective; epoch <= sandbox.epochsAt(to).effective; epoch++) {
    for (const { host } of membersOf(sandbox, epoch)) active.add(host.address);
  }
  return active.size;
}
