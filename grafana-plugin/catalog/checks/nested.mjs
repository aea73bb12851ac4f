import { pluginsOf } from "../metadata.mjs";
import { verdict } from "../verdict.mjs";

/** @typedef {import("../archive.mjs").Submission} Submission */

const NESTED = ["datasource", "panel"];

/** The app names each nested plugin with its type, and nothing else.
 * @param {Submission} submission */
export function nestedPlugins(submission) {
  const [app, ...nested] = pluginsOf(submission);
  if (app === undefined) return verdict(["there is no plugin.json"], "");
  const includes = (app.metadata.includes ?? []).filter(({ type = "" }) => NESTED.includes(type));
  const inApp = (/** @type {string} */ path) => path.slice(app.folder.length);
  const troubles = [
    ...(app.metadata.type === "app" || nested.length === 0 ? [] : ["only an app may have nested plugins"]),
    ...nested.flatMap(({ path, metadata: { type } }) => {
      const include = includes.find((one) => one.path === inApp(path));
      if (include === undefined) return [`the app's includes leave out ${inApp(path)}`];
      return include.type === type ? [] : [`the app's includes say ${include.type} of ${inApp(path)}, which is a ${type}`];
    }),
    ...includes
      .filter((include) => !nested.some(({ path }) => inApp(path) === include.path))
      .map((include) => `the app's includes name ${include.path}, which is not there`),
  ];
  return verdict(troubles, nested.map(({ metadata: { id } }) => id).join(", "));
}

/** No plugin needs one that needs it, over however many steps.
 * @param {Submission} submission */
export function circularDependencies(submission) {
  const needs = new Map(
    pluginsOf(submission).map(({ metadata: { id = "", dependencies } }) => [
      id,
      (dependencies?.plugins ?? []).map((needed) => needed.id ?? ""),
    ]),
  );
  const reaches = (/** @type {string} */ from, /** @type {string} */ to, /** @type {Set<string>} */ seen) => {
    if (seen.has(from)) return false;
    seen.add(from);
    /** @type {boolean} */
    const found = (needs.get(from) ?? []).some((next) => next === to || reaches(next, to, seen));
    return found;
  };
  const circular = [...needs.keys()].filter((id) => reaches(id, id, new Set()));
  return verdict(
    circular.map((id) => `${id} needs itself, by way of ${needs.get(id)?.join(", ")}`),
    "none",
  );
}
