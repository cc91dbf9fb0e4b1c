/** What the core says of SDP, against the parser that people are shown. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { parseSdp } from '../../src/sip/message/sdp.js';
import { index } from '../conversations/script.js';

const HEAD = [
  'INVITE sip:b@b.example SIP/2.0',
  'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
  'From: <sip:a@a.example>;tag=1',
  'To: <sip:b@b.example>',
  'Call-ID: one',
  'CSeq: 1 INVITE',
];

function described(lines: readonly string[], type = 'application/sdp') {
  const body = lines.map(line => `${line}\r\n`).join('');
  const text = [...HEAD, `Content-Type: ${type}`, `Content-Length: ${body.length}`, '', body].join('\r\n');
  const { descriptions } = index([{ timeUs: 0, from: 'a', to: 'b', text }]);
  return Array.from({ length: descriptions.record.count }, (_, at) => ({
    message: Number(descriptions.message.get(at)),
    port: descriptions.port.get(at),
    address: [0, 8, 16, 24].map(shift => (descriptions.address.get(at) >>> shift) & 0xff).join('.'),
    raw: descriptions.address.get(at),
    origin: [descriptions.origin.get(at), descriptions.originHost.get(at)],
    key: [descriptions.mediaKey.get(at), descriptions.mediaKeyEnd.get(at)],
  }));
}

const ORIGIN = 'o=alice 1526006380 1 IN IP4 host.example';

describe('a description', () => {
  const octet = fc.integer({ min: 1, max: 254 });
  const connection = fc.tuple(octet, octet, octet, octet).map(octets => `c=IN IP4 ${octets.join('.')}`);
  const media = fc.tuple(fc.constantFrom('audio', 'video', 'image'), fc.constantFrom(0, 9, 4000, 49_170, 65_535));
  const block = fc
    .tuple(media, fc.option(connection))
    .map(([[kind, port], own]) => [`m=${kind} ${port} RTP/AVP 8`, ...(own === null ? [] : [own]), 'a=sendrecv']);

  it('has the port and the address of the first media that is not refused', () => {
    fc.assert(
      fc.property(connection, fc.array(block, { maxLength: 4 }), (session, blocks) => {
        const lines = ['v=0', ORIGIN, 's=-', session, 't=0 0', ...blocks.flat()];
        const first = parseSdp(lines.join('\r\n')).find(({ port }) => port !== 0);
        const [told] = described(lines);
        expect(told?.port).toBe(first?.port ?? 0);
        if (first) expect(told?.address).toBe(first.address);
      }),
    );
  });

  it('has an address of another kind as a number of its own', () => {
    const told = (address: string) => described([ORIGIN, `c=IN IP6 ${address}`, 'm=audio 4000 RTP/AVP 8'])[0]!.raw;
    expect(told('2001:db8::1')).not.toBe(told('2001:db8::2'));
    expect(told('2001:db8::1')).not.toBe(0);
  });

  it('has an origin, but where the session is one that tells nothing apart', () => {
    const told = (origin: string) =>
      described([`o=${origin}`, 'c=IN IP4 1.2.3.4', 'm=audio 4000 RTP/AVP 8'])[0]!.origin;
    expect(told('alice 1526006380 1 IN IP4 host.example')).not.toContain(0);
    expect(told('alice 7 1 IN IP4 host.example')).toEqual([0, 0]);
    expect(told('- 2890844526 1 IN IP4 host.example')).toEqual([0, 0]);
    expect(told('alice')).toEqual([0, 0]);
  });

  it('has the same origin in the same session, whatever its version', () => {
    const invite = (id: string, origin: string) => {
      const body = `o=${origin}\r\nc=IN IP4 1.2.3.4\r\nm=audio 4000 RTP/AVP 8\r\n`;
      const head = HEAD.map(line => line.replace('Call-ID: one', `Call-ID: ${id}`));
      const text = [...head, 'Content-Type: application/sdp', `Content-Length: ${body.length}`, '', body].join('\r\n');
      return { timeUs: 0, from: 'a', to: 'b', text };
    };
    const { origin, originHost } = index([
      invite('one', 'alice 1526006380 1 IN IP4 host.example'),
      invite('two', 'alice 1526006380 2 IN IP4 host.example'),
      invite('three', 'alice 1526006381 1 IN IP4 host.example'),
      invite('four', 'alice 1526006380 1 IN IP4 other.example'),
    ]).descriptions;
    expect(origin.get(1)).toBe(origin.get(0));
    expect(originHost.get(1)).toBe(originHost.get(0));
    expect(origin.get(2)).not.toBe(origin.get(0));
    expect(originHost.get(3)).not.toBe(originHost.get(0));
  });

  it('has the key that encrypts, and none where there is none', () => {
    const lines = [ORIGIN, 'c=IN IP4 1.2.3.4', 'm=audio 4000 RTP/SAVP 8'];
    const crypto = 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz';
    expect(described([...lines, crypto])[0]!.key).not.toContain(0);
    expect(described([...lines, 'a=ice-pwd:asd88fgpdd777uzjYhagZg'])[0]!.key).not.toContain(0);
    expect(described(lines)[0]!.key).toEqual([0, 0]);
  });

  it('is found inside a multipart body, and not in a body that is none', () => {
    const sdp = ['v=0', ORIGIN, 'c=IN IP4 1.2.3.4', 'm=audio 4000 RTP/AVP 8'];
    const parts = ['--x', 'Content-Type: application/sdp', '', ...sdp, '--x--'];
    expect(described(parts, 'multipart/mixed;boundary=x')[0]).toMatchObject({ port: 4000, address: '1.2.3.4' });
    expect(described(sdp, 'text/plain')).toEqual([]);
    expect(described(['m=', 'c=IN', 'o=', 'a=', 'm=audio', 'm=audio 99999 X', '='])).toEqual([]);
  });

  it('is told of the message that has it', () => {
    const conversations = index([
      { timeUs: 0, from: 'a', to: 'b', text: [...HEAD, 'Content-Length: 0', '', ''].join('\r\n') },
    ]);
    expect(conversations.descriptions.record.count).toBe(0);
    expect(conversations.messagesOf(rowId(0))).toHaveLength(1);
    expect(described([ORIGIN, 'c=IN IP4 1.2.3.4', 'm=audio 4000 RTP/AVP 8'])[0]!.message).toBe(0);
  });
});
