import { type DataFrame, FieldType } from "@grafana/data";
import type { KpiClient } from "../../client/client.ts";
import { KpiError } from "../../client/errors.ts";
import type { Host, Hosts } from "../../client/types.ts";
import { cursorOf } from "../cursor.ts";
import { type Column, chainNumber, notice, number, pageLinks, RATIO, tableFrame, text } from "../table.ts";

/** The most that one answer of the API holds. */
const MOST_HOSTS = 1000;

/** All members of the newest agreed epoch, heaviest first. @throws KpiError */
export async function readHosts(client: KpiClient): Promise<Pick<Hosts, "epoch" | "results_epoch" | "hosts">> {
  const hosts: Host[] = [];
  for (let offset = 0; ; ) {
    const page: Hosts = await client.get("/hosts", { params: {}, query: { limit: MOST_HOSTS, offset } });
    hosts.push(...page.hosts);
    if (page.next === null) return { epoch: page.epoch, results_epoch: page.results_epoch, hosts };
    offset = Number(cursorOf("/hosts", page.next, "offset"));
  }
}

/** The address that an address or moniker names. @throws KpiError where no member has the moniker, or several have */
export async function addressOf(client: KpiClient, named: string): Promise<string> {
  if (/^gonka1\w+$/.test(named)) return named;
  const wanted = named.trim().toLowerCase();
  const found = (await readHosts(client)).hosts.filter(({ now }) => now.moniker?.toLowerCase() === wanted);
  const [one] = found;
  if (found.length === 1 && one) return one.address;
  const problem =
    found.length === 0
      ? "no member of the newest epoch calls itself that"
      : `${found.length} hosts call themselves that: ${found.map(({ address }) => address).join(", ")}`;
  throw new KpiError("/hosts", 200, `host "${named}": ${problem}. An address (gonka1…) names one for sure`);
}

/** Every host as it is now. */
export async function hostsFrames(client: KpiClient, refId: string, simulated: boolean): Promise<DataFrame[]> {
  const { epoch, results_epoch: results, hosts } = await readHosts(client);
  const told = `Members of epoch ${epoch ?? "–"}; miss ratios are of epoch ${results ?? "–"}, the newest with agreed results.`;
  return [tableFrame({ refId, name: "Hosts", rows: hosts, columns: COLUMNS, simulated, notices: [notice("info", told)] })];
}

const COLUMNS: readonly Column<Host>[] = [
  { ...number("rank"), of: ({ rank }) => rank },
  { ...text("address"), of: ({ address }) => address, config: pageLinks("hosts", "The host's page") },
  { ...text("moniker"), of: ({ now }) => now.moniker },
  { ...text("state"), of: ({ now }) => now.agreement.state },
  { ...text("reason"), of: ({ now }) => now.sights.find(({ reason }) => reason !== "")?.reason },
  { ...number("weight"), of: ({ weight }) => chainNumber(weight) },
  { ...number("share"), of: ({ share }) => share, config: RATIO },
  { ...number("confirmation ratio"), of: ({ now }) => now.confirmation_ratio, config: RATIO },
  { ...number("miss ratio"), of: (host) => host.miss_ratio, config: RATIO },
  { name: "excluded", type: FieldType.boolean, of: ({ excluded }) => excluded },
  { name: "jailed", type: FieldType.boolean, of: ({ now }) => now.jailed },
  { ...text("status"), of: ({ now }) => now.status },
  { ...text("api version"), of: ({ now }) => now.report?.api_version },
  { ...text("node version"), of: ({ now }) => now.report?.node_version },
  { ...number("epochs completed"), of: ({ now }) => now.epochs_completed },
];
