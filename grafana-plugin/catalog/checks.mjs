import { modules, noLegacyBuilder, noLegacyPlatform, noTrackers } from "./checks/code.mjs";
import { archiveLayout, noPrograms } from "./checks/layout.mjs";
import { discoverability, links, metadata, metadataPaths, names, placeholders, versions } from "./checks/metadata.mjs";
import { circularDependencies, nestedPlugins } from "./checks/nested.mjs";
import { logos, safeSvg, screenshots } from "./checks/pictures.mjs";
import { changelog, license, readme } from "./checks/texts.mjs";

/**
 * What the catalog's validator looks at and can be looked at offline, in the order of its output.
 *
 * @type {Readonly<Record<string, (submission: import("./archive.mjs").Submission) => import("./verdict.mjs").Verdict>>}
 */
export const CHECKS = {
  "archive layout": archiveLayout,
  metadata,
  placeholders,
  "metadata paths": metadataPaths,
  names,
  versions,
  "nested plugins": nestedPlugins,
  "circular dependencies": circularDependencies,
  modules,
  programs: noPrograms,
  "legacy builder": noLegacyBuilder,
  "legacy platform": noLegacyPlatform,
  "tracking scripts": noTrackers,
  logos,
  screenshots,
  "safe SVG": safeSvg,
  license,
  changelog,
  readme,
  discoverability,
  links,
};

/** What the catalog looks at besides, which takes its network, its keys or a reviewer. */
export const NOT_CHECKED = [
  "whether links answer",
  "whether the organisation exists at grafana.com",
  "signature and provenance",
  "known vulnerabilities",
  "that the archive was built from the sources",
  "the full list of tracking hosts",
];
