/** Epochs that the network has behind it when the demo begins, so that 30-day indicators have their history. */
export const HISTORY_EPOCHS = 40;
/** Epochs that pass, fast, while the collectors watch: the first of them is whole and settled at the end. */
export const WATCHED_EPOCHS = 2;
/** Blocks of history for the 7-day indicators, and a day to spare. */
export const BLOCK_DAYS = 8;
/** Share of blocks with a host's transaction: less than mainnet's, so that a week of them is fetched in seconds. */
export const HOST_BLOCKS = 0.01;
