/**
 * Why a list is empty, in a sentence or two: the most likely reason, from the accounts of the packets, and what to do
 * about it.
 */
import type { Accounts } from '../../decode/accounts.js';

const ANY_PORT = 'SIP is looked for on every port: capture where the signalling passes, without a filter on ports.';

/** What a name in the accounts means for someone who looks for SIP, and what to do next. */
const MEANING: readonly [pattern: RegExp, means: string, next: string][] = [
  [/^esp\b/, 'inside ESP, which is encrypted', 'Capture on the other side of the IPsec tunnel.'],
  [/^dtls/, 'DTLS, which sets up the media of WebRTC', 'Capture the signalling as well; it is another connection.'],
  [/^tls/, 'TLS, not decrypted', 'Name the key log of one end with --keylog, or capture behind it.'],
  [
    /link type|802\.11|wlan/,
    'of a link layer that is not read',
    'Capture on an Ethernet interface or on "any"; stats names the link layer.',
  ],
  [
    /fragment/,
    'fragments of datagrams that are not complete',
    'A filter on ports leaves out all but the first fragment: capture without it, or with "or ip[6:2] & 0x1fff != 0".',
  ],
  [/^rtc?p/, 'RTP or RTCP, which is media', 'Capture the signalling as well; it has other ports, mostly 5060.'],
  [/^tcp/, 'TCP without SIP in it', ANY_PORT],
  [/^unknown/, 'of a kind that is not known here', ANY_PORT],
];

const BARE_TCP = new Set(['tcp control', 'tcp ack', 'tcp retransmission']);

/** `damaged`: something could not be read. `keys`: TLS secrets were given. Null where there is SIP. */
export function whyEmpty(accounts: Accounts, damaged: boolean, keys: boolean): string | null {
  if (accounts.sip > 0) return null;
  if (accounts.read === 0)
    return damaged ? 'No packet could be read: the file is damaged.' : 'No packets: the capture is empty.';
  const packets = `${counted(accounts.read)} ${accounts.read === 1 ? 'packet' : 'packets'}, no SIP`;
  const reasons = [...accounts.other, ...accounts.undecodable].sort((a, b) => b[1] - a[1]);
  // A connection's own packets say nothing of what it carried.
  const top = reasons.find(([reason]) => !BARE_TCP.has(reason)) ?? reasons[0];
  if (!top) return `${packets}.`;
  const [name, count] = top;
  if (name === 'tls' && accounts.tlsRecords > 0) {
    const records = accounts.tlsRecords === 1 ? 'record' : 'records';
    const what = `${packets}: TLS, ${counted(accounts.tlsRecords)} ${records}, not decrypted`;
    return keys
      ? `${what}: there is no secret for them among the keys given. Take the key log of the same time, and a capture that begins before the connections.`
      : `${what}. Name the key log of one end with --keylog, or capture behind it.`;
  }
  const known = MEANING.find(([pattern]) => pattern.test(name.toLowerCase()));
  const [, means, next] = known ?? [undefined, `"${name}"`, ANY_PORT];
  const share = count === accounts.read ? 'all' : `${counted(count)} of them`;
  return `${packets}: ${share} ${means}. ${next}`;
}

function counted(count: number): string {
  return count.toLocaleString('en-US');
}
