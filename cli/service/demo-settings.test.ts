import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConfigurationError } from "../../storage/errors.ts";
import { readConfig } from "../config.ts";
import { emptyDemoFolder, withDemoSettings, writeDemoSettings } from "./demo-settings.ts";

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "gonka-demo-settings-"));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const NETWORK = { nodes: "http://127.0.0.1:1", sandboxNodes: "http://127.0.0.1:2", probeControl: "http://127.0.0.1:3/target" };
const config = () => ({ ...readConfig({}), dataDir });

it("a demo empties what another made, also one that ended before its network stood, and nothing else", () => {
  emptyDemoFolder(dataDir);
  writeFileSync(join(dataDir, "store"), "of a demo that was killed at once");
  emptyDemoFolder(dataDir);
  expect(readdirSync(dataDir)).toEqual(["demo.json"]);
  rmSync(join(dataDir, "demo.json"));
  writeFileSync(join(dataDir, "store"), "mainnet's");
  expect(() => emptyDemoFolder(dataDir)).toThrow(ConfigurationError);
  expect(readdirSync(dataDir)).toEqual(["store"]);
  rmSync(join(dataDir, "store"));
});

it("a command beside a demo is about its network, about none while that doesn't stand, and never about mainnet", () => {
  expect(withDemoSettings(config())).toEqual(config());
  emptyDemoFolder(dataDir);
  expect(() => withDemoSettings(config())).toThrow(/has no network yet/);
  writeDemoSettings(dataDir, NETWORK);
  expect(withDemoSettings(config())).toMatchObject({ ...NETWORK, rateLimit: false, allowPrivateHosts: true });
});
