import { textOf } from "../archive.mjs";
import { pluginsOf } from "../metadata.mjs";
import { verdict } from "../verdict.mjs";

/** @typedef {import("../archive.mjs").Submission} Submission */

/**
 * @param {Submission} submission
 * @param {string} name of a file beside the app's plugin.json
 */
const beside = (submission, name) => textOf(submission, `${pluginsOf(submission)[0]?.folder}${name}`);

/** The whole text of a licence that the catalog takes: ours is Apache-2.0.
 * @param {Submission} submission */
export function license(submission) {
  const text = beside(submission, "LICENSE");
  const isApache = /Apache License\s+Version 2\.0/.test(text) && text.includes("END OF TERMS AND CONDITIONS");
  return verdict(isApache ? [] : ["LICENSE is missing or not the whole Apache License 2.0"], "Apache-2.0");
}

/** Says what is new in this version.
 * @param {Submission} submission */
export function changelog(submission) {
  const { version } = submission.package;
  const headings = beside(submission, "CHANGELOG.md").match(/^## .*$/gm) ?? [];
  const has = headings.some((heading) => heading.includes(version));
  return verdict(has ? [] : [`CHANGELOG.md is missing or has no heading for ${version}`], `has ${version}`);
}

/** Words of the catalog's that mean: this is for developers. */
const JARGON = ["yarn", "nodejs"];

/** Tells users what it is and how to set it up, and is no template.
 * @param {Submission} submission */
export function readme(submission) {
  const text = beside(submission, "README.md");
  const pictures = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, url = ""]) => url);
  return verdict(
    [
      ...(text.length > 500 ? [] : ["README.md is missing or says too little"]),
      ...(/grafana (app|data ?source|panel)( backend)? plugin template/i.test(text) ? ["README.md is the template's"] : []),
      ...(/^## Install/m.test(text) ? [] : ["README.md does not say how to install it"]),
      ...JARGON.filter((word) => text.includes(word)).map(
        (word) => `README.md says "${word}", which the catalog takes for jargon`,
      ),
      ...pictures.filter((url) => !url.startsWith("https://")).map((url) => `README.md shows ${url}, which the catalog can't`),
    ],
    `${text.split(/\s+/).length} words`,
  );
}
