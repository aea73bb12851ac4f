import type { Family } from "./family.ts";
import { hostConfirmationWeight } from "./hosts/confirmation-weight.ts";
import { hostExcluded } from "./hosts/excluded.ts";
import { hostFactsEpoch } from "./hosts/facts-epoch.ts";
import { hostMissRatio } from "./hosts/miss-ratio.ts";
import { hostWeight } from "./hosts/weight.ts";
import { indicatorAge } from "./indicators/age.ts";
import { indicatorCoverage } from "./indicators/coverage.ts";
import { indicatorInfo } from "./indicators/info.ts";
import { indicatorProjectInfo } from "./indicators/project-info.ts";
import { indicatorSources } from "./indicators/sources.ts";
import { indicatorState } from "./indicators/state.ts";
import { indicatorValue } from "./indicators/value.ts";
import { epoch } from "./network/epoch.ts";
import { epochDisputed } from "./network/epoch-disputed.ts";
import { headAge } from "./network/head-age.ts";
import { headDisputed } from "./network/head-disputed.ts";
import { headHeight } from "./network/head-height.ts";
import { sourceAnswers } from "./sources/answers.ts";
import { sourceDisagreements } from "./sources/disagreements.ts";
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
  epoch,
  epochDisputed,
  headHeight,
  headDisputed,
  questions,
  sourceAnswers,
  sourceDisagreements,
];

/** Ages go on while nothing is read: rendered at each scrape, or a collector that hangs would look as fresh as its last word. */
export const AGE_FAMILIES: readonly Family[] = [indicatorAge, headAge];
