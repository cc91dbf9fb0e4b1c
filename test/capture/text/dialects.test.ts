/**
 * Every dialect prints the same three messages in its example: a call to a busy number. They differ in what they say
 * about the messages and what they print between them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { NO_TIME } from '../../../src/model/times.js';
import { hex, type ReadDatagram, readCapture } from '../captures.js';

const examples = new URL('examples/', import.meta.url);

const SDP = [
  'v=0',
  'o=- 1 1 IN IP4 198.51.100.2',
  's=-',
  'c=IN IP4 198.51.100.2',
  't=0 0',
  'm=audio 4000 RTP/AVP 8 101',
  'a=rtpmap:101 telephone-event/8000',
];
const VIA = 'Via: SIP/2.0/UDP 198.51.100.2:5060;branch=z9hG4bK-1f8a;rport';
const FROM = 'From: "Front desk, first floor" <sip:200@198.51.100.2>;tag=7d1';
const TO = 'To: <sip:5660066@203.0.113.48>';

function message(lines: readonly string[], body: readonly string[] = []): string {
  const length = body.reduce((sum, line) => sum + line.length + 2, 0);
  return [...lines, `Content-Length: ${length}`, '', ...body, ''].join('\r\n');
}

const MESSAGES = [
  message(
    [
      'INVITE sip:5660066@203.0.113.48 SIP/2.0',
      VIA,
      'Max-Forwards: 70',
      FROM,
      TO,
      'Call-ID: 6f2c.11.',
      'CSeq: 1 INVITE',
      'Contact: <sip:200@198.51.100.2:5060>',
      'Content-Type: application/sdp',
    ],
    SDP,
  ),
  message(['SIP/2.0 486 Busy Here', `${VIA}=5060`, FROM, `${TO};tag=b44`, 'Call-ID: 6f2c.11.', 'CSeq: 1 INVITE']),
  message([
    'ACK sip:5660066@203.0.113.48 SIP/2.0',
    VIA,
    'Max-Forwards: 70',
    FROM,
    `${TO};tag=b44`,
    'Call-ID: 6f2c.11.',
    'CSeq: 1 ACK',
  ]),
];

const CALLER = '198.51.100.2:5060';
const CALLED = '203.0.113.48:5060';
const UNKNOWN = ':0';
/** Of the microseconds since the day began, what a dialect prints. */
const AT = [34_215_250_000, 34_215_310_400, 34_215_312_900];
const IN_MS = AT.map(us => Math.floor(us / 1000) * 1000);
const IN_S = AT.map(us => Math.floor(us / 1e6) * 1e6);
const NEVER = [NO_TIME, NO_TIME, NO_TIME];
const local = (times: readonly number[]) => times.map(us => new Date(2026, 2, 2).getTime() * 1000 + us);
const utc = (times: readonly number[]) => times.map(us => Date.UTC(2026, 2, 2) * 1000 + us);
const BOTH_ENDS = [CALLER, CALLED, CALLED, CALLER, CALLER, CALLED];
/** As the called side logs it. */
const ONE_END = [CALLER, UNKNOWN, UNKNOWN, CALLER, CALLER, UNKNOWN];
const NO_END = Array.from({ length: 6 }, () => UNKNOWN);

interface Example {
  format: string;
  dated: boolean;
  times: readonly number[];
  /** Source and destination of each message. */
  ends: readonly string[];
  transports: readonly string[];
  /** Printed packets that hold no SIP. */
  others?: number;
}

const UDP = ['UDP', 'UDP', 'UDP'];
const ANY = ['unknown', 'unknown', 'unknown'];

const EXAMPLES: Readonly<Record<string, Example>> = {
  'asterisk-pjsip.log': {
    format: 'Asterisk pjsip log',
    dated: true,
    times: local(IN_MS),
    ends: ONE_END,
    transports: UDP,
  },
  'asterisk-sip.log': {
    format: 'Asterisk chan_sip log',
    dated: false,
    // Nothing after the second message tells the time of the third.
    times: [IN_S[0]!, IN_S[1]!, NO_TIME],
    ends: ONE_END,
    transports: ['UDP', 'unknown', 'UDP'],
    others: 1,
  },
  'cisco.log': { format: 'Cisco ccsip log', dated: false, times: IN_MS, ends: NO_END, transports: ANY },
  'freeswitch.log': { format: 'FreeSWITCH log', dated: true, times: local(AT), ends: ONE_END, transports: UDP },
  'kamailio-stderr.log': {
    format: 'Kamailio or OpenSIPS log',
    dated: false,
    times: NEVER,
    ends: [CALLER, CALLED, CALLED, UNKNOWN, CALLER, CALLED],
    transports: ANY,
  },
  'kamailio-syslog.log': {
    format: 'Kamailio or OpenSIPS log',
    dated: false,
    times: IN_S,
    ends: BOTH_ENDS,
    transports: UDP,
  },
  'mail.txt': { format: 'text with SIP messages', dated: false, times: NEVER, ends: NO_END, transports: ANY },
  'ngrep-byline.txt': {
    format: 'ngrep text',
    dated: true,
    times: local(AT),
    ends: BOTH_ENDS,
    transports: UDP,
    others: 1,
  },
  'ngrep-default.txt': { format: 'ngrep text', dated: false, times: NEVER, ends: BOTH_ENDS, transports: UDP },
  'ngrep-hex.txt': { format: 'ngrep text', dated: true, times: local(AT), ends: BOTH_ENDS, transports: UDP },
  'sipdump.data': { format: 'Kamailio sipdump', dated: true, times: utc(AT), ends: BOTH_ENDS, transports: UDP },
  'sipgrep.txt': { format: 'ngrep text', dated: true, times: local(AT), ends: BOTH_ENDS, transports: UDP },
  'sngrep.txt': { format: 'sngrep text', dated: true, times: local(AT), ends: BOTH_ENDS, transports: ANY },
  // Its second and third message have a time in a zone, the first one has none.
  'ticket.txt': {
    format: 'text with SIP messages',
    dated: true,
    times: utc([NO_TIME, AT[1]!, AT[2]!]).map(us => us - 3600e6),
    ends: NO_END,
    transports: ANY,
  },
  'tshark-v.txt': { format: 'tshark text', dated: true, times: utc(AT), ends: BOTH_ENDS, transports: UDP },
};

function example(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(name, examples)));
}

describe('the examples', () => {
  test.each(Object.entries(EXAMPLES))('%s', async (name, { format, dated, times, ends, transports, others }) => {
    for (const pieces of [[1 << 20], [7]]) {
      const reading = await readCapture(example(name), pieces);
      expect({ format: reading.format, dated: reading.dated }).toEqual({ format, dated });
      const sip = reading.datagrams.filter(({ text }) => text !== '');
      expect(sip).toEqual(
        MESSAGES.map(
          (text, at): ReadDatagram => ({
            text,
            timeUs: times[at]!,
            source: ends[2 * at]!,
            destination: ends[2 * at + 1]!,
            transport: transports[at]!,
            truncated: false,
          }),
        ),
      );
      expect(reading.datagrams.length - sip.length).toBe(others ?? 0);
    }
  });

  test('tshark-x.txt', async () => {
    const { packets, format, dated } = await readCapture(example('tshark-x.txt'));
    expect({ format, dated }).toEqual({ format: 'tshark text', dated: true });
    expect(packets.map(({ timeUs, linkType }) => ({ timeUs, linkType }))).toEqual(
      local(AT).map(timeUs => ({ timeUs, linkType: 1 })),
    );
    // Ethernet, IPv4 and UDP have 42 bytes in all.
    expect(packets.map(({ bytes }) => bytes.slice(84))).toEqual(MESSAGES.map(text => hex(Buffer.from(text, 'latin1'))));
  });

  test('each has its test', () => {
    const names = readdirSync(examples).filter(name => !name.startsWith('.'));
    expect(names.sort()).toEqual([...Object.keys(EXAMPLES), 'tshark-x.txt'].sort());
  });

  test('several in one text', async () => {
    const names = ['mail.txt', 'asterisk-sip.log', 'ngrep-byline.txt', 'cisco.log', 'sipdump.data'];
    const { datagrams } = await readCapture(Buffer.concat(names.map(example)));
    expect(datagrams.filter(({ text }) => text !== '').map(({ text }) => text)).toEqual(names.flatMap(() => MESSAGES));
  });
});
