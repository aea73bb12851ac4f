import { gnkText } from "../../../chain/units.ts";
import type { Family } from "../family.ts";

export const communityPool: Family = {
  name: "gonka_community_pool_gnk",
  help: "Coins in the community pool, in GNK.",
  labels: [],
  samples: ({ live: { facts } }) => (facts.communityPool === null ? [] : [[{}, Number(gnkText(facts.communityPool))]]),
};
