import { PRESERVED_NODES } from "../../../storage/facts/tables.ts";
import { decodePreservedNodes } from "../../decode/preserved-nodes.ts";
import { ask, INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";

const about = ({ epoch }: Pin) => ({ topic: "preserved_nodes" as const, epoch, subject: "" });

/**
 * Nodes that keep serving through the PoC: `preserved_nodes_snapshot`, the newest one at the pinned height. Its anchor height is in the
 * rows and not in the question, since a source that can't tell doesn't say which snapshot it can't tell of.
 */
export const preservedNodes: LiveQuestion = {
  questions: (pin) => [about(pin)],
  async ask(context, source, pin) {
    const inquiry = {
      question: about(pin),
      route: "preserved_nodes_snapshot",
      path: `${INFERENCE}/preserved_nodes_snapshot`,
      decode: (body: unknown) => decodePreservedNodes(body, pin),
      rows: () => [],
    };
    const reply = await ask(context, source, inquiry, pin.height);
    if (reply.outcome !== "told") return reply;
    const { value: rows, height } = reply;
    if (rows === null) return { outcome: "absent", height };
    return { outcome: "told", value: [{ question: about(pin), rows: [{ table: PRESERVED_NODES, rows }] }], height };
  },
};
