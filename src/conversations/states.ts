/**
 * States of a conversation by number, and when the clock makes a request unanswered. Which one a response leads to, the core knows
 * (src/core/conversations/states.ts).
 */

/** Index in STATES by name. */
export const STATE = {
  Calling: 0,
  Ringing: 1,
  InCall: 2,
  Completed: 3,
  Cancelled: 4,
  Busy: 5,
  Rejected: 6,
  Redirected: 7,
  Failed: 8,
  Unanswered: 9,
  Registered: 10,
  Unregistered: 11,
  Challenged: 12,
  Pending: 13,
  Answered: 14,
  Partial: 15,
} as const;

/** 64 × T1: how long a client waits for a final response (RFC 3261 timers B and F). */
const TIMEOUT_US = 32_000_000;
/** An INVITE is sent again six times before timer B fires (section 17.1.1.2). */
const ALL_REPEATS = 6;

/**
 * Whether a request without an answer counts as unanswered by `nowUs`; where a time is not known, only its repeats tell.
 * `ended`: nothing more will come.
 */
export function waitedLongEnough(
  sentUs: number,
  nowUs: number,
  repeats: number,
  responded: boolean,
  ended: boolean,
): boolean {
  if (nowUs - sentUs >= TIMEOUT_US) return true;
  return !responded && (repeats >= ALL_REPEATS || (ended && repeats > 0));
}
