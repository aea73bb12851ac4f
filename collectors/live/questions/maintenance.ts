import { isDeepStrictEqual } from "node:util";
import type { MaintenanceWindowRow } from "../../../storage/facts/live-rows.ts";
import { MAINTENANCE_WINDOWS } from "../../../storage/facts/tables.ts";
import { decodeMaintenanceActive, decodeMaintenanceStatus } from "../../decode/maintenance.ts";
import { ask, INFERENCE, type Reply } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { askMembers } from "./members.ts";
import { toldTo } from "./told.ts";

const about = ({ epoch }: Pin) => ({ topic: "maintenance" as const, epoch, subject: "" });

/**
 * Declared maintenance windows: `maintenance_active` for those that are open, `maintenance_status/{address}` of these members for those
 * that are scheduled too. Ask every source of the same members: the answers are compared whole.
 */
export function maintenance(members: readonly string[]): LiveQuestion {
  return {
    questions: (pin) => [about(pin)],
    async ask(context, source, pin) {
      const active = {
        question: about(pin),
        route: "maintenance_active",
        path: `${INFERENCE}/maintenance_active`,
        decode: (body: unknown) => decodeMaintenanceActive(body, pin),
        rows: () => [],
      };
      const open = await ask(context, source, active, pin.height);
      if (open.outcome !== "told") return open;
      const statusOf = (address: string) => ({
        question: about(pin),
        route: "maintenance_status/{address}",
        path: `${INFERENCE}/maintenance_status/${encodeURIComponent(address)}`,
        decode: (body: unknown) => decodeMaintenanceStatus(body, { epoch: pin.epoch, address }),
        rows: () => [],
      });
      const own = await askMembers(context, source, members, statusOf, pin);
      if (own.outcome !== "told") return own;
      const reply = united([...open.value, ...own.value], open.height);
      return toldTo(reply, about(pin), (rows) => [{ table: MAINTENANCE_WINDOWS, rows }]);
    },
  };
}

/** An open window is in both answers, once each; two that differ at one height contradict each other. */
function united(windows: readonly MaintenanceWindowRow[], height: number | null): Reply<readonly MaintenanceWindowRow[]> {
  const byId = new Map<bigint, MaintenanceWindowRow>();
  for (const window of windows) {
    const known = byId.get(window.reservation_id);
    if (known !== undefined && !isDeepStrictEqual(known, window))
      return { outcome: "unknown", detail: `two accounts of reservation ${window.reservation_id}` };
    byId.set(window.reservation_id, window);
  }
  return { outcome: "told", value: [...byId.values()], height };
}
