/** What a host in the middle changed between the request it received and the one it sent on. */
import { describe, expect, it } from 'vitest';
import { legChanges } from '../../../src/sip/view/leg-changes.js';

function invite(number: string, headers: readonly string[], media: readonly string[] = []): Uint8Array {
  const body = media.length === 0 ? '' : ['v=0', 'c=IN IP4 192.0.2.1', ...media, ''].join('\r\n');
  const type = body === '' ? [] : ['Content-Type: application/sdp'];
  const head = [`INVITE sip:${number}@192.0.2.9 SIP/2.0`, ...headers, ...type, `Content-Length: ${body.length}`];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1');
}

const changed = (before: Uint8Array, after: Uint8Array) =>
  legChanges(before, after).map(({ what, before: was, after: is }) => [what, was, is]);

describe('changes from leg to leg', () => {
  it('are none where only what each leg has of its own differs', () => {
    const before = invite('100', ['Via: SIP/2.0/UDP a;branch=z9hG4bK1', 'From: <sip:1@a>;tag=1', 'Call-ID: one']);
    const after = invite('100', [
      'v: SIP/2.0/UDP b;branch=z9hG4bK2',
      'f: <sip:1@b>;tag=2',
      'i: two',
      'Contact: <sip:b>',
    ]);
    expect(changed(before, after)).toEqual([]);
  });

  it('are numbers and names', () => {
    const before = invite('100', ['From: "Ann" <sip:1@a>;tag=1', 'To: <sip:100@a>']);
    const after = invite('00100', ['From: <sip:anonymous@b>;tag=1', 'To: <sip:100@b>']);
    expect(changed(before, after)).toEqual([
      ['called number', '100', '00100'],
      ['caller', '1', 'anonymous'],
      ['caller’s name', 'Ann', null],
    ]);
  });

  it('are codecs, and media that go through the host or go away', () => {
    const before = invite('1', [], ['m=audio 4000 RTP/AVP 9 8', 'm=video 4002 RTP/AVP 34']);
    const after = invite('1', [], ['m=audio 5000 RTP/AVP 8', 'm=video 0 RTP/AVP 34']);
    expect(changed(before, after)).toEqual([
      ['audio codecs', 'G722, PCMA', 'PCMA'],
      ['audio address', '192.0.2.1:4000', '192.0.2.1:5000'],
      ['video codecs', 'H263', null],
      ['video address', '192.0.2.1:4002', null],
    ]);
  });

  it('are Max-Forwards, and headers changed, lost and added, in this order', () => {
    const before = invite('1', ['Max-Forwards: 9', 'P-Asserted-Identity: <sip:1@a>', 'Diversion: <sip:2@a>']);
    const after = invite('1', ['X-Trace: 7', 'Diversion: <sip:3@a>', 'Diversion: <sip:2@a>', 'Max-Forwards: 70']);
    expect(changed(before, after)).toEqual([
      ['Max-Forwards', '9', '70'],
      ['Diversion', '<sip:2@a>', '<sip:3@a>, <sip:2@a>'],
      ['P-Asserted-Identity', '<sip:1@a>', null],
      ['X-Trace', null, '7'],
    ]);
  });

  it('are bounded where a message has thousands of headers', () => {
    const many = Array.from({ length: 3000 }, (_, at) => `X-${at}: 1`);
    expect(legChanges(invite('1', []), invite('1', many))).toHaveLength(100);
  });
});
