import type { Route } from "../route.ts";
import { AUTHZ } from "./authz.ts";
import { BANK } from "./bank.ts";
import { BLOCKS } from "./blocks.ts";
import { CLASSIC } from "./classic.ts";
import { CLOCK } from "./clock.ts";
import { ESCROWS } from "./escrows.ts";
import { GOVERNANCE } from "./governance.ts";
import { GROUPS } from "./groups.ts";
import { HARDWARE } from "./hardware.ts";
import { MAINTENANCE } from "./maintenance.ts";
import { PARTICIPANTS } from "./participants.ts";
import { POC } from "./poc.ts";
import { RESULTS } from "./results.ts";
import { STAKING } from "./staking.ts";

/** Every route the simulated gateway has; any other is answered as the real one answers what it hasn't: 501. */
export const ROUTES: readonly Route[] = [
  ...AUTHZ,
  ...BANK,
  ...BLOCKS,
  ...CLASSIC,
  ...CLOCK,
  ...ESCROWS,
  ...GOVERNANCE,
  ...GROUPS,
  ...HARDWARE,
  ...MAINTENANCE,
  ...PARTICIPANTS,
  ...POC,
  ...RESULTS,
  ...STAKING,
];
