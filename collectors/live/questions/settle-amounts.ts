import type { SettleAmountRow } from "../../../storage/facts/live-rows.ts";
import { SETTLE_AMOUNTS } from "../../../storage/facts/tables.ts";
import { decodeSettleAmounts } from "../../decode/settle-amounts.ts";
import { INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { askPages } from "./pages.ts";
import { toldTo } from "./told.ts";

const about = ({ epoch }: Pin) => ({ topic: "settle_amounts" as const, epoch, subject: "" });

/** What was settled and nobody claimed yet: `settle_amount`. */
export const settleAmounts: LiveQuestion = {
  questions: (pin) => [about(pin)],
  async ask(context, source, pin) {
    const inquiry = {
      question: about(pin),
      route: "settle_amount",
      path: `${INFERENCE}/settle_amount`,
      pageSize: 1000,
      decode: (body: unknown) => decodeSettleAmounts(body, pin),
      keyOf: ({ address }: SettleAmountRow) => address,
    };
    return toldTo(await askPages(context, source, inquiry, pin), about(pin), (rows) => [{ table: SETTLE_AMOUNTS, rows }]);
  },
};
