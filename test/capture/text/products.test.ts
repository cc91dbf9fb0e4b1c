/**
 * A call to a busy number as programs of all kinds log it, each in its own frame and with its own words. What a text does
 * not tell has to stay unknown.
 */
import { describe, expect, test } from 'vitest';
import { NO_TIME } from '../../../src/model/times.js';
import { readCapture } from '../captures.js';

const OURS = '10.20.0.5:5060';
const THEIRS = '203.0.113.9:5060';
const NOBODY = ':0';

const INVITE = [
  'INVITE sip:5559042@branch.example SIP/2.0',
  'Via: SIP/2.0/UDP 10.20.0.5:5060;branch=z9hG4bKp1;rport',
  'Max-Forwards: 70',
  'From: "Ada \\"A\\" Quill" <sip:7301@branch.example>;tag=aq1',
  'To: <sip:5559042@branch.example>',
  'Call-ID: product@inv',
  'CSeq: 21 INVITE',
  'Contact: <sip:7301@10.20.0.5:5060>',
  'Date: Sun, 01 Mar 2026 08:00:00 GMT',
  'Content-Type: application/sdp',
  'Content-Length: 112',
  '',
  'v=0',
  'o=- 20 20 IN IP4 10.20.0.5',
  's=-',
  'c=IN IP4 10.20.0.5',
  't=0 0',
  'm=audio 24000 RTP/AVP 8',
  'a=rtpmap:8 PCMA/8000',
];
const BUSY = [
  'SIP/2.0 486 Busy Here',
  'Via: SIP/2.0/UDP 10.20.0.5:5060;branch=z9hG4bKp1;rport=5060',
  'From: "Ada \\"A\\" Quill" <sip:7301@branch.example>;tag=aq1',
  'To: <sip:5559042@branch.example>;tag=zz9',
  'Call-ID: product@inv',
  'CSeq: 21 INVITE',
  'Content-Length: 0',
  '',
];
const MESSAGES = [INVITE, BUSY].map(lines => `${lines.join('\r\n')}\r\n`);
const LENGTH = MESSAGES.map(({ length }) => length);

/** The moments of the two messages; `local` has no zone. */
const FRACTIONS = { us: [250_123, 310_400], ms: [250_000, 310_000], s: [0, 0] };
const utc = (fraction: keyof typeof FRACTIONS) =>
  FRACTIONS[fraction].map(us => Date.UTC(2026, 2, 2, 9, 30, 15) * 1000 + us);
const local = (fraction: keyof typeof FRACTIONS) =>
  FRACTIONS[fraction].map(us => new Date(2026, 2, 2, 9, 30, 15).getTime() * 1000 + us);
const clock = (fraction: keyof typeof FRACTIONS) => FRACTIONS[fraction].map(us => 34_215e6 + us);
const NEVER = [NO_TIME, NO_TIME];
const BOTH = [OURS, THEIRS, THEIRS, OURS];
/** The other end's address only. */
const PEER = [NOBODY, THEIRS, THEIRS, NOBODY];
const NONE = [NOBODY, NOBODY, NOBODY, NOBODY];

interface Product {
  name: string;
  lines: string[];
  times: readonly number[];
  /** Source and destination of each message. */
  ends?: readonly string[];
  transport?: string;
  /** The lines that are left over between the messages. */
  remarks?: string[];
}

const indented = (lines: readonly string[], indent: string) => lines.map(line => `${indent}${line}`);
const escaped = (lines: readonly string[]) => JSON.stringify(`${lines.join('\r\n')}\r\n`);
const asHtml = (line: string) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
/** Go writes "<" and ">" in JSON as \u003c and \u003e. */
const goJson = (value: object) => JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');

const printedEnds = (lines: readonly string[]) => [...lines, ''].join(String.raw`\r\n`);
const csvRow = (...cells: string[]) => cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',');
/** A cell of several lines after `before`. */
const csvLines = (before: string, lines: readonly string[]) =>
  `${before}"${lines.join('\n').replaceAll('"', '""')}\n"`.split('\n');

const PRODUCTS: Product[] = [
  {
    name: 'Oracle and Acme Packet, sipmsg.log',
    lines: [
      '----------------------------------------',
      'Mar  2 09:30:15.250 On [0:0]10.20.0.5:5060 sent to 203.0.113.9:5060',
      ...INVITE,
      '----------------------------------------',
      'Mar  2 09:30:15.310 On [0:0]10.20.0.5:5060 received from 203.0.113.9:5060',
      ...BUSY,
      '----------------------------------------',
    ],
    times: clock('ms'),
    ends: BOTH,
  },
  {
    name: 'Cisco CUCM, SDL trace',
    lines: [
      `00412345.001 |09:30:15.250 |AppInfo  |SIPTcp - wait_SdlSPISignal: Outgoing SIP TCP message to 203.0.113.9 on port 5060 index 12 `,
      '[90210,NET]',
      ...INVITE,
      `00412346.002 |09:30:15.310 |AppInfo  |SIPTcp - wait_SdlReadRsp: Incoming SIP TCP message from 203.0.113.9 on port 5060 index 12 with ${LENGTH[1]} bytes:`,
      '[90211,NET]',
      ...BUSY,
      '00412347.000 |09:30:15.311 |SdlSig   |SIPNormalizeInd',
    ],
    times: clock('ms'),
    ends: PEER,
    transport: 'TCP',
    remarks: ['00412347.000 |09:30:15.311 |SdlSig   |SIPNormalizeInd'],
  },
  {
    name: 'Cisco IOS, with a sequence number and without addresses',
    lines: [
      '002217: *Mar  2 09:30:15.250: //4711/A0B1C2D3E4F5/SIP/Msg/ccsipDisplayMsg:',
      'Sent: ',
      ...INVITE,
      '',
      '002218: *Mar  2 09:30:15.310: //4711/A0B1C2D3E4F5/SIP/Msg/ccsipDisplayMsg:',
      'Received: ',
      ...BUSY,
    ],
    times: clock('ms'),
  },
  {
    name: 'drachtio, over TCP',
    lines: [
      '2026-03-02 09:30:15.250123 SipDialogController::doSendRequest',
      `send ${LENGTH[0]} bytes to tcp/[203.0.113.9]:5060 at 09:30:15.250123:`,
      ...INVITE,
      `recv ${LENGTH[1]} bytes from tcp/[203.0.113.9]:5060 at 09:30:15.310400:`,
      ...BUSY,
    ],
    times: local('us'),
    ends: PEER,
    transport: 'TCP',
    remarks: ['2026-03-02 09:30:15.250123 SipDialogController::doSendRequest'],
  },
  {
    name: 'BroadWorks, XSLog',
    lines: [
      '2026.03.02 09:30:15:250 CET | Info       | Sip | +5559042 | branch@as1 | callhalf-771:0',
      '',
      `	udp ${LENGTH[0]} Bytes OUT to 203.0.113.9:5060`,
      ...INVITE,
      '',
      '2026.03.02 09:30:15:310 CET | Info       | Sip | +5559042 | branch@as1 | callhalf-771:0',
      '',
      `	udp ${LENGTH[1]} Bytes IN from 203.0.113.9:5060`,
      ...BUSY,
    ],
    times: utc('ms').map(us => us - 3600e6),
    ends: PEER,
    transport: 'UDP',
    remarks: [
      '2026.03.02 09:30:15:250 CET | Info       | Sip | +5559042 | branch@as1 | callhalf-771:0',
      '2026.03.02 09:30:15:310 CET | Info       | Sip | +5559042 | branch@as1 | callhalf-771:0',
    ],
  },
  {
    name: 'Yealink, syslog with one entry a line',
    lines: [
      ...['<134>Mar  2 09:30:15 sip[812]: SUA <5+notice> [000] send to <203.0.113.9:5060> over UDP:'],
      ...INVITE.map(line => `<134>Mar  2 09:30:15 sip[812]: SUA <6+info  > [000] ${line}`),
      ...['<134>Mar  2 09:30:15 sip[812]: SUA <5+notice> [000] recv from <203.0.113.9:5060> over UDP:'],
      ...BUSY.map(line => `<134>Mar  2 09:30:15 sip[812]: SUA <6+info  > [000] ${line}`),
    ],
    times: clock('s'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'Grandstream, one entry a message',
    lines: [
      `2026-03-02T09:30:15.250123+00:00 GXP2170 [00:0B:82:11:22:33] [1.0.11.16] SIPStack::sendMessage(1) UDP to 203.0.113.9:5060:\\n${INVITE.join('\\r\\n')}\\r\\n`,
      `2026-03-02T09:30:15.310400+00:00 GXP2170 [00:0B:82:11:22:33] [1.0.11.16] SIPStack::recvMessage(1) UDP from 203.0.113.9:5060:\\n${BUSY.join('\\r\\n')}\\r\\n`,
    ],
    times: utc('us'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'Polycom',
    lines: [
      '0302093015|sip  |1|00|>>> Data Send to UDP 203.0.113.9:5060',
      ...INVITE.map(line => `0302093015|sip  |1|00|${line}`),
      '0302093015|sip  |1|00|<<< Data Received from UDP 203.0.113.9:5060',
      ...BUSY.map(line => `0302093015|sip  |1|00|${line}`),
    ],
    times: clock('s'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'Snom, trace of the web page',
    lines: [
      'Sent to udp:203.0.113.9:5060 from udp:10.20.0.5:5060 at Mar  2 09:30:15.250 (812 bytes):',
      '',
      ...INVITE,
      '',
      'Received from udp:203.0.113.9:5060 at Mar  2 09:30:15.310 (270 bytes):',
      '',
      ...BUSY,
    ],
    times: clock('ms'),
    ends: [OURS, THEIRS, THEIRS, NOBODY],
    transport: 'UDP',
  },
  {
    name: 'Linphone and belle-sip',
    lines: [
      '2026-03-02 09:30:15:250 [linphone/belle-sip] MESSAGE channel [0x5581]: message sent to [UDP://203.0.113.9:5060], size: [780] bytes',
      ...INVITE,
      '2026-03-02 09:30:15:310 [linphone/belle-sip] MESSAGE channel [0x5581]: received [270] new bytes from [UDP://203.0.113.9:5060]:',
      ...BUSY,
      '2026-03-02 09:30:15:311 [linphone/belle-sip] MESSAGE channel [0x5581] message parsed',
    ],
    times: local('ms'),
    ends: PEER,
    transport: 'UDP',
    remarks: ['2026-03-02 09:30:15:311 [linphone/belle-sip] MESSAGE channel [0x5581] message parsed'],
  },
  {
    name: 'JsSIP in the console of a browser',
    lines: [
      'JsSIP:WebSocketInterface send() +12ms',
      'Mon Mar 02 2026 10:30:15 GMT+0100 (CET) JsSIP:Transport sending WebSocket message:',
      '',
      ...INVITE,
      '',
      'Mon Mar 02 2026 10:30:15 GMT+0100 (CET) JsSIP:Transport received WebSocket text message:',
      '',
      ...BUSY,
    ],
    times: utc('s'),
    remarks: ['JsSIP:WebSocketInterface send() +12ms'],
  },
  {
    name: 'SIP.js',
    lines: [
      'Mon Mar 02 2026 09:30:15 GMT+0000 | sip.Transport | Sending WebSocket message:',
      '',
      ...INVITE,
      '',
      'Mon Mar 02 2026 09:30:15 GMT+0000 | sip.Transport | Received WebSocket text message:',
      '',
      ...BUSY,
    ],
    times: utc('s'),
  },
  {
    name: 'baresip',
    lines: [
      `09:30:15.250123|TX ${OURS} -> ${THEIRS}|UDP`,
      ...INVITE,
      '',
      `09:30:15.310400|RX ${THEIRS} -> ${OURS}|UDP`,
      ...BUSY,
    ],
    times: clock('us'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'reSIProcate',
    lines: [
      'DEBUG | 20260302-093015.250 | repro | RESIP:TRANSPORT | 140 | UdpTransport.cxx:88 | Sending message to udp:203.0.113.9:5060',
      ...INVITE,
      '',
      'DEBUG | 20260302-093015.310 | repro | RESIP:TRANSPORT | 140 | UdpTransport.cxx:99 | Received message from: udp:203.0.113.9:5060',
      ...BUSY,
    ],
    times: local('ms'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'Zoiper and Android: logcat',
    lines: [
      '03-02 09:30:15.250  2177  2301 D SIP     : Transport TLS sending to 203.0.113.9:5061',
      ...INVITE,
      '03-02 09:30:15.310  2177  2301 D SIP     : Transport TLS received from 203.0.113.9:5061',
      ...BUSY,
    ],
    times: clock('ms'),
    ends: [NOBODY, '203.0.113.9:5061', '203.0.113.9:5061', NOBODY],
    transport: 'TLS',
  },
  {
    name: 'Avaya Session Manager, traceSM',
    lines: [
      '--------------------',
      '02/Mar/2026:09:30:15.250 --> 203.0.113.9:5060 octets: 780, Body Length: 112',
      'egress: { L10.20.0.5:5060/R203.0.113.9:5060/TCP/0x1a }',
      '--------------------',
      ...INVITE,
      '--------------------',
      '02/Mar/2026:09:30:15.310 <-- 203.0.113.9:5060 octets: 270, Body Length: 0',
      'ingress: { L10.20.0.5:5060/R203.0.113.9:5060/TCP/0x1a }',
      '--------------------',
      ...BUSY,
    ],
    times: local('ms'),
    ends: PEER,
    transport: 'TCP',
  },
  {
    name: 'Ribbon and Sonus, trace file',
    lines: [
      '172 03022026 093015.250123:1.01.00.12345.Info    .SIPSG: sent msg for CallId:0x71 to IP/port:203.0.113.9/5060, Local IP/port:10.20.0.5/5060, SMM:stop',
      ...INVITE,
      '173 03022026 093015.310400:1.01.00.12346.Info    .SIPSG: received msg for CallId:0x71 from IP/port:203.0.113.9/5060, Local IP/port:10.20.0.5/5060, SMM:stop',
      ...BUSY,
    ],
    times: local('us'),
    ends: BOTH,
  },
  {
    name: 'Genesys SIP Server',
    lines: [
      '09:30:15.250: Sending  [0,UDP] 780 bytes to 203.0.113.9:5060 >>>>>',
      ...INVITE,
      '',
      '09:30:15.310: SIPTR: Received [0,UDP] 270 bytes from 203.0.113.9:5060 <<<<<',
      ...BUSY,
    ],
    times: clock('ms'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'Homer, exported as text',
    lines: [
      'proto:UDP 2026-03-02T09:30:15.250123Z  10.20.0.5:5060 ---> 203.0.113.9:5060',
      '',
      ...INVITE,
      '',
      'proto:UDP 2026-03-02T09:30:15.310400Z  203.0.113.9:5060 ---> 10.20.0.5:5060',
      '',
      ...BUSY,
    ],
    times: utc('us'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'docker logs --timestamps',
    lines: [
      'Retransmitting is off',
      '2026-03-02T09:30:15.250123000Z <--- Transmitting SIP request (780 bytes) to UDP:203.0.113.9:5060 --->',
      ...INVITE.map(line => `2026-03-02T09:30:15.250123000Z ${line}`),
      '2026-03-02T09:30:15.300000000Z ',
      '2026-03-02T09:30:15.310400000Z <--- Received SIP response (270 bytes) from UDP:203.0.113.9:5060 --->',
      ...BUSY.map(line => `2026-03-02T09:30:15.310400000Z ${line}`),
    ],
    times: utc('us'),
    ends: PEER,
    transport: 'UDP',
    remarks: ['Retransmitting is off'],
  },
  {
    name: 'Kubernetes, a record of JSON a line',
    lines: [
      ...['<--- Transmitting SIP request (780 bytes) to UDP:203.0.113.9:5060 --->', ...INVITE].map(line =>
        goJson({ log: `${line}\r\n`, stream: 'stdout', time: '2026-03-02T09:30:15.250123999Z' }),
      ),
      ...['', '<--- Received SIP response (270 bytes) from UDP:203.0.113.9:5060 --->', ...BUSY].map(line =>
        goJson({ log: `${line}\r\n`, stream: 'stdout', time: '2026-03-02T09:30:15.310400999Z' }),
      ),
    ],
    times: utc('us'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'a collector that writes a message a record, with fields for the ends',
    lines: [
      goJson({
        '@timestamp': '2026-03-02T09:30:15.250Z',
        message: `${INVITE.join('\r\n')}\r\n`,
        source: { ip: '10.20.0.5', port: 5060 },
        src_ip: '10.20.0.5',
        src_port: 5060,
        dst_ip: '203.0.113.9',
        dst_port: 5060,
        transport: 'udp',
      }),
      goJson({
        '@timestamp': '2026-03-02T09:30:15.310Z',
        src_ip: '203.0.113.9',
        src_port: 5060,
        dst_ip: '10.20.0.5',
        dst_port: 5060,
        transport: 'udp',
        message: `${BUSY.join('\r\n')}\r\n`,
      }),
    ],
    times: utc('ms'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'Homer, exported as one JSON array',
    lines: [
      JSON.stringify({
        data: [
          {
            create_ts: 1772443815250,
            protocol: 17,
            srcIp: '10.20.0.5',
            srcPort: 5060,
            dstIp: '203.0.113.9',
            dstPort: 5060,
            raw: `${INVITE.join('\r\n')}\r\n`,
          },
          {
            timestamp: 1772443815310,
            protocol: 17,
            srcIp: '203.0.113.9',
            srcPort: 5060,
            dstIp: '10.20.0.5',
            dstPort: 5060,
            raw: `${BUSY.join('\r\n')}\r\n`,
          },
        ],
      }),
    ],
    times: utc('ms'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'Graylog and Kibana, exported as CSV with line ends in a field',
    lines: [
      '"timestamp","source","message"',
      `"2026-03-02T09:30:15.250Z","sbc1","${INVITE.map(line => line.replaceAll('"', '""')).join('\n')}`,
      '"',
      `"2026-03-02T09:30:15.310Z","sbc1","${BUSY.map(line => line.replaceAll('"', '""')).join('\n')}`,
      '"',
    ],
    times: utc('ms'),
    remarks: ['"timestamp","source","message"'],
  },
  {
    name: 'a log in Go, with quoted values',
    lines: [
      `time="2026-03-02T09:30:15.250Z" level=debug msg="sip out" src=10.20.0.5:5060 dst=203.0.113.9:5060 net=udp body=${escaped(INVITE)}`,
      `time="2026-03-02T09:30:15.310Z" level=debug msg="sip in" src=203.0.113.9:5060 dst=10.20.0.5:5060 net=udp body=${escaped(BUSY)}`,
    ],
    times: utc('ms'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'journalctl -o short-iso',
    lines: [
      ...['send 780 bytes to udp/[203.0.113.9]:5060:', ...INVITE].map(
        line => `2026-03-02T09:30:15+0000 pbx1 sipd[77]: ${line}`,
      ),
      ...['recv 270 bytes from udp/[203.0.113.9]:5060:', ...BUSY].map(
        line => `2026-03-02T09:30:15+0000 pbx1 sipd[77]: ${line}`,
      ),
    ],
    times: utc('s'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'a page of HTML with tags for line ends',
    lines: [
      '<html><body><h1>Trace</h1>',
      `<p>2026-03-02 09:30:15.250 UTC sent to 203.0.113.9:5060 (TCP)</p><p>`,
      ...INVITE.map(line => `${asHtml(line)}<br>`),
      '</p>',
      `<p>2026-03-02 09:30:15.310 UTC received from 203.0.113.9:5060 (TCP)</p><p>`,
      ...BUSY.map(line => `${asHtml(line)}<br>`),
      '</p></body></html>',
    ],
    times: utc('ms'),
    ends: PEER,
    transport: 'TCP',
    remarks: ['Trace'],
  },
  {
    name: 'records with a beginning and an end',
    lines: [
      '$$begin_record',
      'Timestamp: 1772443815250123',
      'Direction: outbound, local 10.20.0.5:5060, remote 203.0.113.9:5060, protocol=17',
      ...INVITE,
      '$$end_record',
      '$$begin_record',
      'Timestamp: 1772443815310400',
      'Direction: inbound, local 10.20.0.5:5060, remote 203.0.113.9:5060, protocol=17',
      ...BUSY,
      '$$end_record',
    ],
    times: utc('us'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'Metaswitch, with the seconds since 1970',
    lines: [
      '1772443815.250123: SIP message sent, 10.20.0.5;5060 => 203.0.113.9;5060, transport=TLS',
      ...INVITE,
      '1772443815.310400: SIP message received, 203.0.113.9;5060 => 10.20.0.5;5060, transport=TLS',
      ...BUSY,
    ],
    times: utc('us'),
    ends: BOTH,
    transport: 'TLS',
  },
  {
    name: 'Mitel, indented, with an American date and half days',
    lines: [
      '3/2/2026 9:30:15 AM [SIP] Outgoing message, Local: 10.20.0.5:5060, Remote: 203.0.113.9:5060, WSS',
      ...indented(INVITE, '    '),
      '3/2/2026 9:30:15 AM [SIP] Incoming message, Local: 10.20.0.5:5060, Remote: 203.0.113.9:5060, WSS',
      ...indented(BUSY, '    '),
    ],
    times: local('s'),
    ends: BOTH,
    transport: 'WSS',
  },
  {
    name: 'strings of C, one a line',
    lines: [INVITE, BUSY].flatMap(lines => lines.map(line => `  ${JSON.stringify(`${line}\r\n`)}`)),
    times: NEVER,
  },
  {
    name: 'cat -A, each line with its control characters',
    lines: [...INVITE.map(line => `${line}^M$`), '$', ...BUSY.map(line => `${line}^M$`)],
    times: NEVER,
  },
  {
    name: 'a table of HTML, each message a cell of lines',
    lines: [
      '<table><tr><th>When</th><th>Route</th><th>Message</th></tr>',
      ...[INVITE, BUSY].flatMap((lines, at) => [
        `<tr><td>2026-03-02 09:30:15.${at === 0 ? '250' : '310'}</td><td>${at === 0 ? '10.20.0.5:5060 -&gt; 203.0.113.9:5060' : '203.0.113.9:5060 -&gt; 10.20.0.5:5060'}</td><td><pre>${asHtml(lines[0]!)}<br>`,
        ...lines.slice(1).map(line => `${asHtml(line)}<br>`),
        '</pre></td></tr>',
      ]),
      '</table>',
    ],
    times: local('ms'),
    ends: BOTH,
    remarks: ['When Route Message'],
  },
  {
    name: 'CSV whose heading names two addresses side by side',
    lines: [
      '"@timestamp","destination","source","proto","message"',
      csvRow('Mar 2, 2026 @ 09:30:15.250', '203.0.113.9:5060', '10.20.0.5:5060', 'UDP', printedEnds(INVITE)),
      csvRow('Mar 2, 2026 @ 09:30:15.310', '10.20.0.5:5060', '203.0.113.9:5060', 'UDP', printedEnds(BUSY)),
    ],
    times: local('ms'),
    ends: BOTH,
    transport: 'UDP',
    remarks: ['"@timestamp","destination","source","proto","message"'],
  },
  {
    name: 'CSV without a heading',
    lines: [
      csvRow('2026-03-02 09:30:15.250', '203.0.113.9:5060', '10.20.0.5:5060', printedEnds(INVITE)),
      csvRow('2026-03-02 09:30:15.310', '10.20.0.5:5060', '203.0.113.9:5060', printedEnds(BUSY)),
    ],
    times: local('ms'),
  },
  {
    name: 'fields of tshark with tabs, the columns after the message as well',
    lines: [
      'frame.time_epoch\tip.src\tudp.srcport\tsip.msg_hdr\tip.dst\tudp.dstport',
      `1772443815.250123\t10.20.0.5\t5060\t"${printedEnds(INVITE).replaceAll('"', '""')}"\t203.0.113.9\t5060`,
      `1772443815.310400\t203.0.113.9\t5060\t"${printedEnds(BUSY).replaceAll('"', '""')}"\t10.20.0.5\t5060`,
    ],
    times: utc('us'),
    ends: BOTH,
    remarks: ['frame.time_epoch\tip.src\tudp.srcport\tsip.msg_hdr\tip.dst\tudp.dstport'],
  },
  {
    name: 'CSV with semicolons, ports in columns of their own, messages over several lines',
    lines: [
      'Time;Source IP;Source Port;Destination IP;Destination Port;Protocol;Payload',
      ...csvLines('20260302T093015.250Z;10.20.0.5;5060;203.0.113.9;5060;TCP;', INVITE),
      ...csvLines('20260302T093015.310Z;203.0.113.9;5060;10.20.0.5;5060;TCP;', BUSY),
    ],
    times: utc('ms'),
    ends: BOTH,
    transport: 'TCP',
    remarks: ['Time;Source IP;Source Port;Destination IP;Destination Port;Protocol;Payload'],
  },
  {
    name: 'resiprocate, compact dates',
    lines: [
      'DEBUG | 20260302-093015.250123 | repro | RESIP:TRANSPORT | 140 | UdpTransport.cxx:200 | Sending to [ V4 203.0.113.9:5060 UDP target domain=unspecified mFlowKey=5 ]',
      ...INVITE,
      '',
      'DEBUG | 20260302-093015.310400 | repro | RESIP:TRANSPORT | 140 | UdpTransport.cxx:200 | Received from [ V4 203.0.113.9:5060 UDP target domain=unspecified mFlowKey=5 ]',
      ...BUSY,
    ],
    times: local('us'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'a date of digits alone',
    lines: [
      '20260302093015.250 SIP TX TCP 10.20.0.5:5060 -> 203.0.113.9:5060',
      ...INVITE,
      '20260302093015.310 SIP RX TCP 203.0.113.9:5060 -> 10.20.0.5:5060',
      ...BUSY,
    ],
    times: local('ms'),
    ends: BOTH,
    transport: 'TCP',
  },
  {
    name: 'Yate, debug of its SIP listener',
    lines: [
      "20260302093015.250123 <sip:INFO> 'udp:10.20.0.5:5060' sending 'INVITE' 0x7f10 to 203.0.113.9:5060 [0x55]",
      '------',
      ...INVITE,
      '------',
      "20260302093015.310400 <sip:INFO> 'udp:10.20.0.5:5060' received 270 bytes SIP message from 203.0.113.9:5060 [0x55]",
      '------',
      ...BUSY,
      '------',
    ],
    times: local('us'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: '3CX, a service log over a connection',
    lines: [
      '2026/03/02 09:30:15.250|12|Trc|0004: Sent 812 bytes over TLS connection, local 10.20.0.5:5060, remote 203.0.113.9:5060',
      ...INVITE,
      '2026/03/02 09:30:15.310|12|Trc|0004: Received 270 bytes over TLS connection, local 10.20.0.5:5060, remote 203.0.113.9:5060',
      ...BUSY,
    ],
    times: local('ms'),
    ends: BOTH,
    transport: 'TLS',
  },
  {
    name: 'Grandstream, syslog of a telephone',
    lines: [
      'Mar  2 09:30:15 192.0.2.44 GXP2170: [00:0b:82:11:22:33] [1.0.11.3] SIPStack::Transport: Sending message to UDP 203.0.113.9:5060:',
      ...INVITE,
      'Mar  2 09:30:15 192.0.2.44 GXP2170: [00:0b:82:11:22:33] [1.0.11.3] SIPStack::Transport: Received message from UDP 203.0.113.9:5060:',
      ...BUSY,
    ],
    times: clock('s'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'Go, structured records of logfmt with a session',
    lines: [
      'time=2026-03-02T09:30:15.250Z level=DEBUG msg="sip write" session=7 network=udp local=10.20.0.5:5060 remote=203.0.113.9:5060',
      ...INVITE,
      '',
      'time=2026-03-02T09:30:15.310Z level=DEBUG msg="sip read" session=7 network=udp local=10.20.0.5:5060 remote=203.0.113.9:5060',
      ...BUSY,
    ],
    times: utc('ms'),
    ends: BOTH,
    transport: 'UDP',
  },
  {
    name: 'a mail that says in its sentences what it has from whom',
    lines: [
      'Hello, please have a look at what we sent to 203.0.113.9:5060 over TCP:',
      '',
      ...INVITE,
      '',
      'and this is the answer that was received from 203.0.113.9:5060 via TCP, but nobody here knows why:',
      '',
      ...BUSY,
    ],
    times: NEVER,
    ends: PEER,
    transport: 'TCP',
  },
  {
    name: 'Zoiper and others of a softphone, arrows with a count',
    lines: [
      '[09:30:15.250] [SIP] >> 203.0.113.9:5060 (UDP, 812 bytes)',
      ...INVITE,
      '[09:30:15.310] [SIP] << 203.0.113.9:5060 (UDP, 270 bytes)',
      ...BUSY,
    ],
    times: clock('ms'),
    ends: PEER,
    transport: 'UDP',
  },
  {
    name: 'BIG-IP, a rule that logs both ends before the message',
    lines: [
      'Mar  2 09:30:15 lb1 info tmm2[19233]: Rule /Common/sip_log <SIP_REQUEST>: client 10.20.0.5:5060 -> server 203.0.113.9:5060 UDP message:',
      ...INVITE,
      'Mar  2 09:30:15 lb1 info tmm2[19233]: Rule /Common/sip_log <SIP_RESPONSE>: server 203.0.113.9:5060 -> client 10.20.0.5:5060 UDP message:',
      ...BUSY,
    ],
    times: clock('s'),
    ends: BOTH,
    transport: 'UDP',
  },
];

describe('a call as it is logged by', () => {
  test.each(PRODUCTS.map(product => [product.name, product] as const))('%s', async (_, product) => {
    const { times, ends = NONE, transport = 'unknown', remarks = [] } = product;
    for (const pieces of [[1 << 20], [11]]) {
      const { datagrams, remarks: left } = await readCapture(
        Buffer.from(`${product.lines.join('\n')}\n`, 'latin1'),
        pieces,
      );
      const messages = datagrams.filter(({ text }) => text !== '');
      expect(messages.map(({ text }) => text)).toEqual(MESSAGES);
      expect(messages.flatMap(({ source, destination }) => [source, destination])).toEqual(ends);
      expect(messages.map(message => message.timeUs)).toEqual(times);
      expect(messages.map(message => message.transport)).toEqual([transport, transport]);
      expect(messages.map(({ truncated }) => truncated)).toEqual([false, false]);
      expect(left.map(({ text }) => text)).toEqual(remarks);
    }
  });
});
