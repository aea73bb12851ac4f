import type { Family } from "./family.ts";
import { hostsByState } from "./hosts/by-state.ts";
import { hostConfirmationRatio } from "./hosts/confirmation-ratio.ts";
import { hostConfirmationWeight } from "./hosts/confirmation-weight.ts";
import { hostExcluded } from "./hosts/excluded.ts";
import { hostFactsEpoch } from "./hosts/facts-epoch.ts";
import { hostJailed } from "./hosts/jailed.ts";
import { hostMissRatio } from "./hosts/miss-ratio.ts";
import { hostProbeAge } from "./hosts/probe-age.ts";
import { hostState } from "./hosts/state.ts";
import { hostUp } from "./hosts/up.ts";
import { hostVersionInfo } from "./hosts/version-info.ts";
import { hostWeight } from "./hosts/weight.ts";
import { indicatorAge } from "./indicators/age.ts";
import { indicatorCoverage } from "./indicators/coverage.ts";
import { indicatorInfo } from "./indicators/info.ts";
import { indicatorProjectInfo } from "./indicators/project-info.ts";
import { indicatorSources } from "./indicators/sources.ts";
import { indicatorState } from "./indicators/state.ts";
import { indicatorValue } from "./indicators/value.ts";
import { communityPool } from "./network/community-pool.ts";
import { epoch } from "./network/epoch.ts";
import { epochBlocksRemaining } from "./network/epoch-blocks-remaining.ts";
import { epochDisputed } from "./network/epoch-disputed.ts";
import { epochPhase } from "./network/epoch-phase.ts";
import { chainHalted } from "./network/halted.ts";
import { headAge } from "./network/head-age.ts";
import { headDisputed } from "./network/head-disputed.ts";
import { headHeight } from "./network/head-height.ts";
import { supply } from "./network/supply.ts";
import { probeRoundAge } from "./probes/round-age.ts";
import { probeRoundSeconds } from "./probes/round-seconds.ts";
import { probeRoundValid } from "./probes/round-valid.ts";
import { sourceAnswers } from "./sources/answers.ts";
import { collectorAge } from "./sources/collector-age.ts";
import { sourceDisagreements } from "./sources/disagreements.ts";
import { headLag } from "./sources/head-lag.ts";
import { questions } from "./sources/questions.ts";

/** Rendered when the store was read, then served from memory. */
export const SNAPSHOT_FAMILIES: readonly Family[] = [
  indicatorValue,
  indicatorState,
  indicatorInfo,
  indicatorProjectInfo,
  indicatorSources,
  indicatorCoverage,
  hostWeight,
  hostConfirmationWeight,
  hostMissRatio,
  hostExcluded,
  hostFactsEpoch,
  hostUp,
  hostState,
  hostVersionInfo,
  hostConfirmationRatio,
  hostJailed,
  hostsByState,
  epoch,
  epochDisputed,
  headHeight,
  headDisputed,
  chainHalted,
  epochPhase,
  epochBlocksRemaining,
  supply,
  communityPool,
  questions,
  sourceAnswers,
  sourceDisagreements,
  headLag,
  probeRoundSeconds,
  probeRoundValid,
];

/** Ages go on while nothing is read: rendered at each scrape, or a collector that hangs would look as fresh as its last word. */
export const AGE_FAMILIES: readonly Family[] = [indicatorAge, headAge, hostProbeAge, probeRoundAge, collectorAge];
