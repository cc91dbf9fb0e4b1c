/**
 * The outcomes of a conversation, as sentences without their figures. An outcome is one of these kinds or, if a final
 * response decided, its status. The order is that of sorting, statuses last.
 */

export const OUTCOMES = [
  'no reply yet',
  'no final answer yet',
  'ringing',
  'ringing, with early media',
  'answered',
  'answered, no ACK',
  'answered, caller hung up',
  'answered, callee hung up',
  'answered, both sides hung up',
  'caller gave up',
  'cancelled',
  'no reply',
  'no final answer',
  'registered with credentials',
  'registered, no credentials asked for',
  'registration withdrawn',
  'credentials asked for, none sent',
  'messages without a Call-ID',
  'the beginning was not captured',
] as const;

export type Outcome = (typeof OUTCOMES)[number];
