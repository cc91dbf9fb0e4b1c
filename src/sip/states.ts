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

/** Words of the filter for several states. A busy or cancelled call went as it should. */
export const STATE_GROUPS: Readonly<Record<string, readonly State[]>> = { bad: ['rejected', 'failed', 'unanswered'] };

export type State = (typeof STATES)[number];
