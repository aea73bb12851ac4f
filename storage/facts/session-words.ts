/** Part of `detail` of a session's reading where there is no settlement to hold it against, and another host told the same. */
export const TOLD_ALIKE = "no settlement, another host tells the same";
