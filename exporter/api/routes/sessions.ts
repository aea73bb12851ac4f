import { readSessions, TROUBLES } from "../../../storage/read/sessions.ts";
import { pageUrl, route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { sessionsAnswer, sessionsQuery } from "../schemas/sessions.ts";

/** Epochs before the newest that are listed where nothing else is asked: an escrow lives for two. */
const BACK = 3;

export const sessions = route({
  path: "/sessions",
  summary: "Devshard sessions, newest first: their money, their work, and what is wrong with them.",
  params: nothing,
  query: sessionsQuery,
  answer: sessionsAnswer,
  handle: async ({ store: { client, chain }, snapshot, now }, _, { trouble, from, below, limit }) => {
    const newest = snapshot.hosts.epoch;
    const firstEpoch = from ?? Math.max(0, (newest ?? 0) - BACK);
    const wanted = { trouble: trouble ?? null, firstEpoch, below: below ?? null, limit, now };
    const found = await readSessions(client, chain, wanted);
    const last = found.at(-1);
    return {
      chain_id: chain,
      from_epoch: newest === null && from === undefined ? null : firstEpoch,
      sessions: found.map(({ escrow_id, amount, failed, slow, disputed, ...rest }) => {
        const is = { failed, slow, disputed };
        return {
          ...rest,
          escrow_id: escrow_id.toString(),
          amount_ngonka: amount?.toString() ?? null,
          troubles: TROUBLES.filter((name) => is[name]),
        };
      }),
      next:
        found.length === limit && last
          ? pageUrl("/sessions", { trouble, from: firstEpoch, below: last.escrow_id.toString(), limit })
          : null,
    };
  },
});
