import type { z } from "zod";
import type { AskedQuestion } from "../../snapshot/questions.ts";
import type { question } from "../schemas/network.ts";

export const questionOf = ({ cannotTell, ...asked }: AskedQuestion): z.input<typeof question> => ({
  ...asked,
  cannot_tell: cannotTell,
});
