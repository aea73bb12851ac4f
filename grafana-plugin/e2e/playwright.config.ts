import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PluginOptions } from "@grafana/plugin-e2e";
import { defineConfig, devices } from "@playwright/test";

const baseURL = process.env["GRAFANA_URL"];
if (baseURL === undefined || baseURL === "")
  throw new Error(
    "GRAFANA_URL is not set: these tests need a running Grafana that dashboards/provisioning has set up, such as that of docker compose.",
  );

/** Where the session is kept of who signs in: by GRAFANA_ADMIN_USER and GRAFANA_ADMIN_PASSWORD, else admin and admin. */
const storageState = join(process.cwd(), `playwright/.auth/${process.env["GRAFANA_ADMIN_USER"] || "admin"}.json`);
const signIn = join(dirname(fileURLToPath(import.meta.resolve("@grafana/plugin-e2e"))), "auth");

export default defineConfig<PluginOptions>({
  testDir: import.meta.dirname,
  outputDir: join(process.cwd(), "playwright/results"),
  // The service answers one Grafana only so often a minute.
  workers: 1,
  forbidOnly: process.env["CI"] !== undefined,
  reporter: "list",
  use: {
    baseURL,
    trace: "retain-on-failure",
    provisioningRootDir: join(import.meta.dirname, "../../dashboards/provisioning/grafana"),
  },
  projects: [
    { name: "sign in", testDir: signIn, testMatch: "*.setup.js" },
    { name: "plugin", dependencies: ["sign in"], use: { ...devices["Desktop Chrome"], storageState } },
  ],
});
