import express, { type Router } from "express";
import { notFound } from "../api/errors.ts";
import { perMinute } from "../api/rate-limit.ts";
import { statusOf } from "../api/routes/indicator.ts";
import { notReady } from "../api/send-error.ts";
import { isSimulated } from "../simulated.ts";
import type { ExporterState } from "../state.ts";

/** How long a badge may be kept, in seconds: values change every two minutes at most. */
const FRESH_SECONDS = 120;

/** `/badge/{indicator}.svg`. */
export function badgeRouter(state: ExporterState): Router {
  const router = express.Router();
  router.use(perMinute(state));
  router.get("/:file", async (request, response) => {
    const id = /^(.+)\.svg$/.exec(request.params.file)?.[1];
    if (id === undefined) throw notFound(`there is no badge ${request.params.file}: they are named like cap.hosts_active.svg`);
    const reading = state.reading();
    if (!reading) throw notReady(state.missing());
    // Loaded with the first badge: the widths of all letters, 900 kB, are more than the rest of the service.
    const { badgeOf } = await import("./badge.ts");
    const svg = badgeOf(statusOf(reading.snapshot, id), isSimulated(reading.snapshot.chain));
    response.set({ "Content-Type": "image/svg+xml; charset=utf-8", "Cache-Control": `public, max-age=${FRESH_SECONDS}` });
    response.send(svg);
  });
  return router;
}
