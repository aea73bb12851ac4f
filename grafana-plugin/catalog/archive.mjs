import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { unzipSync, zipSync } from "fflate";

/**
 * What would be handed to the catalog, and the package it was built from.
 *
 * @typedef {object} Submission
 * @property {string} name file name of the archive
 * @property {ReadonlyMap<string, Uint8Array>} files the archive's files by their path in it, with "/" between folders
 * @property {{ version: string, dependencies?: object, devDependencies?: object }} package the `package.json` beside the build
 */

/**
 * Packs a built plugin as the catalog wants it: `<id>-<version>.zip` with one folder `<id>/`. The same build gives the same bytes.
 *
 * @param {string} dist where the plugin was built to
 * @returns {{ name: string, bytes: Uint8Array }}
 * @throws where there is no build
 */
export function pack(dist) {
  const { id, info } = JSON.parse(readFileSync(join(dist, "plugin.json"), "utf8"));
  const paths = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)))
    .sort();
  const files = Object.fromEntries(paths.map((path) => [`${id}/${path.split(sep).join("/")}`, readFileSync(join(dist, path))]));
  // The oldest moment that a zip archive can name.
  return { name: `${id}-${info.version}.zip`, bytes: zipSync(files, { mtime: "1980-01-01T00:00:00" }) };
}

/**
 * @param {Uint8Array} bytes of a zip archive
 * @returns {Map<string, Uint8Array>} its files by path; folders have no entry of their own
 */
export const unpack = (bytes) => new Map(Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith("/")));

const decoder = new TextDecoder();

/**
 * @param {Submission} submission
 * @param {string} path in the archive
 * @returns {string} empty where there is no such file
 */
export const textOf = ({ files }, path) => decoder.decode(files.get(path));

/**
 * @param {Submission} submission
 * @param {string} end of the paths, such as "/plugin.json"
 * @returns {string[]} paths in the archive, the shortest first
 */
export const pathsTo = ({ files }, end) =>
  [...files.keys()].filter((path) => path.endsWith(end)).sort((a, b) => a.length - b.length || a.localeCompare(b));
