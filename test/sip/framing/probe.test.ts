import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Probe, probeSip, probeStartLine } from '../../../src/sip/framing/probe.js';

const probe = (text: string): Probe => {
  const bytes = Buffer.from(text, 'latin1');
  return probeSip(bytes, 0, bytes.length);
};
const torture = new URL('../../../../shared/corpus/torture/rfc4475/', import.meta.url);

describe('probeSip', () => {
  it.each([
    ['a request', 'INVITE sip:bob@example.com SIP/2.0\r\n'],
    ['a response', 'SIP/2.0 200 OK\r\n'],
    ['a version in lower case', 'sip/2.0 200 OK\r\n'],
    ['a version to come', 'OPTIONS mailto:a@b SIP/7.0\r\n'],
    ['a method of its own', "!odd_*+`.%indeed'~ urn:service:sos SIP/2.0\r\n"],
    ['line ends before it', '\r\n\r\nBYE sip:a SIP/2.0\r\n'],
    ['spaces too many', 'INVITE  sip:a  SIP/2.0 \r\n'],
    ['spaces in the URI', 'INVITE sip:a; lr SIP/2.0\r\n'],
    ['line ends of LF alone', 'ACK tel:+1 SIP/2.0\n'],
    ['a long status', 'SIP/2.0 4294967301 better not\r\n'],
    ['no line end at all', 'OPTIONS x:y SIP/2.0'],
    ['a UTF-8 URI', 'INVITE x:\xd0\xbd SIP/2.0\r\n'],
  ])('takes %s', (_, text) => {
    expect(probe(text)).toBe('certain');
  });

  it.each([
    ['HTTP', 'GET / HTTP/1.1\r\n'],
    ['an HTTP answer', 'HTTP/1.1 200 OK\r\n'],
    ['RTSP', 'OPTIONS rtsp://a/b RTSP/1.0\r\n'],
    ['SSDP', 'M-SEARCH * HTTP/1.1\r\n'],
    ['MSRP', 'MSRP abcd SEND\r\n'],
    ['MGCP', 'RQNT 1234 aaln/1@gw MGCP 1.0\r\n'],
    ['RTP', '\x80\x08\x00\x01'],
    ['STUN', '\x00\x01\x00\x00\x21\x12\xa4\x42'],
    ['a version that is none', 'INVITE x:y SIP/x.0\r\n'],
    ['a status that is none', 'SIP/2.0 OK\r\n'],
    ['control bytes in the line', 'INVITE x\x01y SIP/2.0\r\n'],
    ['a word alone', 'INVITE\r\n'],
    ['a version in the middle', 'INVITE x:y SIP/2.0 more\r\n'],
  ])('refuses %s', (_, text) => {
    expect(probe(text)).toBe('no');
  });

  it.each(['', '\r\n', 'INV', 'INVITE ', 'INVITE x:y', 'INVITE x:y SIP/', 'S', 'SIP/2.', 'SIP/2.0 '])(
    'is unsure of %j',
    text => {
      expect(probe(text)).toBe('unsure');
    },
  );

  it('never refuses the beginning of what it takes', () => {
    const line = fc.constantFrom('INVITE x:y@z SIP/2.0\r\n', 'SIP/2.0 486 Busy\r\n', 'OPTIONS  sip:a  SIP/2.0 \r\n');
    fc.assert(
      fc.property(line, fc.nat(30), (text, length) => {
        expect(probe(text.slice(0, length))).not.toBe('no');
      }),
    );
  });

  it('stays within its bounds and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), fc.nat(200), (bytes, a, b) => {
        const start = Math.min(a, bytes.length);
        const end = Math.max(start, Math.min(b, bytes.length));
        const alone = bytes.slice(start, end);
        expect(probeSip(bytes, start, end)).toBe(probeSip(alone, 0, alone.length));
        expect(probeStartLine(bytes, start, end)).toBe(probeStartLine(alone, 0, alone.length));
      }),
    );
  });

  it.skipIf(!existsSync(torture))('takes all 49 messages of RFC 4475', () => {
    const files = readdirSync(torture).filter(name => name.endsWith('.dat'));
    expect(files).toHaveLength(49);
    const refused = files.filter(name => {
      const bytes = readFileSync(new URL(name, torture));
      return probeSip(bytes, 0, bytes.length) !== 'certain';
    });
    expect(refused).toEqual([]);
  });
});

describe('probeStartLine', () => {
  const strict = (text: string): Probe => probeStartLine(Buffer.from(text, 'latin1'), 0, text.length);

  it('asks for a header after the line', () => {
    expect(strict('SIP/2.0 200 OK\r\nVia: x')).toBe('certain');
    expect(strict('INVITE sip:a SIP/2.0\nv : x')).toBe('certain');
    expect(strict('SIP/2.0 200 OK\r\n\r\n')).toBe('no');
    expect(strict('SIP/2.0 200 OK\r\n')).toBe('unsure');
    expect(strict('INVITE sip:a')).toBe('unsure');
    expect(strict('INVITE sip:a\r\n')).toBe('no');
  });
});
