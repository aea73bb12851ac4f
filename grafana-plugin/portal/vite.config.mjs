import { defineConfig } from "vite";

const SERVICE = process.env.GONKA_URL ?? "http://127.0.0.1:9464";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  oxc: { jsx: { runtime: "classic" } },
  build: {
    outDir: "../dist-portal",
    emptyOutDir: true,
    assetsDir: "portal",
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": SERVICE } },
  preview: { proxy: { "/api": SERVICE } },
});
