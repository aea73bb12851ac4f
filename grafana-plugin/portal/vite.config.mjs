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

/** What the page at "/" begins with. */
const HOME = ["portal/main.tsx", "src/pages/roadmap/page.tsx"];

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
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
      // What the home page needs comes as one file: a browser asks for six at a time, and each waits for a service that may be busy.
      output: { codeSplitting: { groups: [{ name: "home", test: (id) => HOME.some((path) => id.endsWith(path)) }] } },
    },
  },
  plugins: [
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
