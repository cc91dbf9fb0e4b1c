import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ReadDatagram, read, readCapture } from '../captures.js';

const HEADERS = ['Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1', 'Call-ID: one@192.0.2.1', 'CSeq: 1 INVITE'];
const HEADER_LINE = '16:41:37.979995 IP 192.0.2.1.5060 > 192.0.2.2.5080: SIP: INVITE sip:5660066@192.0.2.2 SIP/2.0';
const START = 'INVITE sip:5660066@192.0.2.2 SIP/2.0';
const SDP = ['v=0', 'o=- 1 1 IN IP4 192.0.2.1', 's=-'];

/** Text of lines, which tcpdump ends with one line feed more than the packet had. */
async function printed(...lines: readonly string[]): Promise<ReadDatagram[]> {
  return (await readCapture(Buffer.from(`${lines.join('\n')}\n`, 'latin1'))).datagrams;
}

function lengthOf(lines: readonly string[], lineEnd = 2): number {
  return lines.reduce((length, line) => length + line.length + lineEnd, 0);
}

function message(headers: readonly string[], body = ''): string {
  return `${[START, ...headers].join('\r\n')}\r\n\r\n${body}`;
}

describe('the start line is found after the header bytes', () => {
  test.each([
    ['dots and stray characters', 'E..9....@.F.../.../z......d.'],
    ['a line feed among them', 'E..9....@.F.\n!.e\n!.f.......&'],
    ['a capital letter before it', 'E..9....@.F.../.../z......AB'],
    ['nothing, where it was cleaned away', ''],
    ['a link header too, as with -AA', '...\n.v...\n|...E..9....@.F.../.../z......d.'],
  ])('%s', async (_, glue) => {
    const datagrams = await printed(HEADER_LINE, `${glue}${START}`, ...HEADERS, 'Content-Length: 0', '', '');
    expect(datagrams).toEqual([
      {
        timeUs: 60_097_979_995,
        text: message([...HEADERS, 'Content-Length: 0']),
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5080',
        transport: 'UDP',
        truncated: false,
      },
    ]);
  });

  test('an unknown method quoted in the header line', async () => {
    const header = '10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP: NEWMETHOD sip:a@192.0.2.2 SIP/2.0';
    const datagrams = await printed(
      header,
      'E..9....@.F.../.../z......XYNEWMETHOD sip:a@192.0.2.2 SIP/2.0',
      'Call-ID: 1',
      '',
      '',
    );
    expect(datagrams[0]?.text).toBe('NEWMETHOD sip:a@192.0.2.2 SIP/2.0\r\nCall-ID: 1\r\n\r\n');
  });

  test('carriage returns printed as dots by an old tcpdump are removed', async () => {
    const lines = [START, ...HEADERS, `Content-Length: ${lengthOf(SDP)}`, '', ...SDP].map(line => `${line}.`);
    const [first, ...rest] = lines;
    const datagrams = await printed(HEADER_LINE, `E..9....@.F.../.../z......d.${first}`, ...rest, '');
    expect(datagrams[0]).toMatchObject({
      text: message([...HEADERS, `Content-Length: ${lengthOf(SDP)}`], `${SDP.join('\r\n')}\r\n`),
      truncated: false,
    });
  });

  test('text that Windows saved', async () => {
    const datagrams = await printed(
      `${HEADER_LINE}\r`,
      `E..9....@.F.../.../z......d.${START}\r`,
      ...HEADERS.map(line => `${line}\r`),
      '\r',
      '\r',
    );
    expect(datagrams[0]?.text).toBe(message(HEADERS));
  });
});

describe('a body ends where Content-Length says', () => {
  const dump = `E..9....@.F.../.../z......d.${START}`;

  test('its lines ended in CRLF', async () => {
    const length = `Content-Length: ${lengthOf(SDP)}`;
    const datagrams = await printed(HEADER_LINE, dump, ...HEADERS, length, '', ...SDP, '', '................', '');
    expect(datagrams[0]).toMatchObject({
      text: message([...HEADERS, length], `${SDP.join('\r\n')}\r\n`),
      truncated: false,
    });
  });

  test('its lines ended in LF', async () => {
    const length = `Content-Length: ${lengthOf(SDP, 1)}`;
    const datagrams = await printed(HEADER_LINE, dump, ...HEADERS, length, '', ...SDP, '');
    expect(datagrams[0]).toMatchObject({
      text: message([...HEADERS, length], `${SDP.join('\n')}\n`),
      truncated: false,
    });
  });

  test('its last line has no end', async () => {
    const length = `l: ${lengthOf(SDP) - 2}`;
    const datagrams = await printed(HEADER_LINE, dump, ...HEADERS, length, '', ...SDP);
    expect(datagrams[0]).toMatchObject({ text: message([...HEADERS, length], SDP.join('\r\n')), truncated: false });
  });

  test('the text ends before', async () => {
    const datagrams = await printed(HEADER_LINE, dump, ...HEADERS, 'Content-Length: 4000', '', ...SDP, '');
    expect(datagrams[0]).toMatchObject({
      text: message([...HEADERS, 'Content-Length: 4000'], `${SDP.join('\r\n')}\r\n`),
      truncated: true,
    });
  });

  test('the text ends among the headers', async () => {
    const datagrams = await printed(HEADER_LINE, dump, ...HEADERS);
    expect(datagrams[0]).toMatchObject({ text: [START, ...HEADERS].join('\r\n'), truncated: true });
  });

  test('without Content-Length, rules and empty lines after it are not part of it', async () => {
    const datagrams = await printed(HEADER_LINE, dump, ...HEADERS, '', ...SDP, '', '................', '');
    expect(datagrams[0]?.text).toBe(message(HEADERS, `${SDP.join('\r\n')}\r\n`));
  });

  test('a message that lost its empty line, between fences', async () => {
    const datagrams = await printed(
      'How it looks:',
      '```',
      HEADER_LINE,
      dump,
      ...HEADERS,
      'Content-Length: 0',
      '```',
      'That was it.',
    );
    expect(datagrams).toMatchObject([{ text: message([...HEADERS, 'Content-Length: 0']), truncated: false }]);
  });

  test('two messages in one packet', async () => {
    const one = [...HEADERS, 'Content-Length: 0', ''];
    const datagrams = await printed(
      '10:00:00.000001 IP 192.0.2.1.5060 > 192.0.2.2.5060: Flags [P.], seq 1:300, ack 1, win 300, length 300',
      `E..9....@.F.../.../z......d.${START}`,
      ...one,
      'ACK sip:a@192.0.2.2 SIP/2.0',
      ...one,
      '',
    );
    expect(datagrams.map(({ text, transport }) => [text.slice(0, 4), transport])).toEqual([
      ['INVI', 'TCP'],
      ['ACK ', 'TCP'],
    ]);
  });
});

describe('-v', () => {
  test('the addresses on a line of their own, the message after tabs', async () => {
    const datagrams = await printed(
      '22:24:58.461807 IP (tos 0x68, ttl 55, id 0, offset 0, flags [DF], proto UDP (17), length 712)',
      '    192.0.2.1.5566 > 192.0.2.2.5060: [udp sum ok] SIP, length: 684',
      ...[START, ...HEADERS, 'Subject: a', '\tfolded', 'Content-Length: 0', ''].map(line => `\t${line}`),
    );
    expect(datagrams).toMatchObject([
      {
        source: '192.0.2.1:5566',
        text: message([...HEADERS, 'Subject: a', '\tfolded', 'Content-Length: 0']),
        transport: 'UDP',
        truncated: false,
      },
    ]);
  });

  test('non-ASCII bytes are restored where the length shows them', async () => {
    const subject = ['From: "\u00d6rn" <sip:1@a>', 'Call-ID: 1', ''];
    const length = lengthOf([START, ...subject]);
    const escaped = [START, 'From: "M-Vrn" <sip:1@a>', 'Call-ID: 1', ''].map(line => `\t${line}`);
    const header = '22:24:58.461807 IP (tos 0x0, ttl 55, id 0, offset 0, flags [DF], proto UDP (17), length 712)';
    const asSent = await printed(header, `    192.0.2.1.5060 > 192.0.2.2.5060: SIP, length: ${length}`, ...escaped);
    expect(asSent[0]?.text).toContain('From: "\u00d6rn"');
    const asText = await printed(header, `    192.0.2.1.5060 > 192.0.2.2.5060: SIP, length: ${length + 2}`, ...escaped);
    expect(asText[0]?.text).toContain('From: "M-Vrn"');
  });

  test('a packet cut by the snap length', async () => {
    const datagrams = await printed(
      '22:24:58.461807 IP (tos 0x68, ttl 55, id 0, offset 0, flags [DF], proto UDP (17), length 712)',
      '    192.0.2.1.5566 > 192.0.2.2.5060: SIP, length: 684',
      `\t${START}`,
      '\tVia: SIP/2.0/U [|sip]',
    );
    expect(datagrams).toMatchObject([{ text: `${START}\r\nVia: SIP/2.0/U`, truncated: true }]);
  });

  test('the inner addresses of a tunnel count', async () => {
    const datagrams = await printed(
      '02:35:14.965448 IP (tos 0x0, ttl 63, id 27041, offset 0, flags [none], proto GRE (47), length 826)',
      '    198.51.100.1 > 198.51.100.2: GREv0, Flags [key present], key=0x2000000, length 806',
      '\tIP (tos 0x0, ttl 255, id 24667, offset 0, flags [none], proto UDP (17), length 784)',
      '    192.0.2.1.5260 > 192.0.2.2.5060: SIP, length: 756',
      ...[START, ...HEADERS, ''].map(line => `\t${line}`),
    );
    expect(datagrams).toMatchObject([
      { source: '192.0.2.1:5260', destination: '192.0.2.2:5060', text: message(HEADERS) },
    ]);
  });
});

describe('the header line', () => {
  const dump = [`E..9....@.F.../.../z......d.${START}`, ...HEADERS, '', ''];

  test.each([
    ['10:00:00.000001 eth0  In  IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP', '192.0.2.1:5060', '192.0.2.2:5060'],
    [
      '10:00:00.000001 IP6 2001:db8::1.5060 > ::1.5062: SIP',
      '32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1:5060',
      '0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1:5062',
    ],
    ['10:00:00.000001 IP proxy.example.com.sip > 192.0.2.2.sip-tls: SIP', ':5060', '192.0.2.2:5061'],
    [
      '10:00:00.000001 00:90:8f:0a:7c:cc > 00:90:8f:0a:d5:76, ethertype 802.1Q (0x8100), length 926: vlan 600, p 0, ethertype IPv4 (0x0800), 192.0.2.1.5060 > 192.0.2.2.5060: SIP',
      '192.0.2.1:5060',
      '192.0.2.2:5060',
    ],
    ['10:00:00.000001 PPPoE  [ses 0x18e5] IP 192.0.2.1.5060 > 192.0.2.2.1032: SIP', '192.0.2.1:5060', '192.0.2.2:1032'],
    [
      '10:00:00.000001 IP 10.1.1.1 > 10.1.1.2: IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP',
      '192.0.2.1:5060',
      '192.0.2.2:5060',
    ],
  ])('%s', async (line, source, destination) => {
    expect(await printed(line, ...dump)).toMatchObject([
      { source, destination, text: message(HEADERS), transport: 'UDP' },
    ]);
  });

  test('SIP quoted in an ICMP error is not a message', async () => {
    const line = '10:00:00.000001 IP 192.0.2.2 > 192.0.2.1: ICMP 192.0.2.2 udp port 5060 unreachable, length 556';
    expect(await printed(line, ...dump)).toMatchObject([{ text: '', truncated: false }]);
  });

  test('a line without a dump is a packet without a message', async () => {
    expect(await printed(HEADER_LINE, HEADER_LINE)).toMatchObject([{ text: '' }, { text: '' }]);
  });

  test("tcpdump's own messages are not packets", async () => {
    const about = [
      'tcpdump: verbose output suppressed',
      'listening on any, link-type LINUX_SLL2',
      '4 packets captured',
      '0 packets dropped by kernel',
    ];
    expect(await printed(...about.slice(0, 2), HEADER_LINE, ...dump, ...about.slice(2))).toMatchObject([
      { text: message(HEADERS) },
    ]);
  });
});

describe('times', () => {
  const rest = 'IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP';
  const hour = 3600e6;

  async function times(...stamps: readonly string[]): Promise<{ dated: boolean; timesUs: number[] }> {
    const { dated, datagrams } = await readCapture(Buffer.from(stamps.map(stamp => `${stamp} ${rest}\n`).join('')));
    return { dated, timesUs: datagrams.map(({ timeUs }) => timeUs) };
  }

  test('midnight starts the next day; slight disorder does not', async () => {
    const { dated, timesUs } = await times(
      '23:59:59.500000',
      '23:59:59.400000',
      '00:00:00.100000',
      '23:59:59.900000',
      '00:00:01.000000',
      '09:00:00.000000',
      '08:00:00.000000',
      '23:00:00.000000',
      '03:00:00.000000',
    );
    expect(dated).toBe(false);
    expect(timesUs).toEqual([
      24 * hour - 0.5e6,
      24 * hour - 0.6e6,
      24 * hour + 0.1e6,
      24 * hour - 0.1e6,
      24 * hour + 1e6,
      33 * hour,
      32 * hour,
      47 * hour,
      51 * hour,
    ]);
  });

  test('-tt and -tttt have dates', async () => {
    expect(await times('1523896897.979995')).toEqual({ dated: true, timesUs: [1_523_896_897_979_995] });
    const local = new Date(2018, 3, 16, 16, 41, 37).getTime() * 1000 + 979_995;
    expect(await times('2018-04-16 16:41:37.979995')).toEqual({ dated: true, timesUs: [local] });
    expect(await times('2018-04-16 16:41:37.979995123')).toEqual({ dated: true, timesUs: [local] });
  });

  test('-ttt counts from the packet before, -ttttt from the first', async () => {
    expect((await times(' 00:00:00.000000', ' 00:00:02.000000', ' 00:00:01.000000')).timesUs).toEqual([0, 2e6, 3e6]);
    expect((await times(' 00:00:00.000000', ' 00:00:02.000000', ' 00:00:03.000000')).timesUs).toEqual([0, 2e6, 3e6]);
  });
});

describe('hexadecimal', () => {
  test('a packet of two sources in one text, one of them not IP', async () => {
    const { packets, datagrams } = await readCapture(
      Buffer.from(
        [
          '10:00:00.000001 ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 28',
          '\t0x0000:  0001 0800 0604 0001 0011 2233 4455 c000',
          '\t0x0010:  0202 0000 0000 0000 c000 0201',
          '10:00:00.000002 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP',
          '\t0x0000:  4500 0020 0000 0000 4011 0000 c000 0201  E..............',
          '\t0x0010:  c000 0202 13c4 13c4 000c 0000 0d0a 0d0a  abcd.0000.......',
          '',
        ].join('\n'),
      ),
    );
    expect(datagrams).toMatchObject([{ text: '' }]);
    expect(packets).toEqual([
      {
        timeUs: 36_000_000_002,
        linkType: 101,
        bytes: '45000020000000004011 0000c0000201c000020213c413c4000c00000d0a0d0a'.replace(' ', ''),
        originalLength: 32,
      },
    ]);
  });

  test('a dump cut by the snap length keeps the original length', async () => {
    const { packets } = await readCapture(
      Buffer.from(
        '10:00:00.000002 IP 192.0.2.1.5060 > 192.0.2.2.5060: [|sip]\n\t0x0000:  4500 0400 0000 0000 4011 0000 c000 0201\n\t0x0010:  c000 0202 13c4 13c4 03ec 0000\n',
      ),
    );
    expect(packets).toMatchObject([{ linkType: 101, originalLength: 1024 }]);
  });
});

test('a live pipe shows a packet as soon as the next one begins', async () => {
  const text = Buffer.from([HEADER_LINE, `E...${START}`, ...HEADERS, '', '', HEADER_LINE, ''].join('\n'));
  const { datagrams } = await readCapture(text, [7], true);
  expect(datagrams.map(({ text: sip }) => sip)).toEqual([message(HEADERS), '']);
});

test('any text is read or refused, however it is split', async () => {
  const line = fc.constantFrom(
    HEADER_LINE,
    `E..${START}`,
    ...HEADERS,
    'Content-Length: 9',
    '',
    '\t',
    '\t0x0000:  4500 0020',
    `\t${START}`,
    '    a > b: x',
    '....',
    '-tt',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(line, fc.string()), { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
      async (lines, pieces) => {
        const bytes = Buffer.from(lines.join('\n'));
        expect(await read(bytes, pieces)).toEqual(await read(bytes));
      },
    ),
  );
});
