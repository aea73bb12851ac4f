import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasRecordings, readBytes, recordedTitle } from "../decode/testing/recordings.ts";
import { type Exposition, readExposition } from "./exposition.ts";
import { type Endpoint, endpointsOf } from "./families.ts";

const [devshard, mlnodes] = endpointsOf(["v3"]);
const read = (text: string, endpoint: Endpoint | undefined = devshard): Exposition => {
  if (!endpoint) throw new Error("no such endpoint");
  return readExposition(text, endpoint);
};
/** What is told, as `family{labels}` and its value; or the problem. */
const told = (text: string, endpoint?: Endpoint) => {
  const answer = read(text, endpoint);
  if (!answer.told) return answer.problem;
  return Object.fromEntries(answer.samples.map(({ family, labels, value }) => [`${family}{${labels}}`, value]));
};

const TOKENS = "devshard_mlnode_tokens_sum";

describe("readExposition", () => {
  it("keeps the sums of a labelled histogram apart, without its buckets", () => {
    const text = `# HELP devshard_mlnode_tokens Tokens.
# TYPE devshard_mlnode_tokens histogram
devshard_mlnode_tokens_bucket{kind="prompt",node_id="",path="execute",le="+Inf"} 3
devshard_mlnode_tokens_sum{kind="prompt",node_id="",path="execute"} 70
devshard_mlnode_tokens_count{kind="prompt",node_id="",path="execute"} 3
devshard_mlnode_tokens_bucket{kind="completion",node_id="",path="execute",le="+Inf"} 3
devshard_mlnode_tokens_sum{path="execute",kind="completion",node_id=""} 20
devshard_mlnode_tokens_count{kind="completion",node_id="",path="execute"} 3
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1.79535821885e+09
`;
    expect(told(text)).toEqual({
      'devshard_mlnode_tokens_sum{kind="prompt",node_id="",path="execute"}': 70,
      'devshard_mlnode_tokens_count{kind="prompt",node_id="",path="execute"}': 3,
      'devshard_mlnode_tokens_sum{kind="completion",node_id="",path="execute"}': 20,
      'devshard_mlnode_tokens_count{kind="completion",node_id="",path="execute"}': 3,
      "process_start_time_seconds{}": 1795358218.85,
    });
    expect(read(text)).toMatchObject({ told: true, series: 5, processStart: 1795358218.85 });
  });

  it.each([
    ["a timestamp", `${TOKENS} 5 1395066363000`, { [`${TOKENS}{}`]: 5 }],
    ["an exemplar", `${TOKENS}{a="b"} 5 # {trace_id="x}"} 1 1520879607.789`, { [`${TOKENS}{a="b"}`]: 5 }],
    ["spaces everywhere", `  ${TOKENS} { b = "2" , a="1", }   5.0\t`, { [`${TOKENS}{a="1",b="2"}`]: 5 }],
    ["Windows line ends", `${TOKENS} 5\r`, { [`${TOKENS}{}`]: 5 }],
    ["braces and escapes in a label", `${TOKENS}{a="}{,=\\"\\\\"} 5`, { [`${TOKENS}{a="}{,=\\"\\\\"}`]: 5 }],
    ["a line feed in a label", `${TOKENS}{a="x\\ny"} 5`, { [`${TOKENS}{a="x y"}`]: 5 }],
    ["control characters in a label", `${TOKENS}{a="x\u0000\u001b[31my"} 5`, { [`${TOKENS}{a="x [31my"}`]: 5 }],
    ["no labels in braces", `${TOKENS}{} 5`, { [`${TOKENS}{}`]: 5 }],
    ["-0", `${TOKENS} -0`, { [`${TOKENS}{}`]: 0 }],
    ["an exponent", `${TOKENS} 1.5E+3`, { [`${TOKENS}{}`]: 1500 }],
    [
      "labels with names of prototypes",
      `${TOKENS}{constructor="a",toString="b"} 5`,
      { [`${TOKENS}{constructor="a",toString="b"}`]: 5 },
    ],
    ["metadata that is wrong", `# TYPE ${TOKENS} counter gauge\n# HELP x\n# TYPE\n#\n${TOKENS} 5`, { [`${TOKENS}{}`]: 5 }],
    ["another metric's nonsense value", `go_threads abc\n__proto__ 7\n${TOKENS} 5`, { [`${TOKENS}{}`]: 5 }],
    ["gauges without a number", `devshard_inflight{stage="a"} NaN\ndevshard_inflight +Inf\n${TOKENS} 5`, { [`${TOKENS}{}`]: 5 }],
    ["a gauge below zero", "devshard_inflight -3", { "devshard_inflight{}": -3 }],
  ])("reads %s", (_, text, values) => {
    expect(told(`${text}\n`)).toEqual(values);
  });

  it.each([
    ["nothing", ""],
    ["nothing but comments", "# HELP a b\n# EOF\n"],
    ["a page", "<html><body>explorer</body></html>\n"],
    ["JSON", '{"message":"not found"}\n'],
    ["a last line that may be cut off", `${TOKENS} 10755`],
    ["no value", `${TOKENS}\n`],
    ["an empty value", `${TOKENS}{a="b"} \n`],
    ["a hexadecimal value", `${TOKENS} 0x10\n`],
    ["a value with a comma", `${TOKENS} 1,000\n`],
    ["words", `${TOKENS} many\n`],
    ["Infinity as JavaScript writes it", `${TOKENS} Infinity\n`],
    ["a gauge in words", "devshard_inflight many\n"],
    ["a counter that is NaN", `${TOKENS} NaN\n`],
    ["a counter without end", `${TOKENS} +Inf\n`],
    ["a counter below zero", `${TOKENS} -1\n`],
    ["a counter beyond 2^53", `${TOKENS} 1e16\n`],
    ["a counter beyond doubles", `${TOKENS} 1e999\n`],
    ["a series twice", `${TOKENS}{a="1"} 5\n${TOKENS}{a="1"} 6\n`],
    ["a series twice in another order", `${TOKENS}{a="1",b="2"} 5\ngo_threads 1\n${TOKENS}{b="2",a="1"} 5\n`],
    ["a series twice once it is cleaned", `${TOKENS}{a="x y"} 5\n${TOKENS}{a="x\\ny"} 5\n`],
    ["a label twice", `${TOKENS}{a="1",a="2"} 5\n`],
    ["a label that JavaScript swallows", `${TOKENS}{__proto__="1"} 5\n`],
    ["a label without quotes", `${TOKENS}{a=1} 5\n`],
    ["a label without end", `${TOKENS}{a="1 5\n`],
    ["labels without a comma", `${TOKENS}{a="1"b="2"} 5\n`],
    ["two values too many", `${TOKENS} 5 6 7\n`],
    [
      "labels that are too long",
      `${TOKENS}{${Array.from({ length: 8 }, (_x, n) => `l${n}="${"x".repeat(200)}"`).join(",")}} 5\n`,
    ],
    ["a line that is too long", `${TOKENS}{a="${"x".repeat(5000)}"} 5\n`],
  ])("tells nothing of %s", (_, text) => {
    expect(read(text).told).toBe(false);
    expect(read(`${TOKENS} 5\n${text}`).told).toBe(text === "" || text.startsWith("# HELP"));
  });

  it("counts and refuses a flood of series", () => {
    const text = Array.from({ length: 100_000 }, (_x, n) => `${TOKENS}{a="${n}"} 1\n`).join("");
    expect(read(text)).toEqual({ told: false, series: 100_000, problem: "100000 series, more than 1000" });
    expect(read(text + text)).toEqual({ told: false, series: 100_000, problem: "more than 100000 lines" });
  });

  it("takes its time for hostile lines, but no more than that", () => {
    const started = performance.now();
    const quotes = `${TOKENS}{${'a="'.repeat(1300)}\n`;
    const spaces = `${TOKENS}{${" ".repeat(4000)}\n`;
    const commas = `${TOKENS}{${",".repeat(4000)}} 5\n`;
    const slashes = `${TOKENS}{a="${"\\".repeat(3999)}} 5\n`;
    for (const line of [quotes, spaces, commas, slashes]) expect(read(line.repeat(500)).told).toBe(false);
    expect(read("\n".repeat(4_000_000)).told).toBe(false);
    expect(read(`${"x".repeat(4_000_000)}\n`).told).toBe(false);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("has no start of a process where that is no moment", () => {
    for (const start of ["0", "-5", "NaN", "1e12"]) {
      expect(read(`process_start_time_seconds ${start}\n${TOKENS} 5\n`)).toMatchObject({ told: true, processStart: null });
    }
    expect(read(`process_start_time_seconds{node_id="a"} 1000\n`)).toMatchObject({ told: true, processStart: null });
  });
});

const label = fc.tuple(
  fc.constantFrom("path", "kind", "node_id", "le", "constructor", "a_1"),
  fc.string({ unit: "grapheme", maxLength: 30 }),
);
const series = fc.record({
  family: fc.constantFrom(...(devshard?.families.keys() ?? [])),
  labels: fc.uniqueArray(label, { selector: ([name]) => name, maxLength: 4 }),
  value: fc.oneof(fc.nat(), fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true })),
});
const written = (value: string) => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

describe("readExposition of texts that were made up", () => {
  it("tells what was written, whatever stands in between", () => {
    const printable = series.filter(({ labels }) =>
      labels.every(([, value]) => /^(?:[\p{L}\p{N}"\\{},=#] ?)*$/u.test(value.trim()) && value === value.trim()),
    );
    const all = fc.uniqueArray(printable, {
      selector: ({ family, labels }) => `${family} ${JSON.stringify([...labels].sort())}`,
    });
    fc.assert(
      fc.property(
        all,
        fc.array(fc.constantFrom("# HELP a b", "", "go_threads 5", "# TYPE devshard_mlnode_tokens histogram")),
        (many, noise) => {
          const lines = many.map(
            ({ family, labels, value }) =>
              `${family}{${labels.map(([name, text]) => `${name}="${written(text)}"`).join(",")}} ${value}`,
          );
          const text = [...lines.flatMap((line, index) => [noise[index] ?? "", line]), "go_goroutines 1", ""].join("\n");
          const answer = read(text);
          expect(answer).toMatchObject({ told: true, series: many.length });
          expect(answer.told && answer.samples.map(({ family, value }) => [family, value])).toEqual(
            many.map(({ family, value }) => [family, value]),
          );
          const texts = many.map(({ labels }) =>
            [...labels]
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, value]) => `${name}="${written(value)}"`)
              .join(","),
          );
          expect(answer.told && answer.samples.map(({ labels }) => labels)).toEqual(texts);
        },
      ),
    );
  });

  it("never fails, never invents, and never goes below zero", () => {
    const good = `# TYPE devshard_mlnode_tokens histogram
devshard_mlnode_tokens_sum{kind="prompt",node_id="",path="execute"} 10755
devshard_request_terminal_total{reason="ok",terminal="finish_published"} 219
devshard_inflight{stage="request"} 4
process_start_time_seconds 1.79535821885e+09
`;
    const cut = fc.record({
      at: fc.nat(good.length),
      gone: fc.nat(30),
      put: fc.oneof(fc.string(), fc.constantFrom("\n", '"', "{", "}", "-", "NaN", "e9")),
    });
    const mutated = fc
      .array(cut, { maxLength: 4 })
      .map((cuts) => cuts.reduce((text, { at, gone, put }) => text.slice(0, at) + put + text.slice(at + gone), good));
    const wild = fc
      .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(TOKENS, "{", "}", '"', " ", "\n", "=", ",", "5", "\\")))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.oneof(mutated, wild), (text) => {
        const answer = read(text);
        if (!answer.told) {
          expect(answer.problem.length).toBeLessThan(300);
          return;
        }
        expect(text.endsWith("\n") || /(^|\n)# EOF[^\n]*$/.test(text)).toBe(true);
        for (const { family, labels, value } of answer.samples) {
          expect(labels).not.toMatch(/[\p{Cc}\p{Cs}]/u);
          const line = text
            .split("\n")
            .find((one) => one.includes(family) && one.split(/[\s}]+/).some((word) => Number(word) === value));
          expect(line, `${family} ${value}`).toBeDefined();
          if (devshard?.families.get(family) === "counter") expect(value).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  const recorded = (file: string, endpoint?: Endpoint) => read(readBytes(`localnet/${file}`).toString(), endpoint);
  /** The lines as they stand there, cut apart by hand. */
  const byHand = (file: string, endpoint?: Endpoint) =>
    readBytes(`localnet/${file}`)
      .toString()
      .split("\n")
      .flatMap((line) => {
        const [, family = "", labels = "", value = ""] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
        return endpoint?.families.has(family)
          ? [{ family, labels: labels.split(",").sort().join(","), value: Number(value) }]
          : [];
      });

  const devshardFiles = ["host1", "host2", "host3"].flatMap((host) =>
    ["-live", "-e4", ""].map((moment) => `metrics/devshard__v3__metrics~${host}${moment}.txt`),
  );
  it.each(devshardFiles)("%s is read whole", (file) => {
    const answer = recorded(file, devshard);
    expect(answer).toMatchObject({ told: true, samples: byHand(file, devshard) });
    expect(answer.series).toBeGreaterThanOrEqual(10);
    expect(answer.told && Math.floor(answer.processStart ?? 0)).toBe(1795358218);
  });

  it.each(["", "~host3", "~openmetrics"])("v1/mlnodes/metrics%s is read whole", (tag) => {
    const file = `v1/v1__mlnodes__metrics${tag}.txt`;
    expect(recorded(file, mlnodes)).toMatchObject({ told: true, samples: byHand(file, mlnodes), processStart: null });
    expect(byHand(file, mlnodes).length).toBeGreaterThan(3);
  });

  it("of other services hold nothing of ours", () => {
    for (const file of ["metrics/metrics~comet.txt", "metrics/metrics~dapi.txt"]) {
      expect(recorded(file, mlnodes)).toEqual({ told: true, series: 0, samples: [], processStart: null });
    }
    expect(recorded("metrics/metrics~rest-noformat.json", mlnodes).told).toBe(false);
  });
});
