import { pathsTo, textOf } from "./archive.mjs";

/** @typedef {import("./archive.mjs").Submission} Submission */

/**
 * A plugin.json, of which nothing is taken for granted: the check "metadata" says what of it is wrong.
 *
 * @typedef {object} Metadata
 * @property {string} [id]
 * @property {string} [type]
 * @property {string} [name]
 * @property {{
 *   description?: string, keywords?: string[], version?: string, author?: { url?: string },
 *   logos?: { small?: string, large?: string },
 *   links?: { name?: string, url?: string }[],
 *   screenshots?: { name?: string, path?: string }[],
 * }} [info]
 * @property {{ type?: string, name?: string, path?: string }[]} [includes]
 * @property {{ grafanaDependency?: string, plugins?: { id?: string }[] }} [dependencies]
 */

/**
 * A plugin of the archive: the app, or one nested in it.
 *
 * @typedef {object} Plugin
 * @property {string} path of its plugin.json in the archive
 * @property {string} folder where it lies, with "/" at the end
 * @property {Metadata} metadata empty where it is no JSON
 */

/**
 * @param {Submission} submission
 * @returns {Plugin[]} the outermost first
 */
export const pluginsOf = (submission) =>
  pathsTo(submission, "/plugin.json").map((path) => ({
    path,
    folder: path.slice(0, -"plugin.json".length),
    metadata: parsed(textOf(submission, path)),
  }));

/**
 * @param {string} text
 * @returns {Metadata}
 */
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}
