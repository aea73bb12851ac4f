import type { EpochGroup } from "../../collectors/decode/epoch-group.ts";
import { counted, listed } from "./finding.ts";

/** In which words a source's root group differs from the one that most tell. */
export function differenceOf(odd: EpochGroup, agreed: EpochGroup): string {
  const weights = new Map(agreed.members.map(({ address, weight }) => [address, weight]));
  const named = new Set(odd.members.map(({ address }) => address));
  const missing = agreed.members.filter(({ address }) => !named.has(address)).map(({ address }) => address);
  const added = odd.members.filter(({ address }) => !weights.has(address)).map(({ address }) => address);
  const heavier = odd.members
    .filter(({ address, weight }) => weights.has(address) && weights.get(address) !== weight)
    .map(({ address, weight }) => `${address} ${weight} instead of ${weights.get(address)}`);
  const parts = [
    missing.length > 0 ? `${counted(missing.length, "member")} left out (${listed(missing, 2)})` : "",
    added.length > 0 ? `${counted(added.length, "member")} added (${listed(added, 2)})` : "",
    heavier.length > 0 ? `other weights (${listed(heavier, 2)})` : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? parts.join("; ") : "other figures of the same members";
}
