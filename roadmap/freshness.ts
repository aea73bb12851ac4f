/** Values of `Indicator.freshness`: how old the newest value may be while all is well, in seconds. */

/** Chain state and probes, read all the time. */
export const EVERY_HOUR = 3_600;

/** One value a UTC day. */
export const EVERY_DAY = 86_400;

/** One value an epoch: about 22.6 h, and an hour and a little for the chain to settle it and for us to read it. */
export const EVERY_EPOCH = 86_000;

/** A person or a partner enters it: an observation expires by its own date, not by its age. */
export const ENTERED = null;
