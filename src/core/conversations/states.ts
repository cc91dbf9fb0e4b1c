/** Which state a final response leads to; src/conversations/states.ts has their names and what the clock does. */
import { METHOD } from '../built/scan';
import { STATE } from '../built/tables';

/** States in which what decides is over, a bit each. */
const ENDED: u32 =
  (1 << STATE.Completed) |
  (1 << STATE.Cancelled) |
  (1 << STATE.Busy) |
  (1 << STATE.Rejected) |
  (1 << STATE.Redirected) |
  (1 << STATE.Failed) |
  (1 << STATE.Registered) |
  (1 << STATE.Unregistered) |
  (1 << STATE.Challenged) |
  (1 << STATE.Answered);

/** Whether what decides has come to its end in this state. */
export function isOver(state: u8): bool {
  return ((ENDED >>> state) & 1) !== 0;
}

/** State after a final response other than 2xx to an INVITE. */
export function stateOfRefused(status: i32): u8 {
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
export function stateOfAnswered(method: i32, status: i32, leaves: bool, authorized: bool): u8 {
  if (method !== METHOD.REGISTER) return status < 300 ? STATE.Answered : STATE.Rejected;
  if (status < 300) return leaves ? STATE.Unregistered : STATE.Registered;
  return (status === 401 || status === 407) && !authorized ? STATE.Challenged : STATE.Rejected;
}
