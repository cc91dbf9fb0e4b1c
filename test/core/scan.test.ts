/** The scanner of the core: it says what the one in TypeScript says, which scan.test.ts and agreement.test.ts of test/sip/scan/ hold against the RFCs and the parser. */
import { describe, expect, it } from 'vitest';
import { CoreScan } from '../../src/binding/core-scan.js';
import { WasmCore } from '../../src/binding/wasm-core.js';
import { HeaderNames } from '../../src/sip/headers/header-names.js';
import { METHOD_NAMES } from '../../src/sip/headers/methods.js';
import { MESSAGE } from '../fuzz/inputs.js';
import { INVITE } from '../sip/scan/scanned.js';
import { ScannerPair } from './scan-agreement.js';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const pair = new ScannerPair();
const BLANKS = new Uint8Array(64).fill(0x20);

function coreScan(names = new HeaderNames()) {
  const core = new WasmCore();
  return { core, scanned: new CoreScan(core, names) };
}

/** A message with one header beside its start line. */
const withHeader = (line: string) => latin1(`INVITE sip:a@b SIP/2.0\r\n${line}\r\nCall-ID: 1\r\n\r\nv=0\r\n`);

describe('the scanner of the core', () => {
  it('reads a message', () => {
    const { scanned } = coreScan();
    const bytes = latin1(`,,,${INVITE}`);
    scanned.scan(bytes, 3, bytes.length);
    const text = (start: number, end: number) => Buffer.from(bytes.subarray(start, end)).toString('latin1');
    expect(METHOD_NAMES[scanned.method]).toBe('INVITE');
    expect(text(scanned.callIdStart, scanned.callIdEnd)).toBe('35e857d6@10.0.0.1:5060');
    expect(text(scanned.fromUserStart, scanned.fromUserEnd)).toBe('4151502');
    expect(text(scanned.bodyStart, bytes.length)).toBe('v=0\r\n');
    expect([scanned.cseq, scanned.contentLength, scanned.sdp, scanned.faults]).toEqual([102, 5, 1, 0]);
  });

  it.each([
    ['a message in which everything is', MESSAGE],
    ['another', INVITE],
    ['nothing', ''],
    ['white space alone', ' \r\n \t'],
    ['a start line alone', 'INVITE sip:a@b SIP/2.0'],
    ['a response', 'SIP/2.0 200 OK\r\nCSeq: 1 BYE\r\n\r\n'],
    ['a status of two digits', 'SIP/2.0 20 OK\r\n\r\n'],
    ['line ends before the start line', `\r\n\r\n${INVITE}`],
    ['lone carriage returns', INVITE.replaceAll('\r\n', '\r')],
    ['lone line feeds', INVITE.replaceAll('\r\n', '\n')],
    ['no empty line', INVITE.split('\r\n\r\n')[0] ?? ''],
  ])('says the same of %s', (_, text) => {
    expect(pair.differences(latin1(text))).toEqual([]);
  });

  it.each([
    'To: "Mr. J. User <sip:j.user@example.com>',
    'From: <sip:a@b>;tag= 1',
    'From: <sip:a@b>;tag=1;tag=2',
    'Contact: <sip:a@b>;expires=0, "x" <tel:+1-555;phone-context=c>, sip:d@e;q=1',
    `Contact: ${Array(40).fill('<sip:a@b>').join()}`,
    `In-Reply-To: ${'x'.repeat(300)}`,
    'P-Charging-Vector: x=y; icid-value="a;b";z',
    'CSeq: 4294967297 INVITE',
    'l: 99999999999',
    'Max-Forwards: 256',
    'Date: mt',
    'c: multipart/mixed;boundary=b\r\n\r\n--b\r\nc: application/sdp\r\n\r\nv=0\r\n--b--',
    'c: multipart/mixed;boundary=b\r\n\r\n--b\r\nc: text/plain\r\n\r\nv=0\r\n--b--',
    `${'X'.repeat(128)}: 1`,
    `${'X'.repeat(129)}: 1`,
    'Subject : folded\r\n\tvalue\r\n \r\n',
  ])('says the same of %j', line => {
    expect(pair.differences(withHeader(line))).toEqual([]);
  });

  it('says the same of every beginning of a message, whatever stands behind it', () => {
    const bytes = latin1(INVITE);
    const wrong: unknown[] = [];
    for (let end = 0; end <= bytes.length; end++)
      for (const behind of [bytes.subarray(end), BLANKS]) {
        const differences = pair.differences(bytes.subarray(0, end), behind);
        if (differences.length > 0) wrong.push([end, differences]);
      }
    expect(wrong).toEqual([]);
  });

  it('says the same of a message with more lines than are listed', () => {
    const lines = Array.from({ length: 300 }, (_, at) => `X-${at % 7}: ${at}\r\nReplaces: ${at}\r\n`);
    expect(pair.differences(latin1(`BYE sip:a@b SIP/2.0\r\n${lines.join('')}\r\n`))).toEqual([]);
    expect([pair.ours.unlisted, pair.ours.linksLeft]).toEqual([1, 292]);
  });
});

describe('header names in the core', () => {
  it('are numbered by the table in TypeScript, which is asked once for each', () => {
    const names = new HeaderNames();
    const { core, scanned } = coreScan(names);
    let asked = 0;
    const answer = core.host.newHeaderName;
    core.host.newHeaderName = (at, length) => {
      asked++;
      return answer(at, length);
    };
    const bytes = withHeader('X-Mine: 1\r\nX-MINE: 2\r\ni: 3\r\nx-mine : 4');
    for (let time = 0; time < 3; time++) scanned.scan(bytes, 0, bytes.length);
    expect(asked).toBe(1);
    const listed = Array.from(scanned.headers.subarray(0, scanned.headerCount), number => names.name(number));
    expect(listed).toEqual(['X-Mine', 'Call-ID', 'X-Mine', 'Call-ID']);
  });

  it('end where that table does, and then nothing is asked any more', () => {
    const own = new ScannerPair();
    for (let at = 0; at < 5000; at += 50) {
      const lines = Array.from({ length: 50 }, (_, i) => `X-${at + i}: 1`);
      expect(own.differences(withHeader(lines.join('\r\n')))).toEqual([]);
    }
    expect([own.ours.unlisted, own.ours.names.count]).toEqual([1, 4095]);
    own.core.host.newHeaderName = () => {
      throw new Error('It was asked.');
    };
    expect(own.differences(withHeader('X-9999: 1\r\nX-1: 1\r\nv: SIP/2.0/UDP a;branch=z9hG4bK1'))).toEqual([]);
  });
});

describe('the comparison of scanners', () => {
  it('sees a field that differs', () => {
    const own = new ScannerPair();
    const { scan } = own.ours;
    own.ours.scan = (bytes, start, end) => scan.call(own.ours, bytes, start, end - 1);
    expect(own.differences(latin1('SIP/2.0 200 OK')).join()).toContain('reasonEnd');
  });
});
