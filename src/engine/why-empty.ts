/**
 * Why a list is empty, in a sentence. In: the accounts of what became of every packet. Out: the most likely reason, with
 * what to do about it; null where SIP was found.
 */
import type { Accounts } from '../decode/accounts.js';

/** What a name in the accounts means for someone who looks for SIP. */
const MEANING: readonly [pattern: RegExp, means: string][] = [
  [/esp/, 'inside ESP, which is encrypted: capture on the other side of the IPsec tunnel'],
  [/tls|dtls/, 'TLS, not decrypted: capture behind the TLS end, or record the session keys'],
  [/link type|802\.11|wlan/, 'of a link layer that is not read: capture on an Ethernet interface, or on "any"'],
  [
    /fragment/,
    'fragments whose first or last part is missing: capture without a port filter, "udp port 5060 or ip[6:2] & 0x1fff != 0"',
  ],
  [/rtp|rtcp/, 'RTP or RTCP: only the media was captured, not the signalling'],
  [/tcp/, 'TCP without SIP in it'],
];

const BARE_TCP = new Set(['tcp control', 'tcp ack', 'tcp retransmission']);

/** One sentence, or null where there is SIP or nothing is known yet. */
export function whyEmpty(accounts: Accounts, damaged: boolean): string | null {
  if (accounts.sip > 0) return null;
  if (accounts.read === 0)
    return damaged ? 'No packet could be read: the file is damaged.' : 'No packets: the capture is empty.';
  const packets = `${accounts.read.toLocaleString('en-US')} ${accounts.read === 1 ? 'packet' : 'packets'}, no SIP`;
  const reasons = [...accounts.other, ...accounts.undecodable].sort((a, b) => b[1] - a[1]);
  // A connection's own packets say nothing of what it carried.
  const top = reasons.find(([reason]) => !BARE_TCP.has(reason)) ?? reasons[0];
  if (!top) return `${packets}.`;
  const [name, count] = top;
  if (name === 'tls' && accounts.tlsRecords > 0)
    return `${packets}: TLS, ${accounts.tlsRecords.toLocaleString('en-US')} records, not decrypted: name the key log of one end with --keylog, or capture behind it.`;
  const means = MEANING.find(([pattern]) => pattern.test(name.toLowerCase()))?.[1] ?? `"${name}"`;
  if (count === accounts.read) return `${packets}: all ${means}.`;
  return `${packets}: ${count.toLocaleString('en-US')} ${means}. The rest by name: stats.`;
}
