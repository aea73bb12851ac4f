import { z } from "zod";

/** Where a fault sits: all sources or hosts, one of them by number, or the sandbox's node. */
const place = z.string().regex(/^(sources|hosts|sandbox|source:\d{1,3}|host:\d{1,5})$/);
const source = z.int().min(0);
const route = z.string().startsWith("/");

/** What can be switched on. Numbers of blocks and epochs are counts; times are wall milliseconds. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** No block comes. */
  z.strictObject({ kind: z.literal("halt") }),
  /** The connection is closed without an answer. */
  z.strictObject({ kind: z.literal("dead"), at: place }),
  /** The connection is taken, an answer never comes. */
  z.strictObject({ kind: z.literal("hang"), at: place }),
  /** The prober has no network: every host and the control target close the connection. */
  z.strictObject({ kind: z.literal("cut_off") }),
  z.strictObject({ kind: z.literal("slow"), at: place, ms: z.int().min(1) }),
  /** 503 for everything, as the proxy says it when it limits. */
  z.strictObject({ kind: z.literal("unavailable"), at: place }),
  /** 503 above a rate for each class of routes, as the proxy's limits work. */
  z.strictObject({ kind: z.literal("rate_limit"), at: place, perMinute: z.int().min(1), burst: z.int().min(0) }),
  /** Paths that begin with `route` are unknown to the software. */
  z.strictObject({ kind: z.literal("route_missing"), at: place, route }),
  /** HTTP 200 with something else than the answer on paths that begin with `route`. */
  z.strictObject({
    kind: z.literal("odd_answer"),
    at: place,
    route,
    answer: z.enum(["empty_object", "truncated", "html", "nothing"]),
  }),
  /** A field of the answers changes from a height on, as an upgrade does it. */
  z.strictObject({
    kind: z.literal("shape"),
    at: place,
    route,
    fromHeight: z.int().min(0),
    field: z.string().min(1),
    change: z.enum(["renamed", "removed", "number"]),
  }),
  /** The node tells something else from a height on; nodes that lie by different sizes contradict each other too. */
  z.strictObject({
    kind: z.literal("lie"),
    source,
    about: z.enum(["head", "epoch_clock", "membership", "weight", "exclusion", "header_time"]),
    size: z.int().min(1),
    fromHeight: z.int().min(0),
  }),
  z.strictObject({ kind: z.literal("other_chain"), source, chainId: z.string().min(1) }),
  /** The node is that many blocks behind. */
  z.strictObject({ kind: z.literal("lag"), source, blocks: z.int().min(1) }),
  /** The node keeps only the newest states, and blocks if it says so. */
  z.strictObject({
    kind: z.literal("pruned"),
    source,
    keepStates: z.int().min(1),
    keepBlocks: z.int().min(1).nullable(),
  }),
  /** The node's index of transactions begins at a height and says of earlier ones that there were none; null: the node has none. */
  z.strictObject({ kind: z.literal("tx_index"), source, fromHeight: z.int().min(1).nullable() }),
  /** The devshards and metrics of a share of the hosts, or of the listed ones, close the connection; the rest of those hosts answers. */
  z.strictObject({
    kind: z.literal("devshard_dark"),
    among: z.union([z.number().min(0).max(1), z.array(z.int().min(0)).min(1)]),
  }),
  /** The host serves diffs and counters with that many times the completion tokens it made. */
  z.strictObject({ kind: z.literal("inventing_tokens"), at: place, factor: z.int().min(2).max(1_000_000) }),
  /** The host's devshardd is restarted at a simulated moment, unix milliseconds: its counters begin at 0 again. */
  z.strictObject({ kind: z.literal("devshardd_restart"), at: place, atMs: z.int().min(0) }),
  /** Several devshardd behind the host's URL share its work; they take turns in telling of it, each of its own share since its own start. */
  z.strictObject({ kind: z.literal("devshardd_replicas"), at: place, count: z.int().min(2).max(8) }),
  /** The host serves diffs whose content can't be read, or is none. */
  z.strictObject({
    kind: z.literal("odd_diffs"),
    at: place,
    how: z.enum(["truncated", "wire_type", "oversized", "endless", "no_base64"]),
  }),
  /** The host lists sessions that it doesn't have: that many that nobody opened, and those of its epoch in which it has no slot, under another epoch. */
  z.strictObject({ kind: z.literal("phantom_sessions"), at: place, count: z.int().min(1).max(1000) }),
  /** From an epoch on, every third host is no member; this is the truth on every node, not a lie. */
  z.strictObject({ kind: z.literal("reorganised"), fromEpoch: z.int().min(1) }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type Lie = Extract<Fault, { kind: "lie" }>;
