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
import type { Migration } from "./types.ts";
import { withoutNesting } from "./views.ts";

/** The views of the votes say what they said, without views in views. */
export const flatViews: Migration = {
  number: 11,
  name: "flat views",
  written: [],
  statements: withoutNesting([facts, service, votes, values, blockIntervals, live, observed, silent, inference, feeds]),
};
