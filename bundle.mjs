// Makes of each program in a folder that tsc wrote to a few files with its packages in them: `node bundle.mjs dist`.
// A start would else find, read and compile 1,300 files, which takes it longer than opening the store.
import { join, relative, resolve, sep } from "node:path";
import { rolldown } from "rolldown";

const PROGRAMS = ["cli/main", "simulator/main"];
/** Native code, and what finds it: loaded from where npm put it. */
const EXTERNAL = ["chdb", "chdb/libchdb", "ffi-rs"];

/**
 * The address that a module sees stays that of its own file: programs and files beside it are found from there.
 *
 * @param {string} folder
 * @returns {import("rolldown").Plugin}
 */
const ownAddress = (folder) => ({
  name: "own-address",
  transform(code, id) {
    if (!id.startsWith(folder + sep) || !code.includes("import.meta.url")) return null;
    const path = relative(folder, id).split(sep).join("/");
    return code.replaceAll("import.meta.url", `new URL(${JSON.stringify(`../${path}`)}, import.meta.url).href`);
  },
});

const folder = resolve(process.argv[2] ?? "dist");
const bundle = await rolldown({
  input: Object.fromEntries(PROGRAMS.map((name) => [name, join(folder, `${name}.js`)])),
  platform: "node",
  external: EXTERNAL,
  plugins: [ownAddress(folder)],
});
// Every file lies one folder deep, which ownAddress counts on.
await bundle.write({ dir: folder, entryFileNames: "[name].js", chunkFileNames: "chunks/[name]-[hash].js" });
