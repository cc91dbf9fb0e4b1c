/** States of a conversation by number, and which one a final response leads to. */
import { METHOD } from '../../../src/sip/headers/methods.js';

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

/** States in which what decides is over. */
const ENDED: ReadonlySet<number> = new Set([
  STATE.Completed,
  STATE.Cancelled,
  STATE.Busy,
  STATE.Rejected,
  STATE.Redirected,
  STATE.Failed,
  STATE.Registered,
  STATE.Unregistered,
  STATE.Challenged,
  STATE.Answered,
]);

/** Whether what decides has come to its end in this state. */
export function isOver(state: number): boolean {
  return ENDED.has(state);
}

/** State after a final response other than 2xx to an INVITE. */
export function stateOfRefused(status: number): number {
  if (status < 400) return STATE.Redirected;
  if (status === 487) return STATE.Cancelled;
  if (status === 486 || status === 600) return STATE.Busy;
  if (status === 408 || (status >= 500 && status < 600)) return STATE.Failed;
  return STATE.Rejected;
}

/**
 * State after a final response to a request other than INVITE.
 * @param leaves It asked for its bindings to expire at once.
 * @param authorized It carried credentials; challenged again, they were wrong.
 */
export function stateOfAnswered(method: number, status: number, leaves: boolean, authorized: boolean): number {
  if (method !== METHOD.REGISTER) return status < 300 ? STATE.Answered : STATE.Rejected;
  if (status < 300) return leaves ? STATE.Unregistered : STATE.Registered;
  return (status === 401 || status === 407) && !authorized ? STATE.Challenged : STATE.Rejected;
}
