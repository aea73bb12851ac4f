import { POC_DELEGATIONS } from "../../../storage/facts/tables.ts";
import { decodePocDelegations } from "../../decode/poc-delegations.ts";
import { INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { askMembers } from "./members.ts";
import { toldTo } from "./told.ts";

const about = ({ epoch }: Pin) => ({ topic: "poc_delegations" as const, epoch, subject: "" });

/**
 * How these members let their votes on PoC be cast: `poc_delegation/{address}` of each. Ask every source of the same members: the answers
 * are compared whole.
 */
export function pocDelegations(members: readonly string[]): LiveQuestion {
  return {
    questions: (pin) => [about(pin)],
    async ask(context, source, pin) {
      const inquiryOf = (address: string) => ({
        question: about(pin),
        route: "poc_delegation/{address}",
        path: `${INFERENCE}/poc_delegation/${encodeURIComponent(address)}`,
        decode: (body: unknown) => decodePocDelegations(body, { epoch: pin.epoch, address }),
        rows: () => [],
      });
      const reply = await askMembers(context, source, members, inquiryOf, pin);
      return toldTo(reply, about(pin), (rows) => [{ table: POC_DELEGATIONS, rows }]);
    },
  };
}
