import { z } from "zod";

/** Chain integers, as ClickHouse's types of the same names hold them. Weights, coins and counters are bigint; heights and epochs are safe numbers. */
export const uint64 = z.bigint().min(0n).max(18_446_744_073_709_551_615n);
export const int64 = z.bigint().min(-9_223_372_036_854_775_808n).max(9_223_372_036_854_775_807n);
/** ClickHouse wraps what a column can't hold: 2^31 would be stored as −2^31. */
export const int32 = z.int().min(-2_147_483_648).max(2_147_483_647);
export const uint32 = z.int().min(0).max(4_294_967_295);
export const height = z.int().min(0);
export const epochIndex = uint32;
/** A bech32 account, operator or consensus address; longer than any real one, so that a stray text is refused. */
export const address = z.string().min(1).max(128);
export const modelId = z.string().min(1).max(256);
