import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where recorded answers of real nodes lie beside a checkout; the tests that need them are skipped where they don't. */
const folder = new URL("../../../../shared/recordings/", import.meta.url);

export const hasRecordings = existsSync(fileURLToPath(folder));
export const recordedTitle = hasRecordings
  ? "recorded answers"
  : "recorded answers: skipped, no ../shared/recordings beside the repository";

/** One recorded answer; `parts` are those of its path from the route's name on. */
export interface Recorded {
  readonly label: string;
  readonly status: number;
  readonly parts: readonly string[];
  readonly modelId: string | null;
  readonly body: unknown;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, folder), "utf8"));
}

export function readBytes(path: string): Buffer {
  return readFileSync(new URL(path, folder));
}

const MODULE = "/productscience/inference/inference/";

interface Listed {
  readonly source: string;
  readonly url: string;
  readonly status: number;
  readonly file: string;
}

function partsOf(url: string): string[] {
  const [path = ""] = url.split("?");
  const at = path.indexOf(MODULE);
  return at < 0 ? [] : path.slice(at + MODULE.length).split("/");
}

const mainnetIndex = z.record(z.string(), z.record(z.string(), z.string()));
const localnetIndex = z.array(z.object({ url: z.string(), base: z.string(), status: z.number(), file: z.string() }));

function listed(): Listed[] {
  const mainnet = Object.values(mainnetIndex.parse(readJson("mainnet/index.json"))).flatMap((files) =>
    Object.entries(files).map(([url, file]) => ({
      source: "mainnet",
      url,
      status: file.endsWith(".error.json") ? 500 : 200,
      file,
    })),
  );
  const localnet = localnetIndex.parse(readJson("localnet/index.json")).filter(({ base }) => base === "rest");
  return [...mainnet, ...localnet.map(({ url, status, file }) => ({ source: "localnet", url, status, file }))];
}

/** Every recorded answer of a route with that many path parts, e.g. `epoch_group_data/{epoch}` has 2; pages of lists are left out. */
export function recordedAnswers(route: string, parts: number): Recorded[] {
  return listed().flatMap(({ source, url, status, file }) => {
    const path = partsOf(url);
    if (path[0] !== route || path.length !== parts || url.includes("pagination")) return [];
    const label = `${source}/${file}`;
    const modelId = new URLSearchParams(url.split("?")[1] ?? "").get("model_id");
    return [{ label, status, parts: path, modelId, body: readJson(label) }];
  });
}
