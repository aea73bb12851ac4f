import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../storage/errors.ts";
import { environment, readConfig } from "./config.ts";

const refusal = (variables: NodeJS.ProcessEnv): string => {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "accepted";
};

it("needs nothing to be set", () => {
  expect(readConfig({})).toMatchObject({
    dataDir: "./data",
    port: 9464,
    now: null,
    sandboxNodes: null,
    vantage: "local",
    probeControl: null,
    rateLimit: true,
    allowPrivateHosts: false,
    logLevel: "info",
    clickhouseUrl: null,
    cluster: null,
  });
  expect(readConfig({}).nodes.split(",").length).toBeGreaterThan(2);
});

it("reads every variable", () => {
  const read = readConfig({
    GONKA_NODES: "http://a,http://b",
    GONKA_DATA_DIR: "/data",
    GONKA_PORT: "0",
    GONKA_NOW: "2026-05-23T22:00:00+02:00",
    GONKA_SANDBOX_NODES: "http://sandbox",
    GONKA_VANTAGE: "frankfurt-1",
    GONKA_PROBE_CONTROL: "http://control/",
    GONKA_RATE_LIMIT: "off",
    GONKA_ALLOW_PRIVATE_HOSTS: "1",
    GONKA_FEED_TOKENS_FILE: "/run/secrets/feeds",
    GONKA_LOG_LEVEL: "debug",
    CLICKHOUSE_URL: "http://user:pass@host:8123",
    CLICKHOUSE_CLUSTER: "our_cluster-1.x",
    UNRELATED: "x",
  });
  expect(read).toEqual({
    nodes: "http://a,http://b",
    dataDir: "/data",
    port: 0,
    now: new Date("2026-05-23T20:00:00Z"),
    sandboxNodes: "http://sandbox",
    vantage: "frankfurt-1",
    probeControl: "http://control/",
    rateLimit: false,
    allowPrivateHosts: true,
    feedTokensFile: "/run/secrets/feeds",
    logLevel: "debug",
    clickhouseUrl: "http://user:pass@host:8123",
    cluster: "our_cluster-1.x",
  });
  expect(readConfig({ GONKA_NOW: "head" }).now).toBe("head");
});

it("takes an empty variable, as a compose file leaves it, for one that is not set", () => {
  const empty = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, ""]));
  expect(readConfig(empty)).toEqual(readConfig({}));
});

describe("a wrong value is refused by name, with what it should be, and never repeated", () => {
  const SECRET = "s3cret-value";
  const wrong: [string, string[], string][] = [
    ["GONKA_PORT", ["-1", "65536", "80.5", "1e3", "0x50", " 80", "http"], "GONKA_PORT should be a port number from 0 to 65535"],
    [
      "GONKA_NOW",
      ["now", "2026-05-23", "2026-05-23T20:00:00", "2026-02-30T00:00:00Z"],
      "GONKA_NOW should be an ISO 8601 time with zone",
    ],
    ["GONKA_RATE_LIMIT", ["on", "OFF", "0"], "GONKA_RATE_LIMIT should be off, or not set"],
    ["GONKA_ALLOW_PRIVATE_HOSTS", ["true", "0", "yes"], "GONKA_ALLOW_PRIVATE_HOSTS should be 1, or not set"],
    ["GONKA_LOG_LEVEL", ["loud", "INFO"], "GONKA_LOG_LEVEL should be fatal, error, warn"],
    ["CLICKHOUSE_CLUSTER", ["a`b", "a b", "a'"], "CLICKHOUSE_CLUSTER should be the name of a cluster"],
  ];
  const cases = wrong.flatMap(([name, values, message]) =>
    [...values, `${SECRET} `].map((value) => [name, value, message] as const),
  );
  it.each(cases)("%s=%s", (name, value, message) => {
    const text = refusal({ [name]: value });
    expect(text.startsWith(message), text).toBe(true);
    expect(text).not.toContain(SECRET);
  });

  it("all of them in one message", () => {
    const text = refusal({ GONKA_PORT: SECRET, GONKA_LOG_LEVEL: SECRET, CLICKHOUSE_URL: SECRET });
    expect(text).toMatch(/^GONKA_PORT should be .+; GONKA_LOG_LEVEL should be .+$/);
    expect(text).not.toContain(SECRET);
  });
});

it("reads no variable that .env.example does not explain", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  for (const name of Object.keys(environment.shape)) expect(example, name).toContain(`${name}=`);
});
