/** Session ids in o= (RFC 8866 section 5.2) that do not tell sessions apart. */

/** Digits of a session id that a device did not count up from 0. */
export const MIN_SESSION = 4;

/** The examples of RFCs and the defaults of generators: eight, of which 0 stands for none. */
export const DEFAULT_SESSIONS: readonly number[] = [2890844526, 2890844527, 2890844730, 53655765, 2353687637, 0, 0, 0];
