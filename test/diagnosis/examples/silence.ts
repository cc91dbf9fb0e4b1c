/** Silence: nobody answered. */
import { messageId, NO_MESSAGE } from '../../../src/model/ids.js';
import type { Example, NearExample } from './example.js';

/** A call from a far host to a, long before. */
const HEARD = heardFrom('192.0.2.7');

/** Seven INVITEs as timer A sends them. */
const SEVEN = sevenTo('192.0.2.7');

function heardFrom(host: string, via = `| Via: SIP/2.0/UDP ${host};branch=z9hG4bKINVITE-1-bob`): string {
  return `
    0    ${host}>a INVITE 1 id=before from=bob
    ${via}
    0.1  a>${host} 200_OK 1 id=before from=bob to=alice
    0.2  ${host}>a ACK 1 id=before from=bob to=alice branch=k
    9    ${host}>a BYE 2 id=before from=bob to=alice
    9.1  a>${host} 200_OK 2 of=BYE id=before from=bob to=alice
  `;
}

function sevenTo(host: string, from = 100, id = 'silent', more = ''): string {
  return [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
    .map(at => `${from + at} a>${host} INVITE 1 id=${id} ${more}`)
    .join('\n')
    .concat('\n');
}

/** A request as timers E and F send it: eleven times. */
function elevenTo(host: string, method: string, from: number, id: string, more = ''): string {
  return [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5]
    .map(at => `${from + at} a>${host} ${method} 1 id=${id} from=${id} ${more}`)
    .join('\n')
    .concat('\n');
}

/** An OPTIONS from a, and its answer. */
function pinged(host: string, at: number, id: string): string {
  return `${at} a>${host} OPTIONS 1 id=${id} from=${id}\n${at + 0.1} ${host}>a 200_OK 1 of=OPTIONS id=${id} from=${id} to=x\n`;
}

/** A registration of 4151502 at a, for an hour. */
function registered(from: string, contact: string): string {
  return `
    1   ${from}>a REGISTER 1 id=reg called=4151502
    | Contact: <sip:4151502@${contact}>
    1.1 a>${from} 200_OK 1 of=REGISTER id=reg called=4151502 to=r
    | Contact: <sip:4151502@${contact}>;expires=3600
  `;
}

/** A call that c sends to b, and b to d, who is never heard; b answers itself. */
const RELAYED = `
  0    c>b INVITE 1
  0.01 b>c 100 1
  0.02 b>d INVITE 1 branch=on1
  0.52 b>d INVITE 1 branch=on1
  1.52 b>d INVITE 1 branch=on1
  3.5  b>d INVITE 1 branch=on2
  4.0  b>d INVITE 1 branch=on2
  5.0  b>d INVITE 1 branch=on2
  8    b>c 200_OK 1 to=voicemail
  | Contact: <sip:voicemail@10.0.0.2:5060>
  8.1  c>b ACK 1 to=voicemail branch=k
  30   c>b BYE 2 to=voicemail
  30.1 b>c 200_OK 2 of=BYE to=voicemail
`;

/** An answered call that ends at 20 s. */
const ANSWERED = `
  0   a>b INVITE 1
  0.1 b>a 100 1
  3   b>a 200_OK 1 to=bob
  3.1 a>b ACK 1 to=bob branch=k
`;

const BYES = [20, 20.5, 21.5, 23.5, 27.5, 31.5, 35.5, 39.5].map(at => `${at} a>b BYE 2 to=bob`).join('\n');
const CANCELS = [40, 40.5, 41.5, 43.5, 47.5, 51.5].map(at => `${at} a>b CANCEL 1`).join('\n');

/** A request from port 62986 whose answer goes to 5060. */
const STRAYED = `
  0   a:62986>b INVITE 1
  0.1 b>a 180_Ringing 1 to=bob
`;

const CLOSED = 'its NAT or firewall most likely closed';

export const SILENCE: readonly Example[] = [
  {
    cause: 'nat-binding-closed',
    script: HEARD + SEVEN,
    row: 1,
    certainty: 'likely',
    sentence: `no reply to 7 INVITEs from 192.0.2.7:5060 in 31.5 s; it was heard last at 00:00:09, 1 min 31 s before: ${CLOSED}`,
    evidence: ['0:3', '1:0', '1:6'],
  },
  {
    // Each packet was captured twice, which is no retransmission.
    cause: 'nat-binding-closed',
    script:
      HEARD +
      SEVEN.trim()
        .split('\n')
        .map(line => `${line}\n${line.replace(/^\S+/, at => (Number(at) + 0.000004).toFixed(6))}`)
        .join('\n'),
    row: 1,
    certainty: 'likely',
    sentence: `no reply to 7 INVITEs (each captured twice) from 192.0.2.7:5060 in 31.5 s; it was heard last at 00:00:09, 1 min 31 s before: ${CLOSED}`,
    evidence: ['0:3', '1:0'],
  },
  {
    cause: 'nat-binding-closed',
    script: heardFrom('192.0.2.7:34567') + sevenTo('192.0.2.7:34567'),
    row: 1,
    certainty: 'likely',
    sentence: `no reply to 7 INVITEs from 192.0.2.7:34567 in 31.5 s; it was heard last at 00:00:09, 1 min 31 s before: ${CLOSED}`,
    evidence: ['0:3', '1:0', '1:6'],
  },
  {
    cause: 'nat-binding-closed',
    script: `
      0   [2001:db8:0:1:0:0:0:7]>[2001:db8:0:2:0:0:0:1] OPTIONS 1 id=before from=bob
      0.1 [2001:db8:0:2:0:0:0:1]>[2001:db8:0:1:0:0:0:7] 200_OK 1 of=OPTIONS id=before from=bob to=alice
      ${sevenTo('[2001:db8:0:1:0:0:0:7]').replaceAll('a>', '[2001:db8:0:2:0:0:0:1]>')}`,
    row: 1,
    certainty: 'likely',
    sentence:
      'no reply to 7 INVITEs from [2001:db8:0:1::7]:5060 in 31.5 s; it was heard last at 00:00:00, 1 min 40 s before: its firewall most likely closed',
    evidence: ['0:0', '1:0', '1:6'],
  },
  {
    // In one network, but its Via shows an address behind a NAT.
    cause: 'nat-binding-closed',
    script: heardFrom('b', '| Via: SIP/2.0/UDP 192.168.1.20:5060;branch=z9hG4bKINVITE-1-bob') + sevenTo('b'),
    row: 1,
    certainty: 'likely',
    sentence: `no reply to 7 INVITEs from 10.0.0.2:5060 in 31.5 s; it was heard last at 00:00:09, 1 min 31 s before: ${CLOSED}`,
    evidence: ['0:3', '1:0', '1:6', '0:0'],
  },
  {
    // Two hours later, but the registration still lasts.
    cause: 'nat-binding-closed',
    script: `${registered('192.0.2.7', '192.0.2.7').replace('3600', '36000')}${sevenTo('192.0.2.7', 7201)}`,
    row: 1,
    certainty: 'likely',
    sentence: `no reply to 7 INVITEs from 192.0.2.7:5060 in 31.5 s; it was heard last at 00:00:01, 2 h 0 min before: ${CLOSED}`,
    evidence: ['0:0', '0:1', '1:0', '1:6'],
  },
  {
    // It calls by itself afterwards: it was there all the time.
    cause: 'nat-binding-closed',
    script: `${heardFrom('b')}${sevenTo('b')}
      200 b>a OPTIONS 1 id=after from=bob`,
    row: 1,
    certainty: 'likely',
    sentence: `no reply to 7 INVITEs from 10.0.0.2:5060 in 31.5 s; it was heard last at 00:00:09, 1 min 31 s before: ${CLOSED}`,
    evidence: ['0:3', '1:0', '1:6', '2:0'],
  },
  {
    cause: 'invite-never-answered',
    script: SEVEN,
    certainty: 'certain',
    sentence: 'no reply to 7 INVITEs from 192.0.2.7:5060 in 31.5 s',
    evidence: ['0:0', '0:6'],
  },
  {
    // The proxy gives up sooner than it must, and says so.
    cause: 'invite-never-answered',
    script: `
      0   c>a INVITE 1
      0.1 a>c 100 1
      0.2 a>d INVITE 1 branch=on
      0.7 a>d INVITE 1 branch=on
      1.7 a>d INVITE 1 branch=on
      5   a>c 408_Request_Timeout 1 to=x
      5.1 c>a ACK 1 to=x branch=INVITE-1-alice
      9   d>c OPTIONS 1 id=other from=d`,
    certainty: 'certain',
    sentence: 'no reply to 3 INVITEs from 10.0.0.4:5060 in 1.5 s',
    evidence: ['0:2', '0:4'],
  },
  {
    // It stopped sending sooner than a client does: an answer may be missing.
    cause: 'invite-never-answered',
    script: '0 a>b INVITE 1\n0.5 a>b INVITE 1\n1.5 a>b INVITE 1',
    end: 60,
    certainty: 'likely',
    sentence: 'no reply to 3 INVITEs from 10.0.0.2:5060 in 1.5 s',
    evidence: ['0:0', '0:2'],
  },
  {
    // Packets were lost meanwhile.
    cause: 'invite-never-answered',
    script: SEVEN,
    events: conversations =>
      void conversations.events.addToSource(0, {
        kind: 'capture-loss',
        timeUs: 120e6,
        message: NO_MESSAGE,
        source: 0,
        destination: 0,
        file: 0,
        recordOffset: -1,
        detail: '12 packets',
      }),
    certainty: 'likely',
    sentence: 'no reply to 7 INVITEs from 192.0.2.7:5060 in 31.5 s',
    evidence: ['0:0', '0:6'],
  },
  {
    cause: 'peer-never-seen',
    script: `${pinged('b', 0, 'ping')}${sevenTo('192.0.2.7', 10)}${sevenTo('192.0.2.7', 50, 'second')}`,
    row: 1,
    certainty: 'likely',
    sentence:
      'no reply to 7 INVITEs from 192.0.2.7:5060 in 31.5 s, which sent no message in the whole capture, nor to 1 other conversation',
    evidence: ['1:0', '1:6'],
  },
  {
    cause: 'register-contact-unreachable',
    script: `${registered('198.51.100.9:40000', '192.168.1.20:5060')}${sevenTo('192.168.1.20', 10, 'silent', 'called=4151502')}`,
    row: 1,
    certainty: 'likely',
    sentence:
      'no reply to 7 INVITEs from 192.168.1.20:5060 in 31.5 s: 4151502 registered that private address from 198.51.100.9:40000',
    evidence: ['0:0', '0:1', '1:0', '1:6'],
  },
  {
    cause: 'nat-port-changed',
    script: `${registered('198.51.100.9:40000', '198.51.100.9:40000')}${sevenTo('198.51.100.9:40000', 10, 'silent', 'called=4151502')}
      60   198.51.100.9:40001>a REGISTER 1 id=again called=4151502 from=again
      60.1 a>198.51.100.9:40001 200_OK 1 of=REGISTER id=again called=4151502 from=again to=r`,
    row: 1,
    certainty: 'likely',
    sentence: 'no reply to 7 INVITEs from 198.51.100.9:40000 in 31.5 s: 4151502 is now at 198.51.100.9:40001',
    evidence: ['2:0', '1:0', '1:6'],
  },
  {
    cause: 'options-peer-down',
    script: `${pinged('b', 0, 'one')}${pinged('b', 20, 'two')}
      40 a>b OPTIONS 1 id=three from=three
      60 a>b OPTIONS 1 id=four from=four
      80 a>b OPTIONS 1 id=five from=five
      ${pinged('b', 100, 'six')}`,
    row: 2,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 answers no OPTIONS since 00:00:40 until 00:01:40 (3 left without a reply)',
    evidence: ['1:1', '2:0', '4:0'],
  },
  {
    cause: 'method-ignored',
    script: `${pinged('b', 0, 'one')}${sevenTo('b', 10)}${pinged('b', 30, 'two')}${sevenTo('b', 60, 'second')}${pinged('b', 80, 'three')}`,
    row: 1,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 answers OPTIONS, but never INVITE: no reply to 2 of them',
    evidence: ['1:0', '1:6', '2:0', '3:0'],
  },
  {
    cause: 'peer-died',
    script: `${pinged('b', 0, 'one')}${elevenTo('b', 'OPTIONS', 10, 'two')}${sevenTo('b', 20)}`,
    row: 2,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 was heard until 00:00:00, then nothing: 2 requests without a reply',
    evidence: ['0:1', '1:0', '2:0', '2:6'],
  },
  {
    cause: 'wrong-port',
    script: `${STRAYED}
      0.6 a:62986>b INVITE 1
      1.6 a:62986>b INVITE 1`,
    certainty: 'likely',
    sentence:
      'the answers of 10.0.0.2:5060 go to 10.0.0.1:5060, but the INVITE came from 10.0.0.1:62986: it is sent again as if there was none',
    evidence: ['0:0', '0:1', '0:3'],
  },
  {
    cause: 'callee-phone-down',
    script: RELAYED,
    certainty: 'certain',
    sentence: '10.0.0.4:5060 never answered 6 INVITEs; 10.0.0.2:5060 answered itself after 8.0 s',
    evidence: ['0:0', '0:2', '0:5', '0:8'],
  },
  {
    cause: 'cancel-unanswered',
    script: `0 a>b INVITE 1\n0.1 b>a 180_Ringing 1 to=bob\n${CANCELS}`,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 did not answer 6 CANCELs in 11.5 s: it may go on ringing',
    evidence: ['0:1', '0:2', '0:7'],
  },
  {
    cause: 'bye-unanswered',
    script: ANSWERED + BYES,
    certainty: 'certain',
    sentence: 'no reply to 8 BYEs from 10.0.0.2:5060 in 19.5 s: it may hold on to the call',
    evidence: ['0:4', '0:11'],
  },
];

export const NEARLY_SILENCE: readonly NearExample[] = [
  {
    notCause: 'peer-never-seen',
    script: `
      ? a>b OPTIONS 1 id=ping
      ? b>a 200_OK 1 of=OPTIONS id=ping to=x
      5 c>a OPTIONS 1 id=other
      5.1 a>c 200_OK 1 of=OPTIONS id=other to=x
      ${Array.from({ length: 7 }, () => '? a>b INVITE 1 id=silent').join('\n')}`,
    why: 'it was heard, at a time that nobody told',
  },
  {
    notCause: 'nat-binding-closed',
    script: `${HEARD + SEVEN}
      120 192.0.2.7>a OPTIONS 1 id=alive from=bob`,
    why: 'it sent something while it was silent',
  },
  {
    notCause: 'nat-binding-closed',
    script: HEARD + sevenTo('192.0.2.7', 38),
    why: 'less than 30 s passed since it was heard',
  },
  {
    notCause: 'nat-binding-closed',
    script: heardFrom('b') + sevenTo('b'),
    why: 'the two are in one network, and nothing else speaks for a NAT',
  },
  {
    notCause: 'nat-binding-closed',
    script: HEARD + sevenTo('192.0.2.7', 9000),
    mayBeHint: true,
    why: 'hours passed, and nothing else speaks for a NAT',
  },
  {
    notCause: 'nat-binding-closed',
    script: HEARD + pinged('192.0.2.7', 120, 'later') + sevenTo('192.0.2.7', 200),
    why: 'it answered after a gap as long before',
  },
  {
    notCause: 'nat-binding-closed',
    script: pinged('192.0.2.7', 0, 'ping') + SEVEN,
    why: 'it only ever answered: it was reached without a binding of its own',
  },
  {
    notCause: 'nat-binding-closed',
    script: HEARD + pinged('192.0.2.7', 70, 'one') + pinged('192.0.2.7', 130.5, 'two') + sevenTo('192.0.2.7', 191),
    why: 'pings a minute apart were answered',
  },
  {
    notCause: 'nat-binding-closed',
    script: HEARD + elevenTo('192.0.2.7', 'REGISTER', 100, 'register'),
    why: 'a registrar is reached by everybody',
  },
  {
    notCause: 'nat-binding-closed',
    script: HEARD + SEVEN + pinged('192.0.2.7', 200, 'later'),
    why: 'it answers again without having sent anything of its own',
  },
  {
    notCause: 'nat-binding-closed',
    script: (HEARD + SEVEN).replaceAll(/(INVITE|200_OK|ACK|BYE) 1/g, '$& tcp'),
    why: 'a TCP connection is no binding of UDP',
  },
  {
    notCause: 'invite-never-answered',
    script: '0 a>b INVITE 1\n0.5 a>b INVITE 1\n1.5 a>b INVITE 1',
    end: 2,
    why: 'the capture ends while an answer is awaited',
  },
  {
    notCause: 'invite-never-answered',
    script: '0 a>b INVITE 1\n600 b>a OPTIONS 1 id=other from=bob',
    why: 'it was sent once over UDP, as if it had been answered',
  },
  {
    notCause: 'invite-never-answered',
    script: [0, 0.000004].map(at => `${at} a>b INVITE 1`).join('\n'),
    end: 600,
    why: 'a copy of its packet is no retransmission',
  },
  {
    notCause: 'invite-never-answered',
    script: SEVEN.replaceAll('192.0.2.7', '224.0.1.75'),
    why: 'it went to a multicast address',
  },
  {
    notCause: 'invite-never-answered',
    script: `${SEVEN}132 a>192.0.2.7 ACK 1 id=silent to=bob branch=k`,
    why: 'only one direction was captured: the ACK shows an answer',
  },
  {
    notCause: 'invite-never-answered',
    script: `${SEVEN}140 a>192.0.2.7 BYE 1 id=other to=bob`,
    why: 'only one direction was captured: another call goes on inside a dialog',
  },
  {
    notCause: 'invite-never-answered',
    script: '0 a>b INVITE 1 tcp\n1 a>b OPTIONS 1 id=other from=o',
    end: 600,
    why: 'over TCP, and neither of the two is heard after the time for an answer',
  },
  {
    notCause: 'invite-never-answered',
    script: `
      0   a>b INVITE 1
      0.5 a>b INVITE 1
      0.9 a>b CANCEL 1`,
    end: 3,
    why: 'it was cancelled at once',
  },
  {
    notCause: 'invite-never-answered',
    script: `${SEVEN}0.3 192.0.2.7>a 100 1 id=silent`.replaceAll('0.3 ', '100.3 '),
    why: 'it had a response: it was not silence that ended the call',
  },
  {
    notCause: 'invite-never-answered',
    script: SEVEN,
    events: conversations =>
      void conversations.events.add(conversations.messages.conversation.get(messageId(0)), {
        kind: 'icmp-host-unreachable',
        timeUs: 132e6,
        message: messageId(0),
        source: conversations.messages.destination.get(messageId(0)),
        destination: conversations.messages.source.get(messageId(0)),
        file: 0,
        recordOffset: 0,
        detail: null,
      }),
    why: 'the network says why',
    instead: 'icmp-unreachable',
  },
  {
    notCause: 'invite-never-answered',
    script: '0 a>b INVITE 1\n5 a>b CANCEL 1',
    end: 60,
    why: 'it was sent once over UDP before it was cancelled, as if it had been answered',
  },
  {
    notCause: 'register-contact-unreachable',
    script: `${registered('198.51.100.9:40000', '192.168.1.20:5060')}${sevenTo('192.168.1.20', 10, 'silent', 'called=4151502')}
      50 192.168.1.20:6000>a OPTIONS 1 id=other from=o`,
    why: 'the private address was heard: it can be reached from here',
  },
  {
    notCause: 'peer-never-seen',
    script: SEVEN,
    why: 'only one host sends anything: the capture may have one direction',
    instead: 'invite-never-answered',
  },
  {
    notCause: 'peer-never-seen',
    script: `${SEVEN}140 192.0.2.7:6000>c OPTIONS 1 id=other from=o`,
    why: 'the host sends from another port',
    instead: 'invite-never-answered',
  },
  {
    notCause: 'register-contact-unreachable',
    script: `${sevenTo('192.168.1.20', 10, 'silent', 'called=4151502')}${registered('192.168.1.20', '192.168.1.20:5060').replace('1 192', '100 192')}`,
    why: 'the REGISTER came from the address in its Contact',
  },
  {
    notCause: 'register-contact-unreachable',
    script: `${sevenTo('198.51.100.9:40000', 10, 'silent', 'called=4151502')}${registered('198.51.100.9:40000', '192.168.1.20:5060')}`,
    why: 'the requests go to the address the REGISTER came from',
  },
  {
    notCause: 'register-contact-unreachable',
    script: `${registered('198.51.100.9:40000', '192.168.1.30:5060')}${sevenTo('192.168.1.20', 10, 'silent', 'called=4151502')}`,
    why: 'another private address was registered',
  },
  {
    notCause: 'nat-port-changed',
    script: `${sevenTo('198.51.100.9:40000', 10, 'silent', 'called=4151502')}
      60   198.51.100.9:40001>a REGISTER 1 id=again user=4151599 called=4151599 from=again`,
    why: 'another user behind the same NAT',
  },
  {
    notCause: 'nat-port-changed',
    script: `${sevenTo('198.51.100.9:40000', 10, 'silent', 'called=4151502')}
      60   198.51.100.9:40001>a REGISTER 1 id=again called=4151502 from=again
      80   198.51.100.9:40000>a REGISTER 1 id=old called=4151502 from=old`,
    why: 'the old port is heard again',
  },
  {
    notCause: 'nat-port-changed',
    script: `
      0    198.51.100.9:40001>a REGISTER 1 id=other called=4151502 from=other
      1    198.51.100.9:40000>a REGISTER 1 id=first called=4151502 from=first
      ${sevenTo('198.51.100.9:40000', 10, 'silent', 'called=4151502')}
      60   198.51.100.9:40001>a REGISTER 2 id=other called=4151502 from=other`,
    why: 'two devices have the user, and the other was there before',
  },
  {
    notCause: 'options-peer-down',
    script: `${pinged('b', 0, 'one')}20 a>b OPTIONS 1 id=two from=two\n${pinged('b', 40, 'three')}60 a>b OPTIONS 1 id=four from=four\n${pinged('b', 80, 'five')}`,
    why: 'no two in a row are left without a reply',
  },
  {
    notCause: 'options-peer-down',
    script: '0 a>b OPTIONS 1 id=one from=one\n20 a>b OPTIONS 1 id=two from=two\n40 a>b OPTIONS 1 id=three from=three',
    why: 'it answered none before',
  },
  {
    notCause: 'options-peer-down',
    script: `${pinged('b', 0, 'one')}20 a>b OPTIONS 1 id=two from=two\n${pinged('b', 70, 'three')}`,
    why: 'one that is left without a reply is no outage',
  },
  {
    notCause: 'options-peer-down',
    script: `
      0  b>a REGISTER 1 id=reg from=reg
      10 a>b OPTIONS 1 id=one from=one
      20 a>b OPTIONS 1 id=two from=two`,
    why: 'it was heard, but never answered OPTIONS',
  },
  {
    notCause: 'options-peer-down',
    script: `${pinged('b', 0, 'one')}20 a>b OPTIONS 1 id=two from=two\n60 a>b OPTIONS 1 id=three from=three`,
    end: 61,
    why: 'the second may still be answered',
  },
  {
    notCause: 'method-ignored',
    script: `${pinged('b', 0, 'one')}${sevenTo('b', 10, 'silent', 'bytes=1600')}${pinged('b', 30, 'two')}${sevenTo('b', 60, 'second', 'bytes=1600')}${pinged('b', 80, 'three')}`,
    why: 'they are too large for one packet',
  },
  {
    notCause: 'method-ignored',
    script: `${pinged('b', 0, 'one')}${sevenTo('b', 10)}${pinged('b', 30, 'two')}${sevenTo('b', 60, 'second')}${pinged('b', 80, 'three')}
      100 a>b INVITE 1 id=third
      101 b>a 486_Busy_Here 1 id=third to=bob`,
    why: 'it answered the method once',
  },
  {
    notCause: 'method-ignored',
    script: `${pinged('b', 0, 'one')}${sevenTo('b', 10)}${sevenTo('b', 60, 'second')}${pinged('b', 80, 'three').replaceAll('a', 'c')}`,
    why: 'it answers another sender only',
  },
  {
    notCause: 'method-ignored',
    script: `${pinged('b', 0, 'one')}${sevenTo('b', 10)}${pinged('b', 30, 'two')}`,
    why: 'one request is no pattern',
  },
  {
    notCause: 'peer-died',
    script: `${pinged('b', 0, 'one')}${elevenTo('b', 'OPTIONS', 10, 'two')}`,
    why: 'one conversation is no pattern',
  },
  {
    notCause: 'peer-died',
    script: `${pinged('b', 0, 'one')}${sevenTo('b', 10)}${sevenTo('b', 20, 'second')}`,
    why: 'it never answered the method',
  },
  {
    notCause: 'peer-died',
    script: `${pinged('b', 0, 'one')}${elevenTo('b', 'OPTIONS', 10, 'two')}50 a>b OPTIONS 1 id=three from=three`,
    end: 51,
    why: 'the second may still be answered',
  },
  {
    notCause: 'peer-died',
    script: `${pinged('b', 0, 'one')}${elevenTo('b', 'OPTIONS', 40, 'two')}${sevenTo('b', 50)}`,
    why: 'more than 30 s passed since it was heard: a NAT may have closed',
  },
  {
    notCause: 'peer-died',
    script: `${pinged('b', 0, 'one')}${elevenTo('b', 'OPTIONS', 10, 'two')}${sevenTo('b', 20)}
      25 b>a OPTIONS 1 id=alive from=bob`,
    why: 'it was heard meanwhile',
  },
  {
    notCause: 'wrong-port',
    script: `${STRAYED}
      3   b>a 200_OK 1 to=bob
      3.1 a:62986>b ACK 1 to=bob branch=k`,
    why: 'the sender has the answer: it sends ACK',
  },
  {
    notCause: 'wrong-port',
    script: `
      0   a:62986>b INVITE 1
      0.5 a:62986>b INVITE 1
      0.51 b>a 180_Ringing 1 to=bob
      0.9 b>a 486_Busy_Here 1 to=bob`,
    why: 'it was not sent again after the answer',
  },
  {
    notCause: 'wrong-port',
    script: `
      0   a:62986>b REGISTER 1
      0.1 b>a 401 1 of=REGISTER to=r
      0.6 a:62986>b REGISTER 1
      0.7 a:62986>b REGISTER 2 auth
      0.8 b>a 200_OK 2 of=REGISTER to=r`,
    why: 'the sender has the answer: it comes back with credentials',
  },
  {
    notCause: 'callee-phone-down',
    script: RELAYED.replace('voicemail@10.0.0.2', 'phone@10.0.0.9'),
    why: 'the answer is that of another host',
  },
  {
    notCause: 'callee-phone-down',
    script: `${RELAYED}
      6   b>e INVITE 1 id=further from=further
      6.1 e>b 200_OK 1 id=further from=further to=e
      6.2 b>e ACK 1 id=further from=further to=e branch=k`,
    why: 'the relay reached somebody else by a call of its own',
  },
  {
    notCause: 'callee-phone-down',
    script: `${RELAYED}\n6 d>b 100 1 branch=on2`,
    why: 'the phone answered the last INVITE',
  },
  {
    notCause: 'callee-phone-down',
    script: RELAYED.replaceAll(/^ *(0\.52|1\.52|4\.0|5\.0) .*$/gm, ''),
    why: 'each was sent on once, as if it had been answered',
  },
  {
    notCause: 'callee-phone-down',
    script: `
      0    c>b INVITE 1
      0.02 b>d INVITE 1 branch=on1
      0.52 b>d INVITE 1 branch=on1
      0.6  b>c 200_OK 1 to=voicemail
      0.7  c>b ACK 1 to=voicemail branch=k`,
    why: 'it answered at once',
  },
  {
    notCause: 'callee-phone-down',
    script: `${RELAYED}\n9 b>d ACK 1 branch=kk to=voicemail`,
    why: 'only one direction to the phone was captured: it was sent an ACK',
  },
  {
    notCause: 'cancel-unanswered',
    script: `0 a>b INVITE 1\n0.1 b>a 180_Ringing 1 to=bob\n${CANCELS}\n52 b>a 200_OK 1 of=CANCEL`,
    why: 'it was answered in the end',
  },
  {
    notCause: 'cancel-unanswered',
    script: `0 a>b INVITE 1\n0.1 b>a 180_Ringing 1 to=bob\n${CANCELS}\n52 b>a 487_Request_Terminated 1 to=bob`,
    why: 'the INVITE ended',
  },
  {
    notCause: 'cancel-unanswered',
    script: `0 a>b INVITE 1\n0.5 a>b INVITE 1\n${CANCELS}`,
    why: 'the INVITE had no response at all',
  },
  {
    notCause: 'bye-unanswered',
    script: `${ANSWERED + BYES}\n22 b>a BYE 1 from=bob to=alice\n22.1 a>b 200_OK 1 of=BYE from=bob to=alice`,
    why: 'the BYE of the other side was answered',
  },
  {
    notCause: 'bye-unanswered',
    script: `${ANSWERED}20 a>b BYE 2 to=bob\n20.5 a>b BYE 2 to=bob`,
    why: 'the capture ends while an answer is awaited',
  },
  {
    notCause: 'bye-unanswered',
    script: `${ANSWERED + BYES}\n40 b>a 481_Call_Does_Not_Exist 2 of=BYE to=bob`,
    why: 'it was answered in the end',
  },
];
