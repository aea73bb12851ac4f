import { TOKENOMICS } from "../../../storage/facts/tables.ts";
import { decodeTokenomics } from "../../decode/tokenomics.ts";
import { ask, INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { toldTo } from "./told.ts";

const about = ({ epoch }: Pin) => ({ topic: "tokenomics" as const, epoch, subject: "" });

/** Coins minted, paid, refunded and burned since genesis: `tokenomics_data`. */
export const tokenomics: LiveQuestion = {
  questions: (pin) => [about(pin)],
  async ask(context, source, pin) {
    const inquiry = {
      question: about(pin),
      route: "tokenomics_data",
      path: `${INFERENCE}/tokenomics_data`,
      decode: (body: unknown) => decodeTokenomics(body, pin),
      rows: () => [],
    };
    return toldTo(await ask(context, source, inquiry, pin.height), about(pin), (row) => [{ table: TOKENOMICS, rows: [row] }]);
  },
};
