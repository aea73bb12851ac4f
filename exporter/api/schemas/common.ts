import { z } from "zod";
import { STATE_MEANING, STATES } from "../../../roadmap/index.ts";

export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

export const chainId = z.string().meta({ description: "The chain that this answer speaks of." });
export const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
  .meta({ format: "date-time", description: "UTC, ISO 8601, with up to nine decimals." });
/** An integer of the chain, which a JSON number would round. */
export const chainInteger = z.string().regex(/^-?\d+$/);
export const epochNumber = z.int().min(0);
export const state = z.enum(STATES).meta({
  id: "State",
  description: STATES.map((name) => `${name}: ${STATE_MEANING[name]}`).join(" "),
});
export const verifiedMembers = z.boolean().nullable().meta({
  description:
    "Whether the epoch's members and weights that it rests on are proven: by a Merkle proof against a block that validators with more than 2/3 of the voting power signed. Null where it rests on no membership.",
});
export const next = z.string().nullable().meta({ description: "Path and query of the next page; null on the last one." });

export const errorBody = z
  .strictObject({
    chain_id: chainId.nullable(),
    error: z.strictObject({ code: z.string(), message: z.string() }),
  })
  .meta({ id: "Error" });

/** A whole number in the query string, within bounds. */
export const wholeNumber = (minimum: number, maximum: number, description: string) =>
  z
    .string()
    .regex(/^\d{1,10}$/, `expected a whole number from ${minimum} to ${maximum}`)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `expected a whole number from ${minimum} to ${maximum}`)
    .meta({ type: "integer", minimum, maximum, description });

export const MAX_EPOCH = 4_294_967_295;
export const fromEpoch = wholeNumber(0, MAX_EPOCH, "First epoch.").optional();
export const toEpoch = wholeNumber(0, MAX_EPOCH, "Last epoch.").optional();
export const limit = (standard: number, maximum: number) =>
  wholeNumber(1, maximum, `How many at most; ${standard} where left out.`).default(standard);

export const nothing = z.strictObject({});
