/** A capture whose messages are made to hold a pattern: long runs in the Call-ID, a header and the body. */
import { ethernet, ipv4, udp } from '../decode/wire.js';
import { framesFile } from '../panes/composed.js';

/** Patterns that take an engine that goes back exponential time, or the square or cube of a long text. */
export const EXPLODING = [
  '(a+)+$',
  '(a|aa)+$',
  '(.*)*x',
  '(\\w+\\s?)*$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  'a*a*a*[bcd]!',
];
/** One that would be too long written out: it is refused, in a sentence. */
export const TOO_LONG = '(a{1,50}){1,50}$';

const ETHERNET = 1;
/** Fits into a datagram together with the headers. */
const RUN = 20_000;

export function hostileMessage(number: number): string {
  const run = 'a'.repeat(RUN);
  const body = `${run}!${'aaa '.repeat(RUN / 8)}!`;
  return [
    'MESSAGE sip:bob@192.0.2.2 SIP/2.0',
    'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776',
    `From: <sip:alice@192.0.2.1>;tag=${number}`,
    'To: <sip:bob@192.0.2.2>',
    `Call-ID: ${run.slice(0, 5000)}!${number}`,
    'CSeq: 1 MESSAGE',
    `Subject: ${run}!`,
    'Content-Type: text/plain',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

/** Path of a capture of so many such messages. */
export function hostileFile(messages: number): string {
  const frames = Array.from({ length: messages }, (_, number) => ethernet(ipv4(udp(hostileMessage(number)))));
  return framesFile(ETHERNET, ...frames);
}
