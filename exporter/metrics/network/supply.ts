import { gnkText } from "../../../chain/units.ts";
import type { Family } from "../family.ts";

export const supply: Family = {
  name: "gonka_supply_gnk",
  help: "Supply of the coin, in GNK.",
  labels: [],
  samples: ({ live: { facts } }) => (facts.supply === null ? [] : [[{}, Number(gnkText(facts.supply))]]),
};
