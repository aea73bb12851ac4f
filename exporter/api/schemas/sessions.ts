import { z } from "zod";
import { TROUBLES } from "../../../storage/read/sessions.ts";
import { chainId, chainInteger, epochNumber, fromEpoch, limit, list, next, time } from "./common.ts";

const count = z.int().min(0).nullable();

export const sessionsQuery = z.strictObject({
  trouble: z.enum(TROUBLES).optional().meta({
    description:
      "failed: it expired unsettled, or inferences were refused or ran out of time. slow: open beyond its epoch, settled after it, or with an inference that has not ended for 15 minutes. disputed: an inference was challenged or found invalid, or hosts and settlement differ. All of them where left out.",
  }),
  from: fromEpoch,
  below: z
    .string()
    .regex(/^\d{1,20}$/, "expected an escrow's id")
    .transform(BigInt)
    .refine((id) => id < 2n ** 64n, "expected an escrow's id")
    .meta({ type: "string", description: "Only sessions with a smaller id: for the next page." })
    .optional(),
  limit: limit(100, 1000),
});

export const sessionsAnswer = z
  .strictObject({
    chain_id: chainId,
    from_epoch: epochNumber.nullable().meta({ description: "First epoch that was looked at; null before the first is known." }),
    sessions: list(
      z
        .strictObject({
          escrow_id: chainInteger,
          epoch: epochNumber,
          model_id: z.string().nullable(),
          creator: z.string().nullable().meta({ description: "The payer: a gateway, not its users." }),
          amount_ngonka: chainInteger.nullable(),
          opened_at: time.nullable(),
          settled_at: time.nullable(),
          settled_height: z.int().nullable(),
          expired: z
            .boolean()
            .meta({ description: "The chain dropped it without a settlement: its amount was split over the slots." }),
          missed: count.meta({ description: "By the settlement; null while there is none." }),
          invalid: count,
          starts: count.meta({ description: "Not user requests: a gateway races hosts. Null where no diffs were read." }),
          finished: count,
          refused: count,
          timed_out: count,
          challenged: count.meta({ description: "Inferences that a validator called invalid." }),
          tokens: count.meta({ description: "Prompt and completion, of finished inferences." }),
          open_since: time.nullable().meta({ description: "When its oldest inference began that has not ended." }),
          fits_settlement: z.boolean().nullable().meta({ description: "Null while there is no settlement to compare with." }),
          troubles: list(z.enum(TROUBLES)),
        })
        .meta({ id: "Session" }),
    ),
    next,
  })
  .meta({ id: "Sessions" });
