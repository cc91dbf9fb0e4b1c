import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bodyParts, jsonBody, messageMedia } from '../../../src/sip/message/body.js';
import { headerValue, headerValues, parseMessage } from '../../../src/sip/message/message.js';
import { decodeText, isText } from '../../../src/bytes/text.js';

const corpus = new URL('../../../../shared/corpus/', import.meta.url);
const torture = new URL('torture/rfc4475/', corpus);
const encode = (text: string) => new TextEncoder().encode(text);

const REQUEST = encode(
  [
    'INVITE sip:5660066@b.example SIP/2.0',
    'v: SIP/2.0/UDP 10.0.0.1',
    'VIA:SIP/2.0/UDP 10.0.0.2',
    'From: "A"',
    ' <sip:1@a>;tag=x',
    'To: <sip:2@b>',
    'Call-ID:  id-1  ',
    'CSeq: 102 INVITE',
    'Subject:',
    'Content-Length: 4',
    '',
    'body-and-more',
  ].join('\r\n'),
);

test('names that mean something to JavaScript are names like any other', () => {
  const names = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty'];
  const head = names.map(name => `${name}: value of ${name}`);
  const message = parseMessage(encode(['constructor sip:a SIP/2.0', ...head, '', ''].join('\r\n')));
  expect(message.method).toBe('constructor');
  expect(message.headers).toEqual(names.map(name => [name, `value of ${name}`]));
  for (const name of names) expect(headerValue(message, name.toUpperCase())).toBe(`value of ${name}`);
  expect(message.faults.map(fault => fault.code)).not.toContain('number');
});

describe('a request', () => {
  const message = parseMessage(REQUEST);

  test('has the parts of its start line', () => {
    expect(message).toMatchObject({
      startLine: 'INVITE sip:5660066@b.example SIP/2.0',
      method: 'INVITE',
      uri: 'sip:5660066@b.example',
      version: 'SIP/2.0',
      status: null,
      reason: null,
      faults: [],
    });
  });

  test('keeps order, spelling and repeats of its headers, and unfolds values', () => {
    expect(message.headers).toEqual([
      ['v', 'SIP/2.0/UDP 10.0.0.1'],
      ['VIA', 'SIP/2.0/UDP 10.0.0.2'],
      ['From', '"A" <sip:1@a>;tag=x'],
      ['To', '<sip:2@b>'],
      ['Call-ID', 'id-1'],
      ['CSeq', '102 INVITE'],
      ['Subject', ''],
      ['Content-Length', '4'],
    ]);
  });

  test('answers by name in any case, compact forms included', () => {
    expect(headerValues(message, 'via')).toEqual(['SIP/2.0/UDP 10.0.0.1', 'SIP/2.0/UDP 10.0.0.2']);
    expect([headerValue(message, 'i'), headerValue(message, 'Route')]).toEqual(['id-1', null]);
  });

  test('ends its body where Content-Length says', () => {
    expect(jsonBody(REQUEST, message)).toBe('body');
  });
});

test('a response has status and reason', () => {
  expect(parseMessage(encode('SIP/2.0 486 Busy  Here \r\n\r\n'))).toMatchObject({
    method: null,
    uri: null,
    status: 486,
    reason: 'Busy  Here',
  });
  expect(parseMessage(encode('SIP/2.0 200\r\n\r\n'))).toMatchObject({ status: 200, reason: '' });
});

test('text that is no UTF-8 is read as Latin-1', () => {
  const bytes = Uint8Array.from([...encode('SIP/2.0 200 '), 0xe9, 13, 10, ...encode('Subject: é\r\n\r\n')]);
  expect(parseMessage(bytes)).toMatchObject({ reason: 'é', headers: [['Subject', 'é']] });
});

test.each([
  ['', true],
  ['v=0\r\n\té', true],
  ['\u0000', false],
  ['\u001b[2J', false],
  ['\u007f', false],
])('%j is text: %s', (text, answer) => {
  expect(isText(encode(text))).toBe(answer);
});

test('bytes that are no UTF-8 are no text, and decode one to one', () => {
  const bytes = Uint8Array.of(0x41, 0xff, 0xfe);
  expect(isText(bytes)).toBe(false);
  expect(decodeText(bytes)).toBe('A\u00ff\u00fe');
});

describe('bodies', () => {
  const withBody = (type: string, body: string | Uint8Array) => {
    const content = typeof body === 'string' ? encode(body) : body;
    const head = encode(`SIP/2.0 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${content.length}\r\n\r\n`);
    const bytes = Uint8Array.from([...head, ...content]);
    return { bytes, message: parseMessage(bytes) };
  };

  test('are null where empty, base64 where no text', () => {
    const empty = withBody('text/plain', '');
    expect(jsonBody(empty.bytes, empty.message)).toBeNull();
    const binary = withBody('application/isup', Uint8Array.of(0, 1, 255));
    expect(jsonBody(binary.bytes, binary.message)).toEqual({ base64: 'AAH/' });
  });

  const MULTIPART = [
    'preamble',
    '--b1',
    'Content-Type: application/SDP; x=y',
    'Content-Disposition: session',
    '',
    'v=0\r\nc=IN IP4 10.0.0.1\r\nm=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000',
    '--b1',
    '',
    'no headers',
    '--b1',
    'Content-Type: multipart/alternative; boundary="in ner"',
    '',
    '--in ner\r\nContent-Type: text/html\r\n\r\n<p>\r\n--in ner--',
    '--b1--',
    'epilogue',
  ].join('\r\n');

  test('are taken apart where multipart, nested ones too', () => {
    const { bytes, message } = withBody('multipart/mixed;boundary=b1', MULTIPART);
    expect(bodyParts(bytes, message).map(part => [part.contentType, decodeText(part.bytes).slice(0, 10)])).toEqual([
      ['application/sdp', 'v=0\r\nc=IN '],
      ['', 'no headers'],
      ['text/html', '<p>'],
    ]);
    expect(messageMedia(bytes, message)).toEqual(['PCMA,PCMU 10.0.0.1:4000 sendrecv']);
  });

  test('are one part where the boundary is missing or never met', () => {
    for (const type of ['multipart/mixed', 'multipart/mixed;boundary=zz']) {
      const { bytes, message } = withBody(type, MULTIPART);
      expect(bodyParts(bytes, message)).toHaveLength(1);
    }
  });

  test('without SDP have no media', () => {
    const { bytes, message } = withBody('text/plain', 'v=0');
    expect(messageMedia(bytes, message)).toBeNull();
  });
});

/** What RFC 4475 section 3.1.2 (and, marked, others of its sections) says is wrong with each message; the rest are valid. */
const WRONG: Record<string, string[]> = {
  badinv01: ['separator', 'separator'],
  clerr: ['content-length'],
  ncl: ['content-length'],
  scalar02: ['cseq', 'number', 'number'],
  scalarlg: ['cseq', 'number', 'number'],
  quotbal: ['quote'],
  ltgtruri: ['request-uri'],
  lwsruri: ['request-uri'],
  lwsstart: ['start-line-space'],
  trws: ['start-line-space'],
  escruri: ['request-uri'],
  baddate: ['date'],
  regbadct: ['brackets'],
  badaspec: ['uri'],
  baddn: ['display-name', 'display-name'],
  badvers: ['version'],
  mismatch01: ['cseq-method'],
  mismatch02: ['cseq-method'],
  bigcode: ['status'],
  badbranch: ['branch'],
  insuf: ['missing-header', 'missing-header', 'missing-header'],
  multi01: ['repeated-header', 'repeated-header', 'repeated-header', 'repeated-header', 'repeated-header'],
  mcl01: ['repeated-header'],
};

describe.skipIf(!existsSync(torture))('the messages of RFC 4475 (shared corpus)', () => {
  const files = existsSync(torture) ? readdirSync(torture) : [];

  test('are all there', () => {
    expect(files).toHaveLength(49);
  });

  test.each(files)('%s', file => {
    const bytes = readFileSync(new URL(file, torture));
    const message = parseMessage(bytes);
    expect(message.faults.map(fault => fault.code)).toEqual(WRONG[file.replace('.dat', '')] ?? []);
    expect(message.startLine).not.toBe('');
    for (const fault of message.faults) {
      expect(fault.offset + fault.length).toBeLessThanOrEqual(bytes.length);
      expect(fault.message).toMatch(/RFC 3261 section/);
    }
  });
});

describe('faults beyond RFC 4475', () => {
  const faultsOf = (...changed: string[]) => {
    const lines = [
      'OPTIONS sip:2@b SIP/2.0',
      'Via: x',
      'From: <sip:1@a>',
      'To: <sip:2@b>',
      'Call-ID: c',
      'CSeq: 1 OPTIONS',
      ...changed,
    ];
    return parseMessage(encode(`${lines.join('\r\n')}\r\n\r\n`)).faults.map(fault => fault.code);
  };

  test('are told of so many values of a header and no more', () => {
    const some = faultsOf(`P-Asserted-Identity: ${','.repeat(50)}`);
    expect(some.filter(code => code === 'uri')).toHaveLength(51);
    expect(faultsOf(`P-Asserted-Identity: ${','.repeat(20_000)}`)).toHaveLength(100);
  });

  test.each([
    ['Contact: <sip:a@2001:db8::1>', ['uri']],
    ['Contact: <sip:a@[2001:db8::1]:5060>', []],
    ['Contact: <sip:a%4@b>', ['escape']],
    ['Contact: *', []],
    ['Contact: "A, B" <sip:a@b>, C D <sip:c@d;x=1,2>', []],
    ['Contact: Zoë <sip:a@b>', []],
    ['No colon here', ['header-line']],
    ['Content-Length: 10', ['content-length']],
  ])('%s', (line, faults) => {
    expect(faultsOf(line)).toEqual(faults);
  });

  test('lost line ends of text copied from a terminal are no wrong Content-Length', () => {
    const text = decodeText(REQUEST).replaceAll('\r\n', '\n').replace('Content-Length: 4', 'Content-Length: 400');
    expect(parseMessage(encode(text)).faults).toEqual([]);
  });

  // What grows with the square of the length would not end within the time a test has.
  test.each([
    ['quotes', `From: ${'"\\'.repeat(500_000)}`, ['quote']],
    ['at signs', `From: <sip:${'@'.repeat(1_000_000)}>`, []],
    ['white space', `From: x${' '.repeat(1_000_000)}x`, ['uri']],
    ['brackets', `Contact: ${'<'.repeat(1_000_000)}`, []],
  ])('a million %s', (_, line, faults) => {
    expect(faultsOf(line).filter(code => code !== 'repeated-header')).toEqual(faults);
  });
});
