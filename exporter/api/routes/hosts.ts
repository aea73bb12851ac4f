import { modelsByHost } from "../../snapshot/live/model-groups.ts";
import { pageUrl, route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { hostsAnswer, hostsQuery } from "../schemas/hosts.ts";
import { hostNowOf } from "./host-now.ts";

export const hosts = route({
  path: "/hosts",
  summary: "The members of the newest agreed epoch, heaviest first, and how each stands now.",
  params: nothing,
  query: hostsQuery,
  answer: hostsAnswer,
  handle: ({ snapshot }, _, { limit, offset }) => {
    const { epoch, resultsEpoch, totalWeight, hosts: all, missRatios } = snapshot.hosts;
    const served = modelsByHost(snapshot.live.models);
    return {
      chain_id: snapshot.chain,
      epoch,
      results_epoch: resultsEpoch,
      facts: snapshot.live.facts.statuses,
      total: all.length,
      total_weight: totalWeight.toString(),
      hosts: all.slice(offset, offset + limit).map((host) => ({
        address: host.address,
        rank: host.rank,
        weight: host.weight.toString(),
        share: totalWeight > 0n ? Number(host.weight) / Number(totalWeight) : null,
        confirmation_weight: host.confirmationWeight.toString(),
        reputation: host.reputation,
        excluded: host.exclusions && host.exclusions.length > 0,
        exclusions: host.exclusions,
        miss_ratio: missRatios.get(host.address) ?? null,
        models: served && (served.get(host.address) ?? []),
        now: hostNowOf(snapshot.live, host.address),
      })),
      next: offset + limit < all.length ? pageUrl("/hosts", { limit, offset: offset + limit }) : null,
    };
  },
});
