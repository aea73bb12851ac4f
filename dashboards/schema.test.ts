import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { BOARDS } from "./boards.ts";

const read = (path: string): unknown => JSON.parse(readFileSync(join(import.meta.dirname, path), "utf8"));
const definition = z.looseObject({ definitions: z.record(z.string(), z.looseObject({})) });
const { comment, ...schemas } = z.object({ comment: z.string() }).catchall(definition).parse(read("schema/grafana.json"));

/** What the SDK's types say of one thing each. */
const validators: ReadonlyMap<string, ValidateFunction> = new Map(
  Object.entries(schemas).map(([name, schema]) => {
    // A query is whatever its data source understands.
    const definitions = { ...schema.definitions, ...(name === "dashboard" ? { Dataquery: { type: "object" } } : {}) };
    return [name, new Ajv({ strict: false, allErrors: true }).compile({ ...schema, definitions })];
  }),
);

const panel = z.looseObject({
  type: z.string(),
  id: z.int(),
  options: z.unknown().optional(),
  fieldConfig: z.object({ defaults: z.looseObject({ custom: z.unknown().optional() }) }).optional(),
  targets: z.array(z.looseObject({ datasource: z.object({ type: z.string() }) })).default([]),
});

/** What the schema refuses in a board. */
function faults(board: unknown): string[] {
  const check = (name: string, it: unknown, where: string): string[] => {
    const validate = validators.get(name);
    if (it === undefined || validate === undefined || validate({ it })) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${where}${instancePath}: ${message} ${JSON.stringify(params)}`,
    );
  };
  const { panels } = z.object({ panels: z.array(panel) }).parse(board);
  return [
    ...check("dashboard", board, ""),
    ...panels.flatMap(({ type, id, options, fieldConfig, targets }) => [
      ...check(`${type}.options`, options, `panel ${id} options`),
      ...check(`${type}.custom`, fieldConfig?.defaults.custom, `panel ${id} custom`),
      ...targets
        .filter(({ datasource }) => datasource.type === "prometheus")
        .flatMap((target) => check("prometheus", target, `panel ${id} target`)),
    ]),
  ];
}

const jsonOf = (name: string) => z.looseObject({ panels: z.array(z.looseObject({})) }).parse(read(`json/${name}.json`));

describe("Grafana's own types", () => {
  it.each(Object.keys(BOARDS))("take json/%s.json", (name) => expect(faults(jsonOf(name))).toEqual([]));

  it.each([
    ["an unknown key", (one: object) => ({ ...one, titel: "x" })],
    ["a wrong type", (one: object) => ({ ...one, title: 5 })],
    ["an unknown option", (one: object) => ({ ...one, options: { grafMode: "none" } })],
    ["a place without a height", (one: object) => ({ ...one, gridPos: { x: 0, y: 0, w: 4 } })],
  ])("refuse %s", (_, change) => {
    const board = jsonOf("overview");
    const panels = board.panels.map((one, index) => (index === 1 ? change(one) : one));
    expect(faults({ ...board, panels })).not.toEqual([]);
  });

  it("are those of the SDK that is installed", () => {
    const { devDependencies } = z.object({ devDependencies: z.record(z.string(), z.string()) }).parse(read("../package.json"));
    expect(comment).toContain(`@grafana/grafana-foundation-sdk ${devDependencies["@grafana/grafana-foundation-sdk"]} `);
  });
});
