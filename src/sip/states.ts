/**
 * What may become of a conversation, in the words of the command line's JSON. In: nothing. Out: the states, in the order in which
 * sorting by state puts them.
 */

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
