import { facts } from "./0001-facts.ts";
import { service } from "./0002-service.ts";
import { votes } from "./0003-votes.ts";
import { values } from "./0004-values.ts";
import { live } from "./0006-live.ts";
import { observed } from "./0007-observed.ts";
import { silent } from "./0008-silent.ts";
import type { Migration } from "./types.ts";
import { AT, CHAIN, withoutNesting } from "./views.ts";

/** The two views, each on others. */
const nested: Migration = {
  number: 15,
  name: "epoch bounds",
  statements: [
    // The heights that were asked for come first, so that the key of blocks finds them: a join alone reads every block there is.
    `CREATE OR REPLACE VIEW agreed_headers AS
     SELECT DISTINCT block.height AS height, block.hash AS hash, block.time AS time
     FROM blocks AS block
     INNER JOIN agreed(${AT}) AS vote ON vote.subject = toString(block.height)
     WHERE block.chain_id = ${CHAIN} AND vote.topic = 'header' AND vote.content_hash = concat(block.hash, ' ', toString(block.time))
       AND block.height IN (SELECT toUInt64OrZero(subject) FROM answers WHERE chain_id = ${CHAIN} AND topic = 'header')`,

    // Both bounds of an epoch in one pass over the headers.
    `CREATE OR REPLACE VIEW epoch_times AS
     SELECT bound.epoch AS epoch, bound.effective_height AS effective_height, bound.last_height AS last_height,
       bound.poc_start_height AS poc_start_height, bound.models AS models,
       anyIf(header.time, bound.height = bound.effective_height) AS starts_at,
       anyIf(header.time, bound.height != bound.effective_height) AS ends_at
     FROM (
       SELECT epoch, effective_height, last_height, poc_start_height, models, arrayJoin([effective_height, last_height + 1]) AS height
       FROM agreed_epochs(${AT}) WHERE effective_height > 0
     ) AS bound
     LEFT JOIN agreed_headers(${AT}) AS header ON header.height = bound.height
     GROUP BY epoch, effective_height, last_height, poc_start_height, models`,
  ],
};

/** An epoch's bounds say what they said, from the headers that were asked for instead of all blocks, and with its models and start of PoC. */
export const epochBounds: Migration = {
  ...nested,
  written: nested.statements,
  statements: withoutNesting([facts, service, votes, values, live, observed, silent, nested], ["agreed_headers", "epoch_times"]),
};
