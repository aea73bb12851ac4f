import type { z } from "zod";
import type { FactTable } from "../../../storage/facts/tables.ts";
import { EPOCHLESS, type Question, type Topic } from "../../../storage/facts/topics.ts";
import { refuseDuplicates } from "../../decode/reader.ts";
import type { LiveQuestion, Pin } from "../pinned.ts";
import { askEitherWay, type EitherWay } from "./either-way.ts";

/** What a file of this folder says of its question; `query` and the decoder are given the epoch that rows belong to. */
export interface StandardQuestion<Shape extends z.ZodObject> {
  readonly topic: Topic;
  readonly table: FactTable<Shape>;
  /** The natural key of a row: an answer that has one twice contradicts itself. */
  readonly keyOf: (row: z.infer<Shape>) => string;
  readonly query: (modules: Parameters<EitherWay<Shape>["query"]>[0], epoch: number) => Promise<z.input<Shape>[]>;
  readonly route: string;
  readonly path: string;
  readonly decode: (body: unknown, epoch: number) => ReturnType<EitherWay<Shape>["rest"]["decode"]>;
}

/** The question as it is asked live, of one answer in one table. */
export function standardQuestion<Shape extends z.ZodObject>(standard: StandardQuestion<Shape>): LiveQuestion {
  const { topic, table, keyOf, route, path } = standard;
  const questionAt = (pin: Pin): Question => ({ topic, epoch: EPOCHLESS.includes(topic) ? 0 : pin.epoch, subject: "" });
  return {
    questions: (pin) => [questionAt(pin)],
    ask: async (context, source, pin) => {
      const question = questionAt(pin);
      const reply = await askEitherWay(context, source, pin, {
        question,
        table,
        together: (rows) => {
          refuseDuplicates(rows, keyOf, table.name);
          return rows;
        },
        query: (modules) => standard.query(modules, question.epoch),
        rest: { route, path, decode: (body) => standard.decode(body, question.epoch) },
      });
      if (reply.outcome !== "told") return reply;
      return { ...reply, value: [{ question, rows: [{ table, rows: reply.value }] }] };
    },
  };
}
