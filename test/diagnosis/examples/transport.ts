/** What carries messages fails: ICMP, connections, TLS, sizes, names. */
import type { Conversations } from '../../../src/conversations/conversations.js';
import type { EventKind } from '../../../src/model/event-kinds.js';
import { type MessageId, messageId, NO_MESSAGE } from '../../../src/model/ids.js';
import type { Example, NearExample } from './example.js';

/** An event of the conversation of a message: about that message, or of the connection it came over. */
function happens(kind: EventKind, seconds: number, of: number, detail: string | null = null, isOfConnection = false) {
  return (conversations: Conversations): void => {
    const { messages, events } = conversations;
    const id: MessageId = messageId(of);
    events.add(messages.conversation.get(id), {
      kind,
      timeUs: seconds * 1e6,
      message: isOfConnection ? NO_MESSAGE : id,
      source: messages.destination.get(id),
      destination: messages.source.get(id),
      file: 0,
      recordOffset: 0,
      detail,
    });
  };
}

/** Seven INVITEs as timer A sends them. */
function seven(from: number, more: string): string {
  return [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5]
    .map(at => `${from + at} a>b INVITE ${more}`)
    .join('\n')
    .concat('\n');
}

/** A call of a few hundred bytes that is refused by a busy phone: requests of that size pass. */
const SMALL = `
  0   a>b INVITE 1 id=small from=small bytes=400
  0.1 b>a 486_Busy_Here 1 id=small from=small to=bob
  0.2 a>b ACK 1 id=small from=small to=bob branch=INVITE-1-small
`;
const ALIVE = '60 b>a OPTIONS 1 id=alive from=bob\n60.1 a>b 200_OK 1 of=OPTIONS id=alive from=bob to=x\n';

/** A challenge to a request of 900 bytes. */
const CHALLENGE = `
  0   a>b INVITE 1 bytes=900
  0.1 b>a 407_Proxy_Authentication_Required 1 to=x
  0.2 a>b ACK 1 to=x branch=INVITE-1-alice
`;

function refusal(status: string, header = ''): string {
  return `
    0   a>b INVITE 1 sdp
    0.1 b>a ${status} 1 to=bob
    ${header}
    0.2 a>b ACK 1 to=bob branch=INVITE-1-alice
  `;
}

/** A request that is refused with 400; `header` is one of the request. */
function malformed(header: string, status = '400_Bad_Request'): string {
  return `
    0   a>b OPTIONS 1
    ${header}
    0.1 b>a ${status} 1 of=OPTIONS to=bob
  `;
}

/** An offer over IPv6 only. */
const V6 = ['|| v=0', '|| c=IN IP6 2001:db8::1', '|| m=audio 4000 RTP/AVP 8'].join('\n');
const V4 = ['|| v=0', '|| c=IN IP4 10.0.0.2', '|| m=audio 4000 RTP/AVP 8'].join('\n');
const TYPE = '| Content-Type: application/sdp';

function offered(status: string, sdp: string, warning = ''): string {
  return `
    0   a>b INVITE 1
    ${TYPE}
    ${sdp}
    0.1 b>a ${status} 1 to=bob
    ${warning}
    0.2 a>b ACK 1 to=bob branch=INVITE-1-alice
  `;
}

/** b calls with media of its own. */
function ownMedia(sdp: string): string {
  return `
    10   b>a INVITE 1 id=own from=own
    ${TYPE}
    ${sdp}
    10.1 a>b 486_Busy_Here 1 id=own from=own to=x
  `;
}

export const TRANSPORT: readonly Example[] = [
  {
    cause: 'icmp-unreachable',
    script: '0 a>b REGISTER 1',
    events: happens('icmp-port-unreachable', 0.0001, 0, 'port unreachable'),
    certainty: 'certain',
    sentence: '10.0.0.2 says that nothing listens on 10.0.0.2:5060 (ICMP): no reply to 1 REGISTER',
    evidence: ['0:0'],
  },
  {
    cause: 'icmp-unreachable',
    script: '0 a>b INVITE 1\n0.5 a>b INVITE 1',
    events: happens('icmp-admin-prohibited', 0.6, 1),
    certainty: 'certain',
    sentence: '10.0.0.2 says that a firewall rejects what goes to 10.0.0.2:5060 (ICMP): no reply to 2 INVITEs',
    evidence: ['0:0', '0:1'],
  },
  {
    // The proxy's own request is refused.
    cause: 'icmp-unreachable',
    script: `
      0   c>a INVITE 1
      0.1 a>b INVITE 1 branch=on
      0.2 a>c 503_Service_Unavailable 1 to=x
      0.3 c>a ACK 1 to=x branch=INVITE-1-alice`,
    events: happens('icmp-host-unreachable', 0.15, 1),
    certainty: 'certain',
    sentence: '10.0.0.2 says that 10.0.0.2 is not there (ICMP): no reply to 1 INVITE',
    evidence: ['0:1'],
  },
  {
    cause: 'tls-failed',
    script: '0 a:40000>b:5061 INVITE 1 tls',
    events: happens('tls-alert', 0.2, 0, 'fatal: unknown CA', true),
    certainty: 'certain',
    sentence: '10.0.0.2:5061 broke off TLS with 10.0.0.2:5061 ("unknown CA"): no final response to 1 INVITE',
    evidence: ['0:0'],
  },
  {
    cause: 'tcp-reset',
    script: '0 a:40000>b INVITE 1 tcp\n0.1 b>a:40000 100 1 tcp',
    events: happens('tcp-reset', 2, 0, null, true),
    certainty: 'certain',
    sentence: '10.0.0.2:5060 reset the connection 2.0 s after the INVITE: no final response to 1 INVITE',
    evidence: ['0:0'],
  },
  {
    cause: 'auth-retry-too-big',
    script: `${CHALLENGE}${seven(0.3, '2 auth bytes=1400')}`,
    certainty: 'likely',
    sentence:
      'no reply to 7 INVITEs from 10.0.0.2:5060 in 31.5 s: with credentials the INVITE has 1400 bytes, without them 900 and was answered',
    evidence: ['0:0', '0:1', '0:3', '0:9'],
  },
  {
    cause: 'udp-too-big',
    script: SMALL + seven(10, '1 bytes=1600') + ALIVE,
    row: 1,
    certainty: 'likely',
    sentence:
      'no reply to 7 INVITEs from 10.0.0.2:5060 in 31.5 s: the INVITE has 1600 bytes, one of 400 bytes was answered',
    evidence: ['0:0', '1:0', '1:6'],
  },
  {
    cause: 'udp-too-big',
    script: '0 a>b INVITE 1 bytes=1600',
    events: happens('icmp-fragmentation-needed', 0.001, 0),
    certainty: 'certain',
    sentence:
      'no reply to 1 INVITE from 10.0.0.2:5060: the INVITE has 1600 bytes, too large for a link on its way, says ICMP from 10.0.0.2',
    evidence: ['0:0'],
  },
  {
    cause: 'dns-failed',
    script: refusal('480_No_DNS_results', '| Warning: 399 sip1 "No other DNS entries to try"'),
    certainty: 'certain',
    sentence:
      '10.0.0.2 could not resolve where to send the INVITE: 480 No DNS results, Warning 399 sip1 "No other DNS entries to try"',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'dns-failed',
    script: refusal('478_Unresolvable_destination'),
    certainty: 'certain',
    sentence: '10.0.0.2 could not resolve where to send the INVITE: 478 Unresolvable destination',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'malformed-rejected',
    script: malformed('| To: "Bob <sip:bob@b.example>'),
    certainty: 'certain',
    sentence: '10.0.0.2 refuses the OPTIONS as malformed (400 Bad Request): a quoted text is not closed (To)',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'wrong-address-family',
    script: offered('488_Not_Acceptable_Here', V6, '| Warning: 301 b.example "Incompatible network address formats"'),
    certainty: 'certain',
    sentence:
      '10.0.0.2 refuses the INVITE, which offers media over IPv6 only: 488 Not Acceptable Here, Warning 301 b.example "Incompatible network address formats"',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'wrong-address-family',
    script: offered('488_Not_Acceptable_Here', V6) + ownMedia(V4),
    certainty: 'likely',
    sentence:
      '10.0.0.2 refuses the INVITE, which offers media over IPv6 only: 488 Not Acceptable Here, and its own media are IPv4',
    evidence: ['0:0', '0:1', '1:0'],
  },
  {
    cause: 'transport-switch',
    script: `
      0   a:40000>b INVITE 1 tcp
      0.1 b>a 500_Server_Internal_Error 1 to=bob
      0.2 a:40000>b ACK 1 to=bob branch=INVITE-1-alice tcp`,
    certainty: 'hint',
    isBesides: true,
    sentence: 'the INVITE went over TCP from 10.0.0.1 to 10.0.0.2, but its response over UDP',
    evidence: ['0:0', '0:1'],
  },
];

export const NEARLY_TRANSPORT: readonly NearExample[] = [
  {
    notCause: 'icmp-unreachable',
    script: '0 a>b INVITE 1\n0.5 a>b INVITE 1\n0.6 b>a 486_Busy_Here 1 to=bob',
    events: happens('icmp-port-unreachable', 0.1, 0),
    why: 'a response came after all',
  },
  {
    notCause: 'icmp-unreachable',
    script: '0 a>b INVITE 1\n0.1 b>a 180_Ringing 1 to=bob\n1 b>a 404_Not_Found 1 to=bob',
    events: happens('icmp-port-unreachable', 1.1, 2),
    why: 'what it quotes is a response',
  },
  {
    notCause: 'icmp-unreachable',
    script: `
      0   c>a INVITE 1
      0.1 a>b INVITE 1 branch=first
      0.2 a>d INVITE 1 branch=second
      0.3 d>a 404_Not_Found 1 branch=second to=d
      0.4 a>c 404_Not_Found 1 to=d`,
    events: happens('icmp-port-unreachable', 0.15, 1),
    why: 'the proxy tried another host, which decided',
  },
  {
    notCause: 'tls-failed',
    script: '0 a:40000>b:5061 INVITE 1 tls',
    events: happens('tls-alert', 0.2, 0, 'warning: user canceled', true),
    why: 'the alert is not fatal',
  },
  {
    notCause: 'tls-failed',
    script: '0 a:40000>b:5061 INVITE 1 tls\n0.1 b:5061>a:40000 486_Busy_Here 1 to=bob tls',
    events: happens('tls-alert', 0.2, 0, 'fatal: unknown CA', true),
    why: 'the request had its final response',
  },
  {
    notCause: 'tcp-reset',
    script: '0 a:40000>b INVITE 1 tcp\n0.1 b>a:40000 404_Not_Found 1 to=bob tcp',
    events: happens('tcp-reset', 2, 0, null, true),
    why: 'the request had its final response',
  },
  {
    notCause: 'tcp-reset',
    script: '0 a:40000>b INVITE 1 tcp\n1 a:40001>b INVITE 1 tcp\n1.1 b>a:40001 404_Not_Found 1 to=bob tcp',
    events: happens('tcp-reset', 0.1, 0, null, true),
    why: 'it was sent again on another connection',
  },
  {
    notCause: 'auth-retry-too-big',
    script: `${CHALLENGE}${seven(0.3, '2 auth bytes=1200')}`,
    why: 'with credentials it is small enough',
  },
  {
    notCause: 'auth-retry-too-big',
    script: `${CHALLENGE.replace('900', '1350')}${seven(0.3, '2 auth bytes=1500')}`,
    why: 'the request without credentials was as large',
  },
  {
    notCause: 'auth-retry-too-big',
    script: `${CHALLENGE}${seven(0.3, '2 auth bytes=1400')}
      100 a>b MESSAGE 1 id=large from=l bytes=1500
      101 b>a 200_OK 1 of=MESSAGE id=large from=l to=x`,
    why: 'a larger request was answered',
  },
  {
    notCause: 'udp-too-big',
    script: `${SMALL}${seven(10, '1 bytes=1600')}${ALIVE}
      100 a>b MESSAGE 1 id=large from=l bytes=1500
      101 b>a 200_OK 1 of=MESSAGE id=large from=l to=x`,
    why: 'a request as large was answered',
  },
  {
    notCause: 'udp-too-big',
    script: SMALL + seven(10, '1 bytes=1600'),
    why: 'it is not heard any more: it may be gone',
  },
  {
    notCause: 'udp-too-big',
    script: SMALL + seven(10, '1 bytes=1600 tcp') + ALIVE,
    why: 'TCP carries any size',
  },
  {
    notCause: 'udp-too-big',
    script: SMALL + seven(10, '1 bytes=1250') + ALIVE,
    why: 'it is small enough',
  },
  {
    notCause: 'dns-failed',
    script: refusal('480_Temporarily_Unavailable', '| Warning: 399 sip1 "Call not resolved by the agent"'),
    why: 'nothing speaks of a name',
  },
  {
    notCause: 'malformed-rejected',
    script: malformed('| Subject: fine'),
    why: 'it has no fault',
  },
  {
    notCause: 'malformed-rejected',
    script: malformed('| To: "Bob <sip:bob@b.example>', '404_Not_Found'),
    why: 'it was refused for something else',
  },
  {
    notCause: 'malformed-rejected',
    script: malformed('| Date: Sat, 13 Nov 2010 23:29:00 CET'),
    why: 'that fault is one that servers overlook',
  },
  {
    notCause: 'wrong-address-family',
    script: offered('488_Not_Acceptable_Here', V6) + ownMedia(V6),
    why: 'its own media are of the family that is offered',
  },
  {
    notCause: 'wrong-address-family',
    script: offered('488_Not_Acceptable_Here', V6),
    why: 'nothing is known of its own media',
  },
  {
    notCause: 'wrong-address-family',
    script: offered('488_Not_Acceptable_Here', `${V6}\n|| m=audio 4002 RTP/AVP 8\n|| c=IN IP4 10.0.0.1`) + ownMedia(V4),
    why: 'it offers both',
  },
  {
    notCause: 'transport-switch',
    script: `
      0   a:40000>b INVITE 1 tcp
      0.1 b>a:40000 500_Server_Internal_Error 1 to=bob tcp`,
    why: 'both go over TCP',
  },
  {
    notCause: 'transport-switch',
    script: `
      0   a:40000>b INVITE 1 tcp
      0.1 b>c INVITE 1 branch=on
      0.2 c>b 500_Server_Internal_Error 1 branch=on to=bob
      0.3 b>a:40000 500_Server_Internal_Error 1 to=bob tcp`,
    why: 'the next hop has another transport',
  },
];
