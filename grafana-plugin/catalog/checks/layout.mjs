import { pluginsOf } from "../metadata.mjs";
import { verdict } from "../verdict.mjs";

/** @typedef {import("../archive.mjs").Submission} Submission */

/** What has no place in an archive: sources' folders, hidden files, other systems' paths. */
const MISPLACED = /\/(node_modules|dist|\.[^/]*)(\/|$)|(^|\/)\.\.(\/|$)|\\|^\//;

/** One folder named after the plugin, in an archive named after plugin and version.
 * @param {Submission} submission */
export function archiveLayout(submission) {
  const { name, files } = submission;
  const { id, info } = pluginsOf(submission)[0]?.metadata ?? {};
  const roots = [...new Set([...files.keys()].map((path) => path.split("/")[0]))];
  return verdict(
    [
      ...(roots.length === 1 && roots[0] === id ? [] : [`the one folder must be ${id}/, there is ${roots.join(", ") || "none"}`]),
      ...(name === `${id}-${info?.version}.zip` ? [] : [`the archive must be named ${id}-${info?.version}.zip, not ${name}`]),
      ...[...files.keys()].filter((path) => MISPLACED.test(path)).map((path) => `${path} does not belong there`),
    ],
    `${files.size} files in ${id}/`,
  );
}

/** No program: the plugin has no backend, so whatever runs outside the browser was left there by mistake.
 * @param {Submission} submission */
export function noPrograms({ files }) {
  const magic = [
    [0x7f, 0x45, 0x4c, 0x46],
    [0x4d, 0x5a],
    [0xcf, 0xfa, 0xed, 0xfe],
    [0x23, 0x21],
  ];
  const isProgram = (/** @type {Uint8Array} */ bytes) =>
    magic.some((start) => start.every((byte, index) => bytes[index] === byte));
  const found = [...files].filter(([, bytes]) => isProgram(bytes)).map(([path]) => `${path} is a program`);
  return verdict(found, "none");
}
