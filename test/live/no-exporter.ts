import type { ServiceOptions } from "../../cli/service/service.ts";

/** A service whose numbers nobody serves or reads. */
export const NO_EXPORTER: ServiceOptions["exporter"] = {
  refresh: async () => {},
  quiet: async () => 0,
  requestObserver: () => {},
};
