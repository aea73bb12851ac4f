import type { TestDataSourceResponse } from "@grafana/data";
import type { KpiClient } from "../client/client.ts";
import { full } from "../format/number.ts";
import { duration, utc } from "../format/time.ts";

/** What "Save & test" says: which chain answers and how fresh it is, or what to mend. */
export async function health(client: KpiClient): Promise<TestDataSourceResponse> {
  try {
    const { chain_id: chain, simulated, head, epoch, halt } = await client.get("/now", { params: {}, query: {} });
    const network = `Gonka KPI answers for the chain ${chain}${simulated ? ", which is SIMULATED: nothing of it is real" : ""}.`;
    if (head.height === null)
      return {
        status: "warning",
        message: `${network} No source tells the head now: values of the past hold, new ones don't come.`,
      };
    const age = head.age_seconds === null ? "" : `, ${duration(head.age_seconds)} old`;
    const block = `Block ${full(head.height)}${age}, epoch ${epoch.effective ?? "not known"}.`;
    if (halt.halted === true) {
      const since = halt.block_time === null ? "" : ` since ${utc(halt.block_time)}`;
      return { status: "warning", message: `${network} ${block} The chain stands still${since}.` };
    }
    return { status: "success", message: `${network} ${block}` };
  } catch (error) {
    const words = error instanceof Error ? error.message : "it failed";
    const next =
      "The address must be that of a running Gonka KPI service, such as http://localhost:9464, as Grafana's server reaches it.";
    return { status: "error", message: `${words}. ${next}` };
  }
}
