import { z } from "zod";
import { chainId, epochNumber, list } from "./common.ts";
import { model } from "./live.ts";

export const modelsAnswer = z
  .strictObject({
    chain_id: chainId,
    epoch: epochNumber.nullable().meta({ description: "The newest agreed epoch." }),
    models: list(model),
  })
  .meta({ id: "Models" });
