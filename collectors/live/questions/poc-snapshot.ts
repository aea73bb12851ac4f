import { POC_SNAPSHOTS, POC_VOTING_POWERS } from "../../../storage/facts/tables.ts";
import { decodePocSnapshot } from "../../decode/poc-snapshot.ts";
import { ask, INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion } from "../pinned.ts";

/**
 * The snapshot of the PoC that forms an epoch: `poc_validation_snapshot/{poc_start_height}`. `epoch` is the one that forms, not the
 * effective one of the pin, whose height must lie from validationStart on and before setNewValidators: earlier the snapshot isn't filled
 * yet, which is "can't tell"; later it is gone.
 */
export function pocSnapshot(epoch: number, pocStartHeight: number): LiveQuestion {
  const question = { topic: "poc_snapshot" as const, epoch, subject: "" };
  const inquiry = {
    question,
    route: "poc_validation_snapshot/{height}",
    path: `${INFERENCE}/poc_validation_snapshot/${pocStartHeight}`,
    decode: (body: unknown) => decodePocSnapshot(body, { epoch, pocStartHeight }),
    rows: () => [],
  };
  return {
    questions: () => [question],
    async ask(context, source, pin) {
      const reply = await ask(context, source, inquiry, pin.height);
      if (reply.outcome !== "told") return reply;
      const { value, height } = reply;
      if (value === "none") return { outcome: "absent", height };
      if (value === "not filled") return { outcome: "unknown", detail: "the snapshot is not filled yet" };
      const rows = [
        { table: POC_SNAPSHOTS, rows: [value.snapshot] },
        { table: POC_VOTING_POWERS, rows: value.votingPowers },
      ];
      return { outcome: "told", value: [{ question, rows }], height };
    },
  };
}
