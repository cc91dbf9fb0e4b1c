/** The sentence for an empty list: one for each cause, each with what to do next. */
import { describe, expect, it } from 'vitest';
import { Accounts } from '../../../src/decode/accounts.js';
import { whyEmpty } from '../../../src/engine/figures/why-empty.js';

function accounts(other: Record<string, number>, undecodable: Record<string, number> = {}, tlsRecords = 0): Accounts {
  const made = new Accounts();
  for (const [name, packets] of Object.entries(other)) made.countOther(name, packets);
  for (const [reason, packets] of Object.entries(undecodable)) made.countUndecodable(reason, packets);
  made.tlsRecords = tlsRecords;
  made.read = [...Object.values(other), ...Object.values(undecodable)].reduce((sum, count) => sum + count, 0);
  return made;
}

const ANY_PORT = 'SIP is looked for on every port: capture where the signalling passes, without a filter on ports.';

describe('an empty list', () => {
  it.each<[string, Accounts, string]>([
    [
      'ESP',
      accounts({ esp: 12_000 }),
      '12,000 packets, no SIP: all inside ESP, which is encrypted. Capture on the other side of the IPsec tunnel.',
    ],
    [
      'a link type that is not read',
      accounts({}, { 'link type 147 is not supported': 3 }),
      '3 packets, no SIP: all of a link layer that is not read. Capture on an Ethernet interface or on "any"; stats names the link layer.',
    ],
    ['other ports', accounts({ unknown: 1 }), `1 packet, no SIP: all of a kind that is not known here. ${ANY_PORT}`],
    ['another protocol', accounts({ dns: 9, arp: 1 }), `10 packets, no SIP: 9 of them "dns". ${ANY_PORT}`],
    [
      'media alone',
      accounts({ rtp: 990, rtcp: 10 }),
      '1,000 packets, no SIP: 990 of them RTP or RTCP, which is media. Capture the signalling as well; it has other ports, mostly 5060.',
    ],
    ['TCP alone', accounts({ 'tcp ack': 5 }), `5 packets, no SIP: all TCP without SIP in it. ${ANY_PORT}`],
    [
      'TLS',
      accounts({ 'tcp ack': 5, tls: 4 }, {}, 1),
      '9 packets, no SIP: TLS, 1 record, not decrypted. Name the key log of one end with --keylog, or capture behind it.',
    ],
    [
      'fragments',
      accounts({}, { 'fragments of a datagram that is not complete': 2 }),
      '2 packets, no SIP: all fragments of datagrams that are not complete. A filter on ports leaves out all but the first fragment: capture without it, or with "or ip[6:2] & 0x1fff != 0".',
    ],
    ['nothing', accounts({}), 'No packets: the capture is empty.'],
  ])('because of %s', (_, made, sentence) => {
    expect(whyEmpty(made, false, false)).toBe(sentence);
  });

  it('because of keys that are not those of its connections', () => {
    expect(whyEmpty(accounts({ tls: 4 }, {}, 1200), false, true)).toBe(
      '4 packets, no SIP: TLS, 1,200 records, not decrypted: there is no secret for them among the keys given. Take the key log of the same time, and a capture that begins before the connections.',
    );
  });

  it('because of damage', () => {
    expect(whyEmpty(accounts({}), true, false)).toBe('No packet could be read: the file is damaged.');
  });

  it('is no matter where there is SIP', () => {
    const made = accounts({ rtp: 1 });
    made.sip = 1;
    expect(whyEmpty(made, false, false)).toBeNull();
  });
});
