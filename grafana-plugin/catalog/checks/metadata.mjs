import { Ajv } from "ajv";
import { textOf } from "../archive.mjs";
import { pluginsOf } from "../metadata.mjs";
import { METADATA_SCHEMA } from "../metadata-schema.mjs";
import { verdict } from "../verdict.mjs";

/** @typedef {import("../archive.mjs").Submission} Submission */

const isValid = new Ajv({ allErrors: true }).compile(METADATA_SCHEMA);

/** Each plugin.json follows the schema.
 * @param {Submission} submission */
export function metadata(submission) {
  const plugins = pluginsOf(submission);
  if (plugins.length === 0) return verdict(["there is no plugin.json"], "");
  const troubles = plugins.flatMap(({ path, metadata: given }) => {
    if (isValid(given)) return [];
    return (isValid.errors ?? []).map(({ instancePath, message, params }) => {
      const key = params["additionalProperty"];
      return `${path}${instancePath} ${message}${key === undefined ? "" : ` (${key})`}`;
    });
  });
  return verdict(troubles, `${plugins.length} plugin.json`);
}

/** Nothing that the build fills in was left: Grafana takes it as it stands.
 * @param {Submission} submission */
export function placeholders(submission) {
  const left = pluginsOf(submission).flatMap(({ path }) =>
    [...new Set(textOf(submission, path).match(/%[A-Z_]+%/g) ?? [])].map((placeholder) => `${path} has ${placeholder}`),
  );
  return verdict(left, "none left");
}

/** Every file that a plugin.json names is in the archive; pages lie below the app.
 * @param {Submission} submission */
export function metadataPaths(submission) {
  let named = 0;
  const troubles = pluginsOf(submission).flatMap(({ path, folder, metadata: { id, info, includes = [] } }) => {
    const files = includes.filter(({ type }) => type !== "page").map((include) => include.path);
    const wanted = [...Object.values(info?.logos ?? {}), ...(info?.screenshots ?? []).map((one) => one.path), ...files];
    named += wanted.length;
    const pages = includes.filter(({ type, path: page }) => type === "page" && !`${page}/`.startsWith(`/a/${id}/`));
    return [
      ...wanted.filter((file) => !submission.files.has(folder + file)).map((file) => `${path} names ${file}, which is not there`),
      ...pages.map((page) => `${path} has the page ${page.path}, which is not below /a/${id}`),
    ];
  });
  return verdict(troubles, `${named} files are there`);
}

/** Id and type agree, and the nested plugins are of the app's organisation.
 * @param {Submission} submission */
export function names(submission) {
  const plugins = pluginsOf(submission).map(({ metadata: { id = "", type = "", name = "" } }) => ({ id, type, name }));
  const organisation = plugins[0]?.id.split("-")[0];
  const troubles = plugins.flatMap(({ id, type, name }) => [
    ...(id.endsWith(`-${type}`) ? [] : [`${id} must end with its type, -${type}`]),
    ...(id.split("-")[0] === organisation ? [] : [`${id} is not of ${organisation}`]),
    ...(/grafana/i.test(name) ? [`the name "${name}" claims to be Grafana's`] : []),
  ]);
  const twice = plugins.map(({ id }) => id).filter((id, index, ids) => ids.indexOf(id) !== index);
  return verdict([...troubles, ...twice.map((id) => `${id} is there twice`)], plugins.map(({ id }) => id).join(", "));
}

/** One version everywhere: that of package.json.
 * @param {Submission} submission */
export function versions(submission) {
  const { version } = submission.package;
  const others = pluginsOf(submission).filter(({ metadata: { info } }) => info?.version !== version);
  return verdict(
    others.map(({ path, metadata: { info } }) => `${path} says ${info?.version}, package.json says ${version}`),
    `${version} everywhere`,
  );
}

/** Whoever looks for it can find it: description, keywords and links.
 * @param {Submission} submission */
export function discoverability(submission) {
  const { info } = pluginsOf(submission)[0]?.metadata ?? {};
  const [description, keywords, links] = [info?.description ?? "", info?.keywords ?? [], info?.links ?? []];
  return verdict(
    [
      ...(description.length >= 20 ? [] : ["the description says too little"]),
      ...(keywords.length >= 3 ? [] : ["there are fewer than 3 keywords"]),
      ...(links.length > 0 ? [] : ["there is no link"]),
    ],
    `description, ${keywords.length} keywords, ${links.length} links`,
  );
}

/** Links lead to other people's sites over HTTPS, to a name, without a password.
 * @param {Submission} submission */
export function links(submission) {
  const urls = pluginsOf(submission).flatMap(({ metadata: { info } }) => [
    ...(info?.links ?? []).map(({ url = "" }) => url),
    ...(info?.author?.url === undefined ? [] : [info.author.url]),
  ]);
  return verdict(
    urls.filter((url) => !isSafe(url)).map((url) => `"${url}" is no link to a public site over HTTPS`),
    urls.join(", "),
  );
}

/** @param {string} url */
function isSafe(url) {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password, port } = new URL(url);
  const isPublicName = /^([a-z0-9-]+\.)+[a-z]{2,}$/.test(hostname) && !/\.(local|internal|test|example|invalid)$/.test(hostname);
  return protocol === "https:" && isPublicName && username + password + port === "";
}
