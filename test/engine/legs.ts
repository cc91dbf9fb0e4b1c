/**
 * A call through a host in the middle, packet by packet: two legs with Call-IDs of their own whose INVITEs have one Session-ID
 * (RFC 7989), and a stranger's OPTIONS between their beginnings.
 */
import { ethernet } from '../decode/wire.js';
import { icmp, over, sip, START_US, type Timed, timedCapture } from './timed-capture.js';

const CALLER = [10, 0, 0, 1];
const MIDDLE = [10, 0, 0, 9];
const CALLED = [10, 0, 0, 20];

export const SESSION_ID = 'ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000';

const ETHERNET_BYTES = 14;

/** When what of a leg is sent, in milliseconds after START_US. */
interface Moments {
  invite: number;
  ringing: number;
  /** The final response. */
  answer: number;
  /** The BYE of the side that called; none where it was not answered. */
  bye?: number;
}

interface LegOptions {
  /** The final response, "200 OK" where absent. */
  status?: string;
  session?: string;
}

/** A leg between two hosts; each answer comes 10 ms after its request. */
export function leg(
  callId: string,
  [from, to]: readonly (readonly number[])[],
  { invite, ringing, answer, bye }: Moments,
  { status = '200 OK', session = SESSION_ID }: LegOptions = {},
): Timed[] {
  const sent = (ms: number, startLine: string, cseq: string, tag = 'b', headers: string[] = []): Timed => {
    const text = sip(startLine, cseq, { callId, tag, headers });
    return [
      ms,
      ethernet(startLine.startsWith('SIP') ? over(text, [...to!], [...from!]) : over(text, [...from!], [...to!])),
    ];
  };
  const begun = [
    sent(invite, 'INVITE', '1 INVITE', '', [`Session-ID: ${session}`]),
    sent(ringing, 'SIP/2.0 180 Ringing', '1 INVITE'),
    sent(answer, `SIP/2.0 ${status}`, '1 INVITE'),
    sent(answer + 10, 'ACK', '1 ACK'),
  ];
  return bye === undefined ? begun : [...begun, sent(bye, 'BYE', '2 BYE'), sent(bye + 10, 'SIP/2.0 200 OK', '2 BYE')];
}

const sorted = (packets: readonly Timed[]) => [...packets].sort(([one], [other]) => one - other);

/** 20 ms after the beginning. */
const STRANGER: Timed = [20, ethernet(over(sip('OPTIONS', '1 OPTIONS', { callId: 'stranger' })))];

/** Conversations 0 and 2 are legs: answered after 2 s, ended by the caller 7 s later. */
export const answeredCall = (): string =>
  timedCapture(
    ...sorted([
      ...leg('first', [CALLER, MIDDLE], { invite: 0, ringing: 205, answer: 2000, bye: 9000 }),
      STRANGER,
      ...leg('second', [MIDDLE, CALLED], { invite: 40, ringing: 200, answer: 1990, bye: 9005 }),
    ]),
  );

/** The same, but the called is busy and the host in the middle says "unavailable". */
export const busyCall = (): string =>
  timedCapture(
    ...sorted([
      ...leg('first', [CALLER, MIDDLE], { invite: 0, ringing: 205, answer: 2005 }, { status: '480 Unavailable' }),
      STRANGER,
      ...leg('second', [MIDDLE, CALLED], { invite: 40, ringing: 200, answer: 2000 }, { status: '486 Busy Here' }),
    ]),
  );

/** The same, but where the called should be, nothing listens, and nobody says anything to the caller. */
export const refusedCall = (): string => {
  const [invite] = leg('first', [CALLER, MIDDLE], { invite: 0, ringing: 0, answer: 0 });
  const [sentOn] = leg('second', [MIDDLE, CALLED], { invite: 40, ringing: 0, answer: 0 });
  const quoted = sentOn![1].subarray(ETHERNET_BYTES);
  return timedCapture(invite!, STRANGER, sentOn!, [41, icmp(quoted, CALLED, 3, 3, MIDDLE)]);
};

/** ISO time of a millisecond of these captures. */
export const isoAt = (ms: number): string => new Date(START_US / 1000 + ms).toISOString().replace('Z', '000Z');
