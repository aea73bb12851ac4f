import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where recorded answers of real nodes lie beside a checkout. Read here anew: the simulator shares nothing with a decoder's tests. */
const folder = new URL("../../../../shared/recordings/", import.meta.url);

export const hasRecordings = existsSync(fileURLToPath(folder));

export interface Recorded {
  /** Path and query below the gateway's base, without a leading slash. */
  readonly url: string;
  readonly status: number;
  readonly file: string;
  readonly heightHeader: string | undefined;
  readonly early: boolean;
  readonly localnet: boolean;
}

const localnetIndex = z.array(
  z.object({
    url: z.string(),
    base: z.string(),
    status: z.number(),
    file: z.string(),
    contentType: z.string(),
    requestHeaders: z.record(z.string(), z.string()).optional(),
  }),
);
const mainnetIndex = z.record(z.string(), z.record(z.string(), z.string()));

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), "utf8"));

export const bodyOf = ({ file }: Recorded): unknown => read(file);

export function recordedRest(): readonly Recorded[] {
  const localnet = localnetIndex
    .parse(read("localnet/index.json"))
    .filter(({ base, contentType }) => base === "rest" && contentType.startsWith("application/json"))
    .map(({ url, status, file, requestHeaders }) => ({
      url: url.replace(/^\//, ""),
      status,
      file: `localnet/${file}`,
      heightHeader: requestHeaders?.["x-cosmos-block-height"],
      early: file.includes("~early"),
      localnet: true,
    }));
  const mainnet = Object.values(mainnetIndex.parse(read("mainnet/index.json"))).flatMap((files) =>
    Object.entries(files)
      .filter(([, file]) => !file.endsWith(".error.json"))
      .map(([url, file]) => ({
        url: url.replace(/^.*\/chain-api\//, "").replace(/^\//, ""),
        status: 200,
        file: `mainnet/${file}`,
        heightHeader: undefined,
        early: false,
        localnet: false,
      })),
  );
  return [...localnet, ...mainnet];
}
