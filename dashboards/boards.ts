import { capacity } from "./boards/capacity.ts";
import { collector } from "./boards/collector.ts";
import { facts } from "./boards/facts.ts";
import { host } from "./boards/host.ts";
import { inference } from "./boards/inference.ts";
import { models } from "./boards/models.ts";
import { overview } from "./boards/overview.ts";
import { reliability } from "./boards/reliability.ts";
import { roadmap } from "./boards/roadmap.ts";
import { build } from "./build/board.ts";

/** Every board by the name of its file in `json/`, as Grafana reads it. */
export const BOARDS = Object.fromEntries(
  Object.entries({ overview, roadmap, capacity, host, inference, reliability, models, collector, facts }).map(([name, board]) => [
    name,
    build(board),
  ]),
);
