import { describe, expect, test } from 'vitest';
import { type ReadDatagram, read, readCapture } from '../captures.js';
import { BODY, EMPTY, HEADERS, pjsip, SDP, START } from './printed-message.js';

const WHOLE = sip([START, ...HEADERS, EMPTY]);
const WITH_BODY = sip([START, ...HEADERS, ...BODY], SDP);

function sip(head: readonly string[], body: readonly string[] = []): string {
  return [...head, '', ...body, ''].join('\r\n');
}

/** The messages in text of these lines. */
async function messages(...lines: readonly string[]): Promise<ReadDatagram[]> {
  const { datagrams } = await readCapture(Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
  return datagrams.filter(({ text }) => text !== '');
}

async function texts(...lines: readonly string[]): Promise<string[]> {
  return (await messages(...lines)).map(({ text }) => text);
}

async function times(...lines: readonly string[]): Promise<number[]> {
  return (await messages(...lines)).map(({ timeUs }) => timeUs);
}

const at = (clock: string) => Date.parse(`1970-01-01T${clock}Z`) * 1000;

describe('lines of others among those of a message', () => {
  const noise = [
    '[2026-03-02 09:30:15] NOTICE[12]: chan_sip.c:100 foo: bar',
    '    -- Executing [200@internal:1] NoOp("SIP/200-1", "") in new stack',
    '09:30:15.000001 sbc1: INFO something happened to nobody',
    '<value attribute="1"/>',
  ];

  test.each(noise)('among headers and SDP: %s', async line => {
    const printed = [START, HEADERS[0]!, line, HEADERS[1]!, HEADERS[2]!, ...BODY, '', SDP[0]!, line, SDP[1]!, SDP[2]!];
    expect(await texts(pjsip, ...printed, line, pjsip, START, ...HEADERS, EMPTY, '', line)).toEqual([WITH_BODY, WHOLE]);
  });

  test('lines of another process, where each line has the prefix of its own', async () => {
    const prefix = 'Mar  2 09:30:15 sbc1 kamailio[7]: ';
    const printed = [START, ...HEADERS, EMPTY].flatMap(line => [
      `${prefix}${line}`,
      'Mar  2 09:30:15 sbc1 sshd[9]: name: value',
    ]);
    expect(await texts(...printed, prefix, 'Mar  2 09:30:16 sbc1 cron[1]: run')).toEqual([WHOLE]);
  });

  test('a body that was left out does not swallow the next message', async () => {
    expect(await texts(pjsip, START, ...HEADERS, ...BODY, '', pjsip, START, ...HEADERS, EMPTY, '')).toEqual([
      sip([START, ...HEADERS, ...BODY]),
      WHOLE,
    ]);
    const [first] = await messages(START, ...HEADERS, ...BODY, '', START, ...HEADERS, EMPTY, '');
    expect(first?.truncated).toBe(true);
  });

  test('a start line inside a message body belongs to the body', async () => {
    const fragment = 'SIP/2.0 603 Declined';
    const head = [
      'NOTIFY sip:a@192.0.2.2 SIP/2.0',
      ...HEADERS,
      'Content-Type: message/sipfrag;version=2.0',
      `Content-Length: ${fragment.length + 2}`,
    ];
    expect(await texts(...head, '', fragment, '', START, ...HEADERS, EMPTY, '')).toEqual([
      sip(head, [fragment]),
      WHOLE,
    ]);
  });

  test('text that only mentions a message is not one', async () => {
    const reading = await read(Buffer.from('Why is there a\n\nSIP/2.0 404 Not Found\n\nfor INVITE sip:a@b SIP/2.0\n'));
    expect(reading).toMatch(/is text/);
  });
});

describe('messages as people paste them', () => {
  test.each([
    ['indented', (line: string) => `\t    ${line}`],
    ['quoted', (line: string) => `> ${line}`.trimEnd()],
    ['quoted twice', (line: string) => `>> ${line}`],
    ['behind a bar', (line: string) => `| ${line}`],
    ['with blanks after them', (line: string) => `${line}   `],
    ['with the CR that vi shows', (line: string) => `${line}^M`],
    ['indented with no-break spaces', (line: string) => `\xc2\xa0\xc2\xa0${line}`],
    ['with an empty line after each', (line: string) => `${line}\n`],
    ['with a time before each', (line: string) => `[Mar  2 09:30:15] ${line}`],
    ['with CRLF', (line: string) => `${line}\r`],
  ])('%s', async (_, print) => {
    const lines = [START, ...HEADERS, ...BODY, '', ...SDP].map(print);
    expect(await texts('Look at this:', '', ...lines, '', '', 'Regards')).toEqual([WITH_BODY]);
  });

  test('wrapped at blanks, and by a terminal', async () => {
    const long = `Allow: ${'INVITE, ACK, CANCEL, OPTIONS, BYE, '.repeat(3)}REFER`;
    const words = long.match(/.{1,70}(?: |$)/g)?.map(line => line.trimEnd()) ?? [];
    const columns = long.match(/.{1,80}/g) ?? [];
    expect(words.length).toBeGreaterThan(1);
    const whole = sip([START, ...HEADERS, long, EMPTY]);
    expect(await texts(START, ...HEADERS, ...words, EMPTY, '')).toEqual([whole]);
    expect(await texts(START, ...HEADERS, ...columns, EMPTY, '')).toEqual([whole]);
    expect(await texts('> INVITE sip:5660066@192.0.2.2', '> SIP/2.0', ...HEADERS.map(line => `> ${line}`))).toEqual([
      sip([START, ...HEADERS]),
    ]);
  });

  test('folded headers stay folded', async () => {
    const head = [START, HEADERS[0]!, 'Subject: I know', '  you are there', ...HEADERS.slice(1), EMPTY];
    expect(await texts(...head, '')).toEqual([sip(head)]);
  });

  test('the empty line before the body is missing', async () => {
    expect(await texts(START, ...HEADERS, ...BODY, ...SDP, '', 'Regards')).toEqual([WITH_BODY]);
  });

  test.each([
    ['rsyslog', '#015#012', '', ''],
    ['a C string', String.raw`\r\n`, '{"msg":"', '"}'],
    ['cat -v', '^M^J', '', ''],
  ])('line ends as %s prints them', async (_, lineEnd, before, after) => {
    const line = `${before}${[START, ...HEADERS, ...BODY, '', ...SDP, ''].join(lineEnd)}${after}`;
    expect(await texts(`Mar  2 09:30:15 sbc1 proxy: ${line}`, 'Mar  2 09:30:16 sbc1 proxy: done')).toEqual([WITH_BODY]);
  });
});

describe('times', () => {
  const message = [START, ...HEADERS, EMPTY, ''];
  const freeswitch = (clock: string) => `recv 99 bytes from udp/[192.0.2.1]:5060 at ${clock}:`;

  test('midnight starts the next day', async () => {
    const printed = ['23:59:59.900000', '00:00:00.100000'].flatMap(clock => [freeswitch(clock), ...message]);
    expect(await times(...printed)).toEqual([at('23:59:59.900'), at('00:00:00.100') + 86_400e6]);
  });

  test('dates without a year pass New Year', async () => {
    const printed = ['Dec 31 23:59:59.500', 'Jan  1 00:00:00.500'].flatMap(date => [
      `*${date}: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:`,
      'Received:',
      ...message,
    ]);
    expect(await times(...printed)).toEqual([at('23:59:59.500'), at('00:00:00.500') + 86_400e6]);
  });

  test('a zone is honoured, a date without one is local', async () => {
    const printed = [
      '2026-03-02T09:30:15.5+02:00',
      '2026-03-02 09:30:15,250 UTC',
      'Mar  2 2026 09:30:15.250 CET',
      '2026/03/02 09:30:15',
      '1772443815.123456',
    ].flatMap(time => [`${time} something`, ...message]);
    expect(await times(...printed)).toEqual([
      Date.UTC(2026, 2, 2, 7, 30, 15, 500) * 1000,
      Date.UTC(2026, 2, 2, 9, 30, 15, 250) * 1000,
      Date.UTC(2026, 2, 2, 8, 30, 15, 250) * 1000,
      new Date(2026, 2, 2, 9, 30, 15).getTime() * 1000,
      1_772_443_815_123_456,
    ]);
  });

  test('a UTC time of day among local dates is the same moment', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/Bogota';
    const [timeUs] = await times('2026-03-02 22:30:15.100000 [NOTICE] x', freeswitch('03:30:15.200000'), ...message);
    process.env['TZ'] = zone ?? '';
    expect(timeUs).toBe(Date.UTC(2026, 2, 3, 3, 30, 15, 200) * 1000);
  });
});

describe('addresses', () => {
  const message = [START, ...HEADERS, EMPTY, ''];

  test.each([
    ['<--- Received SIP request (9 bytes) from TLS:[2001:db8::1]:5061 --->', 'TLS', 5061],
    ['<--- Received SIP request (9 bytes) from UDP:2001:db8::1:5060 --->', 'UDP', 5060],
    ['<--- SIP read from WS:[2001:db8::1]:443 --->', 'WS', 443],
    ['recv 9 bytes from tcp/[2001:db8::1]:5060 at 09:30:15.1:', 'TCP', 5060],
    ['T 2001:db8::1:5060 -> 2001:db8::2:5060 [AP]', 'TCP', 5060],
  ])('%s', async (heading, transport, port) => {
    const [found] = await messages(heading, ...message);
    expect(found).toMatchObject({ source: `32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1:${port}`, transport });
  });

  test('of a log whose lines begin with something else', async () => {
    const heading = 'recv 9 bytes from udp/[192.0.2.1]:5060 at 09:30:15.1:';
    const rule = `   ${'-'.repeat(72)}`;
    const lines = [heading, rule, `   ${START}`, ...HEADERS.map(line => `   ${line}`), `   ${EMPTY}`, '   ', rule];
    const [found] = await messages(...lines.map(line => `one@192.0.2.1 ${line}`));
    expect(found).toMatchObject({ text: WHOLE, source: '192.0.2.1:5060' });
    const container = [pjsip, ...message].map(line => `pbx_1  | ${line}`);
    expect(await messages(...container)).toMatchObject([{ text: WHOLE, source: '192.0.2.1:5060' }]);
  });

  test('what a heading says of one message does not carry over to the next', async () => {
    const found = await messages(pjsip, ...message, 'and then', ...message);
    expect(found.map(({ source }) => source)).toEqual(['192.0.2.1:5060', ':0']);
  });

  test('two messages in one packet have the same', async () => {
    const found = await messages('T 192.0.2.1:5060 -> 192.0.2.2:5060 [AP] #1', ...message, ...message);
    expect(found.map(({ destination }) => destination)).toEqual(['192.0.2.2:5060', '192.0.2.2:5060']);
  });
});

test('a message far into the text is found', async () => {
  const log = Array.from({ length: 20_000 }, (_, line) => `line ${line} of a log that says nothing`);
  expect(await texts(...log, START, ...HEADERS, EMPTY, '', 'end')).toEqual([WHOLE]);
});

test('text without messages is refused with what is read', async () => {
  const reading = await read(Buffer.from('line of a log that says nothing\n'.repeat(20_000)));
  expect(reading).toMatch(/tcpdump.*ngrep.*sngrep.*tshark.*Asterisk.*FreeSWITCH.*Kamailio.*Cisco/);
});
