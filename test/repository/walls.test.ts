import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { ROOT } from "./files.ts";

const ROOMS = [
  "roadmap",
  "chain",
  "storage",
  "collectors",
  "indicators",
  "exporter",
  "cli",
  "simulator",
  "dashboards",
  "bench",
  "grafana-plugin",
  "test",
] as const;
type Room = (typeof ROOMS)[number];

/** The walls as the design says them, apart from how biome.json spells them. */
const MAY_IMPORT: Record<Room, readonly Room[]> = {
  roadmap: [],
  chain: [],
  storage: ["chain"],
  collectors: ["chain", "storage"],
  indicators: ["roadmap", "chain", "storage"],
  exporter: ["roadmap", "chain", "storage", "indicators"],
  cli: ["roadmap", "chain", "storage", "collectors", "indicators", "exporter"],
  simulator: [],
  dashboards: ["roadmap"],
  bench: ["roadmap", "chain", "storage", "collectors", "indicators", "exporter", "simulator"],
  "grafana-plugin": [],
  test: ROOMS,
};

interface Import {
  readonly file: string;
  readonly line: string;
  readonly allowed: boolean;
}

const across = ROOMS.flatMap((from) =>
  ROOMS.filter((to) => to !== from).flatMap((to): Import[] => {
    const allowed = MAY_IMPORT[from].includes(to);
    return [
      { file: `${from}/top-${to}.ts`, line: `import "../${to}/index.ts";`, allowed },
      { file: `${from}/inner/deep-${to}.ts`, line: `export * from "../../${to}/inner/thing.ts";`, allowed },
      { file: `${from}/lazy-${to}.ts`, line: `await import("../${to}/index.ts");`, allowed },
      { file: `${from}/type-${to}.ts`, line: `export type { Thing } from "../${to}/index.ts";`, allowed },
      { file: `${from}/beside-${to}.test.ts`, line: `import "../${to}/index.ts";`, allowed },
    ];
  }),
);
const inside = ROOMS.flatMap((room): Import[] => [
  { file: `${room}/inside.ts`, line: 'import "./inner/thing.ts";', allowed: true },
  { file: `${room}/inner/inside.ts`, line: 'import "../thing.ts";', allowed: true },
  { file: `${room}/inner/sibling.ts`, line: 'import "../other/thing.ts";', allowed: true },
]);
const packages: Import[] = [
  ...ROOMS.flatMap((room): Import[] => [
    { file: `${room}/zod.ts`, line: 'import "zod";', allowed: room !== "roadmap" },
    { file: `${room}/package.ts`, line: 'import "@clickhouse/client";', allowed: room !== "roadmap" && room !== "chain" },
    { file: `${room}/node.ts`, line: 'import "node:fs";', allowed: room !== "roadmap" && room !== "chain" },
    { file: `${room}/vitest.test.ts`, line: 'import "vitest";', allowed: true },
  ]),
  { file: "roadmap/inner/zod.ts", line: 'import "zod";', allowed: false },
  { file: "roadmap/inner/own.ts", line: 'import "../indicators/cap.ts";', allowed: true },
];
/** The portal shows the pages without Grafana's runtime; Grafana 11.6 has not all that Scenes needs. */
const ofGrafana: Import[] = (
  [
    ["src/module.tsx", "@grafana/runtime", true],
    ["src/app.tsx", "@grafana/runtime", true],
    ["src/datasource/runtime.ts", "@grafana/runtime", true],
    ["src/datasource/inner/unstable.tsx", "@grafana/runtime/unstable", true],
    ["src/datasource/scenes.ts", "@grafana/scenes", false],
    ["src/panel/module.tsx", "@grafana/runtime", false],
    ["src/pages/app.tsx", "@grafana/runtime", false],
    ["src/pages/inner/page.tsx", "@grafana/runtime/unstable", false],
    ["src/client/thing.test.ts", "@grafana/runtime", false],
    ["src/pages/scenes.tsx", "@grafana/scenes", false],
    ["src/pages/ui.tsx", "@grafana/ui", true],
    ["portal/main.tsx", "@grafana/runtime", false],
    ["src/datasource/inner/across.ts", "../../../../exporter/api/openapi.ts", false],
    ["test/across.test.ts", "../../exporter/api/openapi.ts", true],
    ["test/boards.test.ts", "../../dashboards/boards.ts", true],
    ["test/simulator.test.ts", "../../simulator/index.ts", false],
  ] as const
).map(([file, name, allowed]) => ({ file: `grafana-plugin/${file}`, line: `import "${name}";`, allowed }));
const imports = [...across, ...inside, ...packages, ...ofGrafana];

const report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

describe("import walls", () => {
  let folder: string;
  let refused: ReadonlySet<string>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gonka-kpi-walls-"));
    copyFileSync(join(ROOT, "biome.json"), join(folder, "biome.json"));
    for (const { file, line } of imports) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${line}\n`);
    }
    const { diagnostics } = report.parse(JSON.parse(lint(folder)));
    refused = new Set(
      diagnostics.filter(({ category }) => category === "lint/style/noRestrictedImports").map(({ location }) => location.path),
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const of = (room: Room) => imports.filter(({ file }) => file.startsWith(`${room}/`));

  test.each(ROOMS.filter((room) => room !== "test"))("%s: every import through a wall is refused", (room) => {
    const forbidden = of(room).filter(({ allowed }) => !allowed);
    expect(forbidden.length).toBeGreaterThan(0);
    expect(forbidden.filter(({ file }) => !refused.has(file))).toEqual([]);
  });

  test.each(ROOMS)("%s: every allowed import passes", (room) => {
    expect(of(room).filter(({ file, allowed }) => allowed && refused.has(file))).toEqual([]);
  });
});

/** Biome's report on a folder as JSON. It ends with 1 where it finds something, as it does here. */
function lint(folder: string): string {
  const args = ["lint", "--reporter=json", "--max-diagnostics=none", "."];
  try {
    return execFileSync(join(ROOT, "node_modules", ".bin", "biome"), args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    }).toString();
  } catch (error) {
    if (error instanceof Error && "stdout" in error && error.stdout instanceof Buffer) return error.stdout.toString();
    throw error;
  }
}
