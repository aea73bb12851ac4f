import { z } from "zod";
import { uint64 } from "../../storage/facts/integers.ts";
import type { HostReportRow } from "../../storage/facts/observed-rows.ts";
import { oneLine } from "../http/answer.ts";

const MAX_VERSION = 128;

/** A version as a host wrote it, fit to be a label; null where it is empty or no version. */
const version = z
  .string()
  .max(MAX_VERSION)
  .transform((text) => oneLine(text, MAX_VERSION) || null)
  .catch(null);
const application = z
  .object({ version })
  .transform((told) => told.version)
  .catch(null);
const mlnodes = z.array(z.object({ node_id: z.string().min(1).max(256), version: z.string().max(MAX_VERSION) })).max(1024);

type Versions = Pick<HostReportRow, "api_version" | "node_version" | "mlnodes_told" | "mlnodes">;

/** Nothing was told. */
export const NO_VERSIONS: Versions = { api_version: null, node_version: null, mlnodes_told: false, mlnodes: [] };

/**
 * Reads `/v1/versions` of the host service. Each part stands alone: what is absent or can't be read was not told. Hosts of older versions
 * have no `mlnodes` at all, which is not the same as having none.
 */
export function versionsOf(answer: unknown): Versions {
  const told = z
    .object({ api_version: application, node_version: application, mlnodes: z.unknown().optional() })
    .safeParse(answer);
  if (!told.success) return NO_VERSIONS;
  const { api_version, node_version } = told.data;
  const nodes = mlnodes.safeParse(told.data.mlnodes);
  if (!nodes.success) return { ...NO_VERSIONS, api_version, node_version };
  const rows = nodes.data.map((node) => ({ node_id: oneLine(node.node_id, 256), version: oneLine(node.version, MAX_VERSION) }));
  return { api_version, node_version, mlnodes_told: true, mlnodes: rows };
}

const bridgeAnswer = z.object({
  chainId: z.literal("ethereum"),
  blockNumber: z
    .union([z.string().regex(/^\d{1,20}$/), z.int().min(0)])
    .transform(BigInt)
    .pipe(uint64),
});

/** Reads `/v1/bridge/block/latest?chain=ethereum`: the newest Ethereum block of the host's bridge, null while it has none. */
export function bridgeBlockOf(answer: unknown): HostReportRow["bridge_block"] {
  const told = bridgeAnswer.safeParse(answer);
  return told.success ? told.data.blockNumber : null;
}
