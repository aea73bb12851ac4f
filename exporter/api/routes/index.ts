import type { Route } from "../route.ts";
import { epochs } from "./epochs.ts";
import { feeds } from "./feeds.ts";
import { host } from "./host.ts";
import { hostUptime } from "./host-uptime.ts";
import { hosts } from "./hosts.ts";
import { indicator } from "./indicator.ts";
import { indicators } from "./indicators.ts";
import { models } from "./models.ts";
import { now } from "./now.ts";
import { roadmap } from "./roadmap.ts";
import { series } from "./series.ts";
import { sessions } from "./sessions.ts";
import { sources } from "./sources.ts";
import { trends } from "./trends.ts";

/** The reads of the API, below /api/v1. */
export const ROUTES: readonly Route[] = [
  now,
  roadmap,
  indicators,
  indicator,
  series,
  trends,
  hosts,
  host,
  hostUptime,
  models,
  epochs,
  sessions,
  sources,
  feeds,
];
