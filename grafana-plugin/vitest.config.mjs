import { defineConfig } from "vitest/config";

export default defineConfig({
  oxc: { jsx: { runtime: "classic" } },
  test: {
    root: import.meta.dirname,
    include: ["src/**/*.test.{ts,tsx}", "portal/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    environment: "jsdom",
    setupFiles: ["vitest.setup.ts"],
    // Their CommonJS dependencies have no named exports for Node.
    server: { deps: { inline: [/@grafana\//] } },
  },
});
