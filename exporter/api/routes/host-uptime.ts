import { readHostUptime } from "../../../storage/read/host-uptime.ts";
import { VERDICT_HOLDS_MS } from "../../snapshot/live/hosts-now.ts";
import { route } from "../route.ts";
import { uptimeAnswer, uptimeQuery } from "../schemas/uptime.ts";
import { hostParams } from "./host.ts";
import { agreedStrip, type StateSpan, secondsByState, vantageStrips } from "./uptime-strips.ts";

const DAY_MS = 86_400_000;

export const hostUptime = route({
  path: "/hosts/{address}/uptime",
  summary: "When a host was up, down, unknown or in maintenance: as each vantage point saw it, and what they agree on.",
  params: hostParams,
  query: uptimeQuery,
  answer: uptimeAnswer,
  handle: async ({ store: { client, chain }, snapshot, now }, { address }, { days }) => {
    const wanted = { address, from: new Date(now.getTime() - days * DAY_MS), to: now };
    const { first, spans } = await readHostUptime(client, chain, { ...wanted, asOf: snapshot.asOf, holdsMs: VERDICT_HOLDS_MS });
    const to = now.getTime();
    const from = Math.max(wanted.from.getTime(), first === null ? 0 : Date.parse(first));
    const strips = vantageStrips(spans, from, to);
    return {
      chain_id: snapshot.chain,
      address,
      from: iso(from),
      to: iso(to),
      first_probed_at: first,
      agreed: stripOf(first === null ? [] : agreedStrip([...strips.values()], from, to)),
      vantages: [...strips].map(([vantage, strip]) => ({ vantage, ...stripOf(strip) })),
    };
  },
});

const iso = (ms: number) => new Date(ms).toISOString();

const stripOf = (strip: readonly StateSpan[]) => ({
  seconds: secondsByState(strip),
  spans: strip.map(({ state, reason, from, to }) => ({ state, starts_at: iso(from), ends_at: iso(to), reason })),
});
