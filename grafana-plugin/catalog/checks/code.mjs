import { pathsTo, textOf } from "../archive.mjs";
import { pluginsOf } from "../metadata.mjs";
import { verdict } from "../verdict.mjs";

/** @typedef {import("../archive.mjs").Submission} Submission */

/** Each plugin has a module that Grafana can load, with its source map.
 * @param {Submission} submission */
export function modules(submission) {
  const wanted = pluginsOf(submission).map(({ folder }) => `${folder}module.js`);
  const troubles = wanted.flatMap((path) => [
    ...(/^(\/\*.*?\*\/|\s)*define\(/.test(textOf(submission, path)) ? [] : [`${path} is missing or no AMD module`]),
    ...(sourcesOf(textOf(submission, `${path}.map`)) > 0 ? [] : [`${path}.map is missing or names no sources`]),
  ]);
  return verdict(troubles, wanted.join(", "));
}

/**
 * @param {string} map text of a source map
 * @returns {number} how many sources it names
 */
function sourcesOf(map) {
  try {
    return JSON.parse(map).sources?.length ?? 0;
  } catch {
    return 0;
  }
}

/** Built by something that is still supported.
 * @param {Submission} submission */
export function noLegacyBuilder(submission) {
  const needed = Object.keys({ ...submission.package.dependencies, ...submission.package.devDependencies });
  const legacy = needed.filter((name) => name === "@grafana/toolkit");
  return verdict(
    legacy.map((name) => `package.json still needs ${name}`),
    "package.json needs none",
  );
}

/** What only plugins of the AngularJS platform have. */
const ANGULAR = [
  /\bPanelCtrl\b/,
  /\bMetricsPanelCtrl\b/,
  /\bQueryCtrl\b/,
  /\bConfigCtrl\b/,
  /app\/plugins\/sdk/,
  /["']angular["']/,
  /System\.register\(/,
];

/** No AngularJS: Grafana no longer loads it.
 * @param {Submission} submission */
export const noLegacyPlatform = (submission) =>
  verdict(inScripts(submission, ANGULAR), `none in ${pathsTo(submission, ".js").length} scripts`);

/** The best known of those who follow users. The catalog holds URLs against a list of thousands, which is not copied here. */
const TRACKERS = [
  "google-analytics.com",
  "googletagmanager.com",
  "doubleclick.net",
  "facebook.net",
  "hotjar.com",
  "segment.io",
  "segment.com",
  "mixpanel.com",
  "amplitude.com",
  "fullstory.com",
  "heapanalytics.com",
  "plausible.io",
  "posthog.com",
  "matomo.cloud",
  "newrelic.com",
  "clarity.ms",
  "intercom.io",
  "hubspot.com",
];
const ANY_TRACKER = new RegExp(`https?://[^\\s"'\`]*(${TRACKERS.map((host) => host.replaceAll(".", "\\.")).join("|")})`);

/** Nobody is followed.
 * @param {Submission} submission */
export const noTrackers = (submission) => verdict(inScripts(submission, [ANY_TRACKER]), `none of ${TRACKERS.length} known ones`);

/**
 * @param {Submission} submission
 * @param {readonly RegExp[]} patterns
 * @returns {string[]} which script has what
 */
const inScripts = (submission, patterns) =>
  pathsTo(submission, ".js").flatMap((path) => {
    const found = patterns.map((pattern) => textOf(submission, path).match(pattern)?.[0]);
    return found.flatMap((text) => (text === undefined ? [] : [`${path} has ${text}`]));
  });
