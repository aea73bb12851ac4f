import { facts } from "./0001-facts.ts";
import { service } from "./0002-service.ts";
import { votes } from "./0003-votes.ts";
import { values } from "./0004-values.ts";
import { blockIntervals } from "./0005-block-intervals.ts";
import { live } from "./0006-live.ts";
import { observed } from "./0007-observed.ts";
import { silent } from "./0008-silent.ts";
import { inference } from "./0009-inference.ts";
import { feeds } from "./0010-feeds.ts";
import { flatViews } from "./0011-flat-views.ts";
import { chainEstimates } from "./0012-chain-estimates.ts";
import { methodChecks } from "./0013-method-checks.ts";
import { escrowSearches } from "./0014-escrow-searches.ts";
import { epochBounds } from "./0015-epoch-bounds.ts";
import type { Migration } from "./types.ts";

/** All steps, in order. A step that was released is never edited: its checksum is stored beside the data. */
export const MIGRATIONS: readonly Migration[] = [
  facts,
  service,
  votes,
  values,
  blockIntervals,
  live,
  observed,
  silent,
  inference,
  feeds,
  flatViews,
  chainEstimates,
  methodChecks,
  escrowSearches,
  epochBounds,
];

/** All steps as they were written: their views name others instead of having their text. */
export const WRITTEN: readonly Migration[] = MIGRATIONS.map((step) => ({ ...step, statements: step.written ?? step.statements }));
