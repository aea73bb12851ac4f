import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Where recorded answers of a real small network lie beside a checkout; the tests that need them are skipped where they don't. */
const folder = new URL("../../../../shared/recordings/localnet/", import.meta.url);

export const hasRecordings = existsSync(fileURLToPath(folder));
export const recordedTitle = hasRecordings
  ? "recorded answers"
  : "recorded answers: skipped, no ../shared/recordings beside the repository";

const indexSchema = z.array(
  z.object({
    url: z.string(),
    base: z.string(),
    status: z.number(),
    contentType: z.string(),
    file: z.string(),
    method: z.string().optional(),
  }),
);

export interface Recorded {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The recorded GETs of one base (`rpc` or `v1`). */
export function recordings(base: string): readonly Recorded[] {
  const listed = indexSchema.parse(JSON.parse(readFileSync(new URL("index.json", folder), "utf8")));
  return listed
    .filter((one) => one.base === base && (one.method ?? "GET") === "GET")
    .map(({ url, status, contentType, file }) => ({
      url,
      status,
      contentType,
      body: readFileSync(new URL(file, folder), "utf8"),
    }));
}
