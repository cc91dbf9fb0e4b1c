/** The timers of a transaction (RFC 3261 table 4), in ms. */
export const T1_MS = 500;
export const T2_MS = 4000;
/** Timer F: 64 * T1. */
export const TIMEOUT_MS = 64 * T1_MS;
