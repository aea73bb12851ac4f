import { Gauge, type Registry } from "prom-client";
import { VERSION } from "../../version.ts";

export function registerBuildInfo(registry: Registry): void {
  new Gauge({
    name: "gonka_build_info",
    help: "1, with the version of this service and of Node.js.",
    labelNames: ["version", "node_version"],
    registers: [registry],
  }).set({ version: VERSION, node_version: process.version }, 1);
}
