import { HARDWARE } from "../../../storage/facts/tables.ts";
import { decodeHardware } from "../../decode/hardware.ts";
import { ask, INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { toldTo } from "./told.ts";

const about = ({ epoch }: Pin) => ({ topic: "hardware" as const, epoch, subject: "" });

/** Hardware that hosts say they have: `hardware_nodes_all`, without paging. */
export const hardware: LiveQuestion = {
  questions: (pin) => [about(pin)],
  async ask(context, source, pin) {
    const inquiry = {
      question: about(pin),
      route: "hardware_nodes_all",
      path: `${INFERENCE}/hardware_nodes_all`,
      decode: (body: unknown) => decodeHardware(body, pin),
      rows: () => [],
    };
    return toldTo(await ask(context, source, inquiry, pin.height), about(pin), (rows) => [{ table: HARDWARE, rows }]);
  },
};
