import { SaxesParser } from "saxes";
import { pathsTo, textOf } from "../archive.mjs";
import { pluginsOf } from "../metadata.mjs";
import { verdict } from "../verdict.mjs";

/** @typedef {import("../archive.mjs").Submission} Submission */

/** Each plugin has a small and a large logo, both SVG.
 * @param {Submission} submission */
export function logos(submission) {
  const troubles = pluginsOf(submission).flatMap(({ path, folder, metadata: { info } }) =>
    [info?.logos?.small, info?.logos?.large].flatMap((logo) =>
      logo?.endsWith(".svg") && textOf(submission, folder + logo).includes("<svg")
        ? []
        : [`${path} has no SVG as logo, but ${logo}`],
    ),
  );
  return verdict(troubles, "small and large SVG each");
}

const SIGNATURES = { png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], jpg: [0xff, 0xd8, 0xff] };

/** The pictures that the catalog would show are pictures. None is no fault, but the catalog's page is poor without.
 * @param {Submission} submission */
export function screenshots(submission) {
  const [app] = pluginsOf(submission);
  const named = app?.metadata.info?.screenshots ?? [];
  const troubles = named.flatMap(({ path = "" }) => {
    const bytes = submission.files.get(`${app?.folder}${path}`);
    const signature = path.endsWith(".png") ? SIGNATURES.png : SIGNATURES.jpg;
    return bytes !== undefined && signature.every((byte, index) => bytes[index] === byte) ? [] : [`${path} is no PNG or JPEG`];
  });
  return verdict(
    troubles,
    named.length > 0 ? `${named.length} pictures` : "none named; the catalog's page would have no picture",
  );
}

/** Elements by which a picture could do or load something. */
const UNSAFE_ELEMENTS = [
  "script",
  "foreignobject",
  "iframe",
  "embed",
  "object",
  "audio",
  "video",
  "image",
  "use",
  "style",
  "handler",
  "set",
  "animate",
];

/** SVG that only draws: no script, handler or foreign reference.
 * @param {Submission} submission */
export function safeSvg(submission) {
  const paths = pathsTo(submission, ".svg");
  const troubles = paths.flatMap((path) => unsafeIn(textOf(submission, path)).map((what) => `${path} has ${what}`));
  return verdict(troubles, `${paths.length} pictures`);
}

/**
 * @param {string} svg
 * @returns {string[]}
 */
function unsafeIn(svg) {
  /** @type {string[]} */
  const found = [];
  const parser = new SaxesParser();
  parser.on("doctype", () => found.push("a document type"));
  parser.on("processinginstruction", ({ target }) => found.push(`the instruction ${target}`));
  parser.on("opentag", ({ name, attributes }) => {
    const local = name.toLowerCase().replace(/^.*:/, "");
    if (UNSAFE_ELEMENTS.includes(local)) found.push(`<${name}>`);
    for (const [attribute, value] of Object.entries(attributes))
      if (/^on|(^|:)href$|^style$/i.test(attribute) || /javascript:|data:|url\(\s*["']?(?!#)/i.test(value))
        found.push(`${attribute}="${value}"`);
  });
  try {
    parser.write(svg).close();
  } catch (error) {
    found.push(`a fault: ${error instanceof Error ? error.message : error}`);
  }
  return found;
}
