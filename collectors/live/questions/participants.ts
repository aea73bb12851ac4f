import { PARTICIPANT_STATS, PARTICIPANTS } from "../../../storage/facts/tables.ts";
import { decodeParticipants } from "../../decode/participants.ts";
import { INFERENCE } from "../../inquiry.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { askPages } from "./pages.ts";

const aboutWho = ({ epoch }: Pin) => ({ topic: "participants" as const, epoch, subject: "" });
const aboutStats = ({ epoch }: Pin) => ({ topic: "participant_stats" as const, epoch, subject: "" });

/** Everybody ever registered, and the counters of their running epoch: `participant`. Two facts, because one changes seldom. */
export const participants: LiveQuestion = {
  questions: (pin) => [aboutWho(pin), aboutStats(pin)],
  async ask(context, source, pin) {
    const inquiry = {
      question: aboutWho(pin),
      route: "participant",
      path: `${INFERENCE}/participant`,
      pageSize: 1000,
      decode: (body: unknown) => decodeParticipants(body, pin),
      keyOf: ({ participant }: { participant: { address: string } }) => participant.address,
    };
    const reply = await askPages(context, source, inquiry, pin);
    if (reply.outcome !== "told") return reply;
    const who = reply.value.map(({ participant }) => participant);
    const stats = reply.value.flatMap((one) => one.stats ?? []);
    return {
      ...reply,
      value: [
        { question: aboutWho(pin), rows: [{ table: PARTICIPANTS, rows: who }] },
        { question: aboutStats(pin), rows: [{ table: PARTICIPANT_STATS, rows: stats }] },
      ],
    };
  },
};
