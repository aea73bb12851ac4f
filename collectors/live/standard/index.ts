import type { LiveQuestion } from "../pinned.ts";
import { communityPool } from "./community-pool.ts";
import { signingInfos } from "./signing-infos.ts";
import { slashingParams } from "./slashing-params.ts";
import { supply } from "./supply.ts";
import { validators } from "./validators.ts";

/** What the Cosmos SDK's own modules are asked at a pinned height. `grants` is beside them: it needs to be told of whom. */
export const STANDARD_QUESTIONS: readonly LiveQuestion[] = [validators, signingInfos, slashingParams, supply, communityPool];
