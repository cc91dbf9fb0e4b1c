/** States of a conversation, as the command line's JSON names them and in the order in which sorting puts them. */

/** Every state; the index is what the conversation table stores. */
export const STATES = [
  'calling',
  'ringing',
  'in-call',
  'completed',
  'cancelled',
  'busy',
  'rejected',
  'redirected',
  'failed',
  'unanswered',
  'registered',
  'unregistered',
  'challenged',
  'pending',
  'answered',
  'partial',
] as const;

export type State = (typeof STATES)[number];
