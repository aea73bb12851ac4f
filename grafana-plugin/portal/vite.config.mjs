import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { compression } from "vite-plugin-compression2";
import { viteStaticCopy } from "vite-plugin-static-copy";

/** The weights that the pages use, where Grafana's global styles look for them. */
const FONTS = {
  "inter/files/inter-latin-400-normal": "inter/Inter-Regular",
  "inter/files/inter-latin-500-normal": "inter/Inter-Medium",
  "roboto-mono/files/roboto-mono-latin-400-normal": "roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ",
};

const SERVICE = process.env.GONKA_URL ?? "http://127.0.0.1:9464";

/** The page at "/": its code comes with the entry's, not after it has run. */
const HOME = "src/pages/roadmap/page.tsx";

/** @returns {import("vite").Plugin} */
function preloadHome() {
  return {
    name: "preload-home",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
        const wanted = new Set();
        const want = (/** @type {string} */ file) => {
          if (wanted.has(file)) return;
          wanted.add(file);
          for (const imported of chunks.find(({ fileName }) => fileName === file)?.imports ?? []) want(imported);
        };
        const home = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(HOME));
        if (!home) throw new Error(`the build has no chunk of ${HOME}`);
        want(home.fileName);
        return [...wanted]
          .filter((file) => !html.includes(file))
          .map((file) => ({
            tag: "link",
            attrs: { rel: "modulepreload", crossorigin: true, href: `/${file}` },
            injectTo: "head",
          }));
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  // The same functions, of which a build takes those that are used.
  resolve: { alias: { lodash: "lodash-es" } },
  oxc: { jsx: { runtime: "classic" } },
  build: {
    emptyOutDir: true,
    assetsDir: "portal",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning) },
  },
  plugins: [
    preloadHome(),
    viteStaticCopy({
      targets: Object.entries(FONTS).map(([file, name]) => ({
        src: fileURLToPath(import.meta.resolve(`@fontsource/${file}.woff2`)),
        dest: `portal/public/fonts/${dirname(name)}`,
        rename: () => `${basename(name)}.woff2`,
      })),
    }),
    // Compressed once, here: the service sends what lies there.
    compression({ include: /\.(js|css|html|svg)$/, algorithms: ["brotliCompress", "gzip"], threshold: 512 }),
  ],
  server: { proxy: { "/api": SERVICE } },
  preview: { proxy: { "/api": SERVICE } },
});
