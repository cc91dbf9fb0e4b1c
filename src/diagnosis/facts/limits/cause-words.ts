/** What causes of the telephone network mean (ITU-T Q.850 table 1), and whether one explains a failed call. */

/**
 * number: of the number called. outcome: what people did, no fault. none: says nothing. The others name where to look.
 */
export type CauseKind =
  | 'number'
  | 'route'
  | 'outcome'
  | 'registration'
  | 'rejected'
  | 'peer'
  | 'method'
  | 'none'
  | 'limits'
  | 'barred'
  | 'media'
  | 'timers'
  | 'malformed';

export interface CauseWords {
  words: string;
  kind: CauseKind;
}

function words(text: string, kind: CauseKind): CauseWords {
  return { words: text, kind };
}

const WORDS: Readonly<Record<number, CauseWords>> = {
  1: words('number does not exist', 'number'),
  2: words('no route to the number', 'route'),
  3: words('no route to the number', 'route'),
  8: words('preempted by a call of higher priority', 'barred'),
  16: words('normal', 'none'),
  17: words('busy', 'outcome'),
  18: words('no reaction of the device called', 'registration'),
  19: words('nobody answered', 'outcome'),
  20: words('subscriber absent', 'registration'),
  21: words('call rejected', 'rejected'),
  22: words('number changed', 'number'),
  23: words('redirected to a new number', 'number'),
  25: words('routing error', 'route'),
  26: words('another destination took the call', 'none'),
  27: words('destination out of order', 'peer'),
  28: words('number incomplete', 'number'),
  29: words('facility rejected', 'method'),
  31: words('no reason given', 'none'),
  34: words('no free line', 'limits'),
  38: words('network out of order', 'peer'),
  41: words('temporary failure', 'peer'),
  42: words('congestion', 'limits'),
  44: words('requested line not available', 'limits'),
  47: words('resources not available', 'limits'),
  50: words('not subscribed', 'barred'),
  55: words('incoming calls barred', 'barred'),
  57: words('not authorised', 'barred'),
  58: words('bearer not available', 'media'),
  65: words('bearer not implemented', 'media'),
  69: words('facility not implemented', 'method'),
  70: words('only restricted digital bearer available', 'media'),
  79: words('service not implemented', 'method'),
  87: words('not in the closed user group', 'barred'),
  88: words('incompatible destination', 'media'),
  102: words('a timer expired', 'timers'),
  111: words('protocol error', 'malformed'),
  127: words('no reason given', 'none'),
};

/** Meaning of a cause; undefined for one that is not in the table. */
export function causeWords(cause: number): CauseWords | undefined {
  return WORDS[cause];
}

/** Where to look, by kind. */
export const WHERE: Readonly<Record<CauseKind, string>> = {
  number: 'Check the number that was dialled.',
  route: 'Check the routes of the far end to this number.',
  outcome: '',
  registration: 'Check that the device called is registered and reachable.',
  rejected: 'Check the caller ID, and what the far end bars.',
  peer: 'Ask the far end: its network or its destination is out of order.',
  method: 'Check which services the far end offers.',
  none: '',
  limits: 'Check how many calls at once the trunk may have.',
  barred: 'Check what the subscription allows.',
  media: 'Check the codecs and the media that were offered.',
  timers: 'Check the timers on the way: something behind the far end did not answer in time.',
  malformed: 'Look at the request: the far end could not read it.',
};
