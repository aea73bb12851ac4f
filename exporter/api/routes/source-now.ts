import type { z } from "zod";
import type { SourcePoll } from "../../snapshot/live/heads.ts";
import type { RefusedSource } from "../../store.ts";
import type { sourceNow } from "../schemas/live.ts";

/** A source by its newest status poll, as the API gives it; one that was refused is not polled. */
export function sourceNowOf(poll: SourcePoll | undefined, refused: RefusedSource | undefined): z.input<typeof sourceNow> | null {
  if (refused) {
    const detail = `it serves chain ${refused.network}: none of its answers is used`;
    return { health: "refused", polled_at: null, detail, height: null, lag_blocks: null };
  }
  return poll
    ? { health: poll.health, polled_at: poll.polledAt, detail: poll.detail, height: poll.height, lag_blocks: poll.lagBlocks }
    : null;
}
