import type { z } from "zod";
import { validatorOf } from "../../snapshot/live/agreed-facts.ts";
import { UNSEEN } from "../../snapshot/live/hosts-now.ts";
import type { Live } from "../../snapshot/live/live.ts";
import type { hostNow } from "../schemas/live.ts";

/** What is known of a host now, as the API gives it. */
export function hostNowOf(live: Live, address: string): z.input<typeof hostNow> {
  const { agreement, sights, report } = live.hosts.get(address) ?? UNSEEN;
  const registration = live.facts.registrations.get(address);
  const validator = validatorOf(live.facts, address);
  return {
    agreement,
    sights: sights.map(({ vantage, state, reason, observedAt, since, seconds }) => ({
      vantage,
      state,
      reason,
      probed_at: observedAt,
      since,
      seconds,
    })),
    report: report && {
      reported_at: report.observed_at,
      vantage: report.vantage,
      api_version: report.api_version,
      node_version: report.node_version,
      mlnodes: report.mlnodes_told ? report.mlnodes : null,
      identity: report.identity,
      bridge_block: report.bridge_block,
    },
    status: registration?.status ?? null,
    url_host: registration?.urlHost ?? null,
    joined_at: registration?.joinedAt ?? null,
    epochs_completed: registration?.epochsCompleted ?? null,
    confirmation_ratio: live.facts.confirmationRatios.get(address) ?? null,
    moniker: validator?.moniker ?? null,
    jailed: validator?.jailed ?? null,
    jailed_until: validator?.jailedUntil ?? null,
  };
}
