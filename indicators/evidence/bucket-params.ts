import type { SpanParams } from "../evaluator/spans.ts";

/** Parameters of queries about one bucket: SQL of `indicators/sql` over `buckets` takes them. */
export type BucketParams = { readonly chain: string; readonly as_of: string } & SpanParams;
