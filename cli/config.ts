import { z } from "zod";
import { ConfigurationError } from "../storage/errors.ts";

/** Public nodes of mainnet that serve the chain's REST and RPC (data-sources: public bases known to work). */
const PUBLIC_NODES = "https://node3.gonka.ai,http://node1.gonka.ai:8000,http://node2.gonka.ai:8000,https://node4.gonka.ai";

const flag = (word: string) =>
  z
    .literal(["", word])
    .default("")
    .transform((value) => value === word);

/** Every environment variable the product reads; .env.example says what each is for. */
export const environment = z.object({
  GONKA_NODES: z.string().min(1).default(PUBLIC_NODES),
  GONKA_DATA_DIR: z.string().min(1).default("./data"),
  GONKA_PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(65_535))
    .default(9464),
  GONKA_NOW: z
    .union([
      z.literal("head"),
      z.literal("").transform(() => undefined),
      z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
    ])
    .optional(),
  GONKA_SANDBOX_NODES: z.string().default(""),
  GONKA_VANTAGE: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
    .default("local"),
  GONKA_PROBE_CONTROL: z.string().default(""),
  GONKA_RATE_LIMIT: flag("off"),
  GONKA_ALLOW_PRIVATE_HOSTS: flag("1"),
  GONKA_FEED_TOKENS_FILE: z.string().default(""),
  GONKA_LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  CLICKHOUSE_URL: z.string().default(""),
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[\w.-]*$/)
    .default(""),
});

/** What the process was told, checked. */
export interface Config {
  readonly nodes: string;
  readonly dataDir: string;
  readonly port: number;
  /** The injected clock: the wall's when null. */
  readonly now: Date | "head" | null;
  /** Nodes of the sandbox network, comma-separated base URLs; null: there is none to measure. */
  readonly sandboxNodes: string | null;
  /** Where the host prober stands: a column of every probe. */
  readonly vantage: string;
  /** Comma-separated URLs that the prober asks to know that it is itself connected; null: the nodes. */
  readonly probeControl: string | null;
  readonly rateLimit: boolean;
  readonly allowPrivateHosts: boolean;
  /** File with the hashes of the tokens by which partners hand in their feeds; null: nobody does. */
  readonly feedTokensFile: string | null;
  readonly logLevel: z.infer<typeof environment>["GONKA_LOG_LEVEL"];
  readonly clickhouseUrl: string | null;
  readonly cluster: string | null;
}

const SHOULD_BE: Readonly<Record<string, string>> = {
  GONKA_PORT: "a port number from 0 to 65535",
  GONKA_NOW: "an ISO 8601 time with zone, such as 2026-05-23T20:00:00Z, or head",
  GONKA_VANTAGE: "a name of small letters, digits and dashes, such as frankfurt-1",
  GONKA_RATE_LIMIT: "off, or not set",
  GONKA_ALLOW_PRIVATE_HOSTS: "1, or not set",
  GONKA_LOG_LEVEL: "fatal, error, warn, info, debug, trace or silent",
  CLICKHOUSE_CLUSTER: "the name of a cluster",
};

/**
 * Reads the configuration; an empty variable counts as not set, as a compose file leaves it.
 *
 * @throws ConfigurationError naming the variable and what it should be; never its value, which may be secret.
 */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== "")));
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
    throw new ConfigurationError(
      names.map((name) => `${name} should be ${SHOULD_BE[name] ?? "a text that is not empty"}`).join("; "),
    );
  }
  const env = parsed.data;
  return {
    nodes: env.GONKA_NODES,
    dataDir: env.GONKA_DATA_DIR,
    port: env.GONKA_PORT,
    now: env.GONKA_NOW ?? null,
    sandboxNodes: env.GONKA_SANDBOX_NODES || null,
    vantage: env.GONKA_VANTAGE,
    probeControl: env.GONKA_PROBE_CONTROL || null,
    rateLimit: !env.GONKA_RATE_LIMIT,
    allowPrivateHosts: env.GONKA_ALLOW_PRIVATE_HOSTS,
    feedTokensFile: env.GONKA_FEED_TOKENS_FILE || null,
    logLevel: env.GONKA_LOG_LEVEL,
    clickhouseUrl: env.CLICKHOUSE_URL || null,
    cluster: env.CLICKHOUSE_CLUSTER || null,
  };
}
