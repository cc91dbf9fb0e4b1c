/**
 * The outcomes of a conversation, as sentences without their figures. An outcome is one of these kinds or, if a final
 * response decided, its status. The order is that of sorting, statuses last.
 */
import { type Failure, FAILURE_NAMES } from './event-kinds.js';

/** What is still awaited, or never came. */
const WAITS = ['no reply yet', 'no reply', 'no final answer'] as const;
export type Wait = (typeof WAITS)[number];

const HANG_UPS = ['answered, caller hung up', 'answered, callee hung up', 'answered, both sides hung up'] as const;
type HangUp = (typeof HANG_UPS)[number];

const OTHERS = [
  'no final answer yet',
  'ringing',
  'ringing, with early media',
  'answered',
  'answered, no ACK',
  'caller gave up',
  'caller gave up, no reply',
  'cancelled',
  'registered with credentials',
  'registered, no credentials asked for',
  'registration withdrawn',
  'credentials asked for, none sent',
  'messages without a Call-ID',
  'the beginning was not captured',
] as const;

/** The last two are told by events: why nothing came, and that nobody heard the BYE. */
export type Outcome =
  | Wait
  | HangUp
  | (typeof OTHERS)[number]
  | `${Wait}: ${Failure}`
  | `${HangUp}, BYE ${'refused' | 'not answered'}`;

export const OUTCOMES: readonly Outcome[] = [
  ...WAITS.flatMap((wait): Outcome[] => [wait, ...FAILURE_NAMES.map((failure): Outcome => `${wait}: ${failure}`)]),
  ...HANG_UPS.flatMap((hangUp): Outcome[] => [hangUp, `${hangUp}, BYE refused`, `${hangUp}, BYE not answered`]),
  ...OTHERS,
];
