import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectCleared, INVITE, scan } from './scanned.js';
import { METHOD } from '../../../src/sip/headers/methods.js';

const corpus = new URL('../../../../shared/corpus/', import.meta.url);

describe('a request', () => {
  const scanned = scan(INVITE);

  test('gives its parts', () => {
    expect(scanned).toMatchObject({
      method: 'INVITE',
      uri: 'sip:5660066;x=1:pw@b.example',
      callId: '35e857d6@10.0.0.1:5060',
      agent: 'Asterisk PBX',
      body: 'v=0\r\n',
      faults: [],
    });
    const { isResponse, method, cseq, cseqMethod, sdp, contentLength, toTag } = scanned.out;
    expect({ isResponse, method, cseq, cseqMethod, sdp, contentLength, toTag }).toEqual({
      isResponse: 0,
      method: METHOD.INVITE,
      cseq: 102,
      cseqMethod: METHOD.INVITE,
      sdp: 1,
      contentLength: 5,
      toTag: 0,
    });
  });

  test('gives the user part of every address', () => {
    expect(scanned.numbers).toEqual([
      'Request-URI 5660066',
      'From 4151502',
      'To +354-566-0066',
      'Contact 4151502',
      'Contact other',
      'P-Asserted-Identity 111',
      'P-Asserted-Identity 222',
      'Diversion 333',
    ]);
  });

  test('lists its headers in order, a repeat next to itself once', () => {
    expect(scanned.headers.slice(0, 4)).toEqual(['Via', 'Max-Forwards', 'From', 'To']);
  });

  test('has the branch of the topmost Via, and tags that tell dialogs apart', () => {
    const same = scan(INVITE.replace('bKother', 'bKchanged')).out;
    expect([same.branch, same.fromTag]).toEqual([scanned.out.branch, scanned.out.fromTag]);
    expect(scan(INVITE.replace('72aeec24', '72aeec25')).out.branch).not.toBe(scanned.out.branch);
    expect(scan(INVITE.replace('as71102a1e', 'as71102a1f')).out.fromTag).not.toBe(scanned.out.fromTag);
    expect(scan(INVITE.replace(';tag=as71102a1e', '; TAG = as71102a1e ')).out.fromTag).toBe(scanned.out.fromTag);
  });
});

describe('a response', () => {
  test('gives status and reason', () => {
    const scanned = scan('SIP/2.0 183 Séance en cours\r\nCSeq: 7 INVITE\r\nRSeq: 9\r\nServer: gw\r\n\r\n');
    expect(scanned).toMatchObject({ reason: 'Séance en cours', agent: 'gw' });
    expect([scanned.out.isResponse, scanned.out.status, scanned.out.rseq]).toEqual([1, 183, 9]);
  });

  test.each([
    ['SIP/2.0 200', 200, []],
    ['SIP/2.0 200 ', 200, []],
    ['sip/2.0   486   Busy', 486, []],
    ['SIP/2.0 999 Odd', 999, ['status']],
    ['SIP/2.0 4294967301 better', 0, ['status']],
    ['SIP/2.0 20 OK', 0, ['status']],
    ['SIP/7.0 200 OK', 200, ['version']],
  ])('%s', (line, status, faults) => {
    const scanned = scan(`${line}\r\nVia: x\r\nFrom: a\r\nTo: b\r\nCall-ID: c\r\nCSeq: 1 BYE\r\n\r\n`);
    expect([scanned.out.isResponse, scanned.out.status, scanned.faults]).toEqual([1, status, faults]);
  });
});

describe('the grammar as it is met', () => {
  const HEADERS = ['v: SIP/2.0/UDP h;branch=z9', 'f: <sip:1@a>;tag=x', 't: <sip:2@b>', 'i: id-1', 'CSeq: 1 OPTIONS'];
  const request = (end: string, lines = HEADERS) => ['OPTIONS sip:2@b SIP/2.0', ...lines, '', 'body'].join(end);

  test.each([
    ['CRLF', '\r\n'],
    ['LF alone', '\n'],
    ['CR alone', '\r'],
  ])('lines that end in %s', (_, end) => {
    expect(scan(request(end))).toMatchObject({
      callId: 'id-1',
      body: 'body',
      faults: [],
      numbers: expect.arrayContaining(['From 1']),
    });
  });

  test('compact forms are the headers they stand for', () => {
    expect(scan(request('\r\n')).headers).toEqual(['Via', 'From', 'To', 'Call-ID', 'CSeq']);
  });

  test('folded lines, white space before colons, names in any case', () => {
    const lines = [
      'VIA :  SIP/2.0/UDP h\r\n\t;branch=z9',
      'fROM\t:\r\n  <sip:1@a>\r\n ;tag=x',
      't: <sip:2@b>',
      'Call-ID:\r\n id-1  ',
      'CSeq: 1\r\n OPTIONS',
    ];
    const folded = scan(request('\r\n', lines));
    expect(folded).toMatchObject({ callId: 'id-1', faults: [] });
    const plain = scan(request('\r\n')).out;
    expect([folded.out.branch, folded.out.fromTag, folded.out.cseq]).toEqual([plain.branch, plain.fromTag, 1]);
  });

  test('empty lines before the start line', () => {
    expect(scan(`\r\n\r\n\n${request('\r\n')}`)).toMatchObject({ method: 'OPTIONS', callId: 'id-1', faults: [] });
  });

  test('methods nobody registered', () => {
    const scanned = scan(request('\r\n').replaceAll('OPTIONS', "!interesting-Method0123456789_*+`.%indeed'~"));
    expect(scanned).toMatchObject({ method: "!interesting-Method0123456789_*+`.%indeed'~", faults: [] });
    expect(scanned.out.method).toBe(0);
  });

  test('methods are told by case', () => {
    expect(scan('invite sip:a@b SIP/2.0\r\n\r\n').out.method).toBe(0);
  });

  test('headers nobody knows get numbers, the same in any case', () => {
    const scanned = scan(request('\r\n', [...HEADERS, 'X-Foo: 1', 'Subject: s', 'x-fOO: 2']));
    expect(scanned.headers.slice(5)).toEqual(['X-Foo', 'Subject', 'X-Foo']);
  });

  test('a header line of 60,000 bytes', () => {
    const scanned = scan(request('\r\n', [`Subject: ${'x'.repeat(60_000)}`, ...HEADERS]));
    expect(scanned).toMatchObject({ callId: 'id-1', faults: [] });
  });

  test('more header lines than are kept', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `X-${i}: y`);
    expect(scan(request('\r\n', [...many, ...HEADERS]))).toMatchObject({ callId: 'id-1', faults: [] });
  });

  test('bytes that are no text, in a value', () => {
    const bytes = new TextEncoder().encode(request('\r\n', ['Subject: ########', ...HEADERS]));
    for (let i = 0; i < 8; i++) bytes[bytes.indexOf(0x23)] = [0, 1, 13, 9, 200, 255, 11, 127][i]!;
    expect(scan(bytes)).toMatchObject({ callId: 'id-1', faults: [] });
  });
});

describe('SDP', () => {
  const withBody = (type: string, body: string, length = String(body.length)) =>
    scan(`MESSAGE sip:a@b SIP/2.0\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`).out.sdp;

  test.each([
    ['application/sdp', 'v=0\r\n', 1],
    ['Application/SDP;charset=utf-8', 'v=0\r\n', 1],
    ['application/sdp', '', 0],
    ['text/plain', 'v=0\r\n', 0],
    ['multipart/mixed;boundary=b', '--b\r\nContent-Type: APPLICATION/sdp\r\n\r\nv=0\r\n--b--', 1],
    ['multipart/mixed;boundary=b', '--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--', 0],
  ])('%s with %j', (type, body, sdp) => {
    expect(withBody(type, body)).toBe(sdp);
  });
});

describe('the end of a registration', () => {
  const register = (...lines: string[]) =>
    scan(['REGISTER sip:b SIP/2.0', ...lines, '', ''].join('\r\n')).out.expiresZero;

  test.each([
    [['Contact: *', 'Expires: 0'], 1],
    [['Contact: <sip:a@b>;expires=0'], 1],
    [['Contact: <sip:a@b>;q=0.5;EXPIRES=0', 'Expires: 3600'], 1],
    [['Contact: <sip:a@b>;expires=60', 'Expires: 0'], 0],
    [['Contact: <sip:a@b>;expires=0', 'Contact: <sip:a@c>;expires=60'], 0],
    [['Contact: "a;expires=0" <sip:a@b>;expires=0, <sip:a@c>;expires=60'], 0],
    [['Contact: <sip:a@b>', 'Expires: 3600'], 0],
    [['Contact: <sip:a@b;expires=0>'], 0],
    [[], 0],
  ])('%j', (lines, zero) => {
    expect(register(...lines)).toBe(zero);
  });
});

describe('faults', () => {
  test.each([
    ['missing-header', 'Call-ID: 35e857d6@10.0.0.1:5060\r\n', ''],
    ['repeated-header', 'CSeq: 102', 'CSeq: 101 INVITE\r\nCSeq: 102'],
    ['cseq', 'CSeq: 102', 'CSeq: 4294967296'],
    ['cseq', 'CSeq: 102', 'CSeq:'],
    ['cseq-method', '102 INVITE', '102 ACK'],
    ['content-length', 'Content-Length: 5', 'Content-Length: 6'],
    ['content-length', 'Content-Length: 5', 'Content-Length: -5'],
    ['header-line', 'User-Agent: A', 'User-Agent A'],
    ['version', ' SIP/2.0\r\nVia', ' SIP/3.0\r\nVia'],
    ['start-line', ' SIP/2.0\r\nVia', '\r\nVia'],
  ])('%s where %j is %j', (fault, from, to) => {
    expect(scan(INVITE.replace(from, to)).faults).toContain(fault);
  });

  test('a message that ends within its headers', () => {
    const scanned = scan(INVITE.slice(0, INVITE.indexOf('User-Agent')));
    expect(scanned).toMatchObject({ callId: '35e857d6@10.0.0.1:5060', faults: ['header-end'] });
  });
});

const torture = new URL('torture/rfc4475/', corpus);

describe('a message the scanner clears', () => {
  test.skipIf(!existsSync(torture))(
    'is none of the malformed ones of RFC 4475 and other collections (shared corpus)',
    () => {
      const folder = new URL('torture/', corpus);
      for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        if (/\.(dat|sip)$/.test(file)) expectCleared(readFileSync(new URL(file, folder)), file);
    },
  );

  test('is what passes most: quoted names, parameters, escapes, IPv6, several addresses', () => {
    const message = [
      'INVITE sip:bob%20b;x=1@[2001:db8::1]:5060;transport=udp SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport',
      'Via: SIP/2.0/UDP 192.0.2.9;received=192.0.2.7;branch=z9hG4bK2',
      'Route: <sip:p1.example.com;lr>,<sip:p2.example.com;lr>',
      'From: "A \\"B\\", C" <sip:alice@192.0.2.1>;tag=1',
      'To: bob <tel:+4930123;phone-context=example.com>',
      'Contact: <sip:a@192.0.2.1:5060>;+sip.instance="<urn:uuid:1>";expires=60, sip:b@example.com;q=0.1',
      'Date: Sat, 21 Nov 2026 12:00:00 GMT',
      'Call-ID: 1',
      'CSeq: 1 INVITE',
      'Max-Forwards: 70',
      'Expires: 3600',
      'Content-Length: 0',
      '',
      '',
    ].join('\r\n');
    const { out } = scan(message);
    expect([out.faults, out.suspect]).toEqual([0, 0]);
  });

  test.each([
    ['Request-URI', 'INVITE sip:a b@c SIP/2.0'],
    ['space', 'INVITE sip:a@b\tSIP/2.0'],
    ['display name', 'From: A, B <sip:a@b>;tag=1'],
    ['separator', 'Contact: <sip:a@b>;;x'],
    ['escape', 'To: <sip:a%zz@b>'],
    ['quote', 'From: "A <sip:a@b>;tag=1'],
    ['host', 'Contact: <sip:a@2001:db8::1>'],
    ['branch', 'Via: SIP/2.0/UDP h;branch=z9hG4bK'],
    ['branch behind a comma', 'Via: SIP/2.0/UDP h;branch=z9hG4bK1, SIP/2.0/UDP h;branch=z9hG4bK'],
    ['branch behind a broken host', 'Via: SIP/2.0/UDP 192.0,2.1;branch=z9hG4bK'],
    ['date', 'Date: Sat, 21 Nov 2026 12:00:00 CET'],
    ['number', 'Max-Forwards: 256'],
    ['brackets', 'Contact: sip:a@b?x=y'],
  ])('is none with a wrong %s', (_, line) => {
    const { out } = scan(line.startsWith('INVITE') ? `${line}\r\n\r\n` : `INVITE sip:a@b SIP/2.0\r\n${line}\r\n\r\n`);
    expect(out.suspect).toBe(1);
  });
});
