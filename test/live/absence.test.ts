import { expect, it } from "vitest";
import { readVotes } from "../../storage/read/votes.ts";
import { BRISK, openWorld } from "./world.ts";

const EPOCH_MS = 100_000;

it("an epoch that ended while the service was down is collected to its end when it is back", async () => {
  const world = await openWorld(BRISK);
  try {
    await world.leap(20_000, "epochs");
    await world.leap(6 * EPOCH_MS, "epochs");
    const votes = await readVotes(world.store.client, world.service.chainId);
    // Epoch 4 ran when the service went down, and epochs 2 and 3 had claims to come.
    for (const epoch of [2, 3, 4, 5, 6, 7])
      for (const topic of ["epoch_group", "epoch_results", "hardware", "supply"])
        expect(
          votes.find((vote) => vote.topic === topic && vote.epoch === epoch),
          `${topic} of ${epoch}`,
        ).toMatchObject({
          verdict: "agreed",
          tellers: 3,
          final: true,
        });
  } finally {
    await world.close();
  }
}, 120_000);
