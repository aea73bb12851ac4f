import { Registry } from "prom-client";
import type { RequestEvent } from "../../store.ts";
import { registerBuildInfo } from "./build-info.ts";
import { registerProcess } from "./process.ts";
import { registerReadiness } from "./readiness.ts";
import { registerRefreshes } from "./refreshes.ts";
import { registerRequests } from "./requests.ts";

/** What the service knows of itself, at any moment and without a store. */
export interface ServiceMetrics {
  observeRequest(event: RequestEvent): void;
  refreshed(seconds: number): void;
  refreshFailed(): void;
  /** From now on every series names the chain. */
  setChain(chain: string): void;
  render(): Promise<string>;
}

/** `isReady` is asked at each scrape. */
export function createServiceMetrics(isReady: () => boolean, isRecorded: boolean): ServiceMetrics {
  const registry = new Registry();
  registerProcess(registry);
  registerBuildInfo(registry);
  registerReadiness(registry, isReady, isRecorded);
  const refreshes = registerRefreshes(registry);
  return {
    observeRequest: registerRequests(registry),
    refreshed: refreshes.done,
    refreshFailed: refreshes.failed,
    setChain: (chain) => registry.setDefaultLabels({ chain_id: chain }),
    render: () => registry.metrics(),
  };
}
