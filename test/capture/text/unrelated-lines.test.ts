/** What stands before a message and is about something else: a message has no end and no transport of it. */
import { describe, expect, test } from 'vitest';
import { readCapture } from '../captures.js';

const MESSAGE = [
  'OPTIONS sip:4470@pbx.example SIP/2.0',
  'Via: SIP/2.0/UDP 10.77.1.5:5070;branch=z9hG4bKu1',
  'From: <sip:6120@pbx.example>;tag=f1',
  'To: <sip:4470@pbx.example>',
  'Call-ID: unrelated@lines',
  'CSeq: 7 OPTIONS',
  'Content-Length: 0',
  '',
];
const NOTHING = [':0', ':0', 'unknown'];

/** The ends and the transport of the message after the lines. */
async function toldAfter(...lines: readonly string[]) {
  const { datagrams } = await readCapture(Buffer.from(`${[...lines, ...MESSAGE].join('\n')}\n`, 'latin1'));
  expect(datagrams).toHaveLength(1);
  return datagrams.map(({ source, destination, transport }) => [source, destination, transport])[0];
}

describe('nothing is told of a message by', () => {
  test.each<[string, string[]]>([
    [
      'a customer in a mail',
      [
        'Hello team,',
        'on 2026-03-02 09:30 the customer at 192.0.2.7:5060 called us back, see the message I received from Bob (tel 10.1.1.1):',
        '',
      ],
    ],
    [
      'a transport in a mail',
      ['this is the answer, version 1.2.3.4:5 of our PBX, sent over TCP/IP networks as usual:', ''],
    ],
    ['a message too large', ['09:30:14.100 INVITE too large for UDP (1502 bytes), trying TCP']],
    ['a timeout', ['2026-03-02 09:30:14 WARN timeout from 10.0.0.1:5060']],
    ['a timeout and what it was of', ['2026-03-02 09:30:14 WARN timeout of request to 10.0.0.1:5060 over UDP']],
    [
      'a database',
      ['2026-03-02 09:30:14 INFO pool connected to 10.9.9.9:3306', '2026-03-02 09:30:15 DEBUG message follows'],
    ],
    [
      'a database just before',
      ['message follows', '2026-03-02 09:30:14 INFO sql pool: connection to 10.9.9.9:3306 established'],
    ],
    [
      'candidates',
      ['ICE candidate udp 10.0.0.1:40000 typ host', 'candidate: from 198.51.100.4:40001 to 10.0.0.1:40000'],
    ],
    [
      'headers that the log prints',
      ['Via: SIP/2.0/TCP 10.0.0.1:5060', 'Contact: <sip:a@10.0.0.1:5060>', 'From: 10.0.0.1:5060 <x>'],
    ],
    ['a contact', ['2026-03-02 09:30:14 registrar: new contact=10.0.0.1:5060 sent by phone']],
    ['numbers', ['2026-03-02 09:30:14 raised the limit from 10 to 20 for peers']],
    ['a route', ['2026-03-02 09:30:14 Routing call to 10.0.0.1:5060']],
    ['a gateway', ['2026-03-02 09:30:14 gateway 10.0.0.1:5060 is up']],
    ['a socket', ['2026-03-02 09:30:14 listening on udp:10.0.0.1:5060']],
    ['a connection', ['2026-03-02 09:30:14 TCP connection from 10.0.0.1:5060 accepted']],
    ['a mapping', ['2026-03-02 09:30:14 NAT mapped 10.0.0.1:5060 -> 198.51.100.4:40000']],
    ['media', ['2026-03-02 09:30:14 RTP sent 10.0.0.1:20000 -> 198.51.100.4:40000']],
    ['what could not be sent', ['2026-03-02 09:30:14 failed to send to 10.0.0.1:5060 over UDP']],
    ['a name that was looked up', ['2026-03-02 09:30:14 resolved pbx.example to 10.0.0.1:5060']],
    ['a web server', ['2026-03-02 09:30:14 HTTP request from 10.0.0.1:8080 received']],
    ['a registration', ['2026-03-02 09:30:14 phone 6120 registered from 10.0.0.1:5060']],
    ['a ban', ['2026-03-02 09:30:14 fail2ban: banned 10.0.0.1:5060 after 5 packets']],
    ['STUN', ['2026-03-02 09:30:14 STUN response received from 10.0.0.1:3478 (UDP)']],
    ['a call', ['2026-03-02 09:30:14 New call from 10.0.0.1:5060']],
    [
      'a question',
      ['Why does the PBX at 10.0.0.1:5060 answer so late? I see the request coming in and then nothing.', ''],
    ],
    ['an option of a shell', ['$ sipsak -s sip:4470@10.0.0.1:5060 --tcp', '']],
  ])('%s', async (_, lines) => {
    expect(await toldAfter(...lines)).toEqual(NOTHING);
  });
});

describe('a heading counts beside', () => {
  test.each<[string, string[]]>([
    [
      'an event before it',
      ['09:30:14 timeout from 10.0.0.1:5060', '09:30:15 Received message from UDP 203.0.113.9:5060:'],
    ],
    [
      'an event in its record',
      ['09:30:15 Received message from UDP 203.0.113.9:5060:', 'pool connected to 10.9.9.9:3306'],
    ],
    ['what was too large', ['09:30:14 too large for TCP, trying', '09:30:15 RX UDP 203.0.113.9:5060']],
    [
      'a sentence',
      ['09:30:15 Received message from UDP 203.0.113.9:5060:', 'please note that our server is 10.9.9.9:3306'],
    ],
  ])('%s', async (_, lines) => {
    expect(await toldAfter(...lines)).toEqual(['203.0.113.9:5060', ':0', 'UDP']);
  });
});
