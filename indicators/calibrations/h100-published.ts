/**
 * What one H100 80GB HBM3 weighed, as published (gonka-docs network-updates.md of 3 and 19 February 2026), with the epochs between which
 * it holds. All of it is stale from epoch 247 on: using the last one there would show 2.7 times the hardware that is registered.
 */
const PUBLISHED = [
  { version: "published-158", first: 158, last: 158, weight: 424.73 },
  { version: "published-159", first: 159, last: 174, weight: 292.88 },
  { version: "published-175", first: 175, last: 175, weight: 305.1 },
  { version: "published-176", first: 176, last: 246, weight: 254.5 },
] as const;

/** The calibrations as a table: `version, first_epoch, last_epoch, weight`. */
export const H100_CALIBRATIONS = `SELECT version, first_epoch, last_epoch, weight FROM values('version String, first_epoch UInt32, last_epoch UInt32, weight Float64', ${PUBLISHED.map(
  ({ version, first, last, weight }) => `('${version}', ${first}, ${last}, ${weight})`,
).join(", ")})`;

/** First epoch whose raw weights differ by model and need a scale; before it, raw weight is the network's own unit. */
export const FIRST_SCALED_EPOCH = 249;
