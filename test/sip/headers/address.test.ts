import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstUri, parseAddress, parseAddresses } from '../../../src/sip/headers/address.js';
import { canonicalHeaderName, HeaderNames } from '../../../src/sip/headers/header-names.js';
import { mediaSummary, parseSdp } from '../../../src/sip/message/sdp.js';
import { parseUri } from '../../../src/sip/headers/uri.js';
import { hashBytes } from '../../../src/bytes/hash.js';
import { findLow, viewOf } from '../../../src/bytes/words.js';
import { findByte, fourTimes } from '../../reference/bytes/words.js';

describe('URIs', () => {
  const none = { user: null, password: null, host: null, port: null, parameters: [] };

  test.each([
    ['sip:alice@example.com', { scheme: 'sip', user: 'alice', host: 'example.com' }],
    [
      'SIPS:alice:secret@example.com:5061',
      { scheme: 'sips', user: 'alice', password: 'secret', host: 'example.com', port: 5061 },
    ],
    [
      'sip:+1-212-555;phone-context=x@gw;user=phone',
      { scheme: 'sip', user: '+1-212-555', host: 'gw', parameters: [['user', 'phone']] },
    ],
    ['sip:%61lice@example.com?subject=a', { scheme: 'sip', user: 'alice', host: 'example.com' }],
    ['sip:example.com;lr', { scheme: 'sip', host: 'example.com', parameters: [['lr', null]] }],
    ['sip:a@[2001:db8::10]:5070', { scheme: 'sip', user: 'a', host: '2001:db8::10', port: 5070 }],
    ['tel:+354-566-0066;ext=5', { scheme: 'tel', user: '+354-566-0066', parameters: [['ext', '5']] }],
    ['urn:service:sos', { scheme: 'urn' }],
  ])('%s', (text, parts) => {
    expect(parseUri(text)).toEqual({ ...none, ...parts });
  });

  test('a text without a scheme is none', () => {
    expect(parseUri('alice')).toBeNull();
    expect(parseUri('*')).toBeNull();
  });

  test('a wrong escape stays as it is', () => {
    expect(parseUri('sip:a%zz%C3%A9%FF@h')?.user).toBe('a%zzÃ©ÿ');
    expect(parseUri('sip:%C3%A9@h')?.user).toBe('é');
  });
});

describe('addresses', () => {
  test('a name, a URI, parameters', () => {
    expect(parseAddress('"A. \\"B\\", C" <sip:1@a;x=y>;tag=88;flag; q="0.5"')).toEqual({
      display: 'A. "B", C',
      uri: 'sip:1@a;x=y',
      parameters: [
        ['tag', '88'],
        ['flag', null],
        ['q', '0.5'],
      ],
    });
  });

  test('a bare URI has no parameters of its own', () => {
    expect(parseAddress('sip:1@a;tag=88')).toEqual({ display: null, uri: 'sip:1@a', parameters: [['tag', '88']] });
  });

  test('several', () => {
    const uris = parseAddresses('Bob <sip:1@a>, "x, <y>" <tel:2>;r=1,sip:3@b').map(address => address.uri);
    expect(uris).toEqual(['sip:1@a', 'tel:2', 'sip:3@b']);
    expect(parseAddress('  ')).toBeNull();
  });

  test('never throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '<', '>', ',', ';', '\\', '@', ':', '%', 'a', ' ') }),
        text => {
          parseAddresses(text);
          parseUri(text);
        },
      ),
    );
  });

  test('the first URI is that of the first address, without taking the value apart', () => {
    const value = fc.string({ unit: fc.constantFrom(...'<>",;\\ \tsip:a@b=') });
    fc.assert(
      fc.property(value, text => {
        expect(firstUri(text)).toBe(parseAddress(text)?.uri || null);
      }),
      { numRuns: 3000 },
    );
    expect(firstUri('"a <x> \\" b" <sip:one@h>;tag=1, <sip:two@h>')).toBe('sip:one@h');
    expect(firstUri('Bob, <sip:two@h>')).toBe('Bob');
    expect(firstUri('sip:a@h;tag=1')).toBe('sip:a@h');
    expect(firstUri('<>')).toBeNull();
  });
});

describe('session descriptions', () => {
  const media = (...lines: string[]) => mediaSummary(parseSdp(['v=0', 'c=IN IP4 10.0.0.1', ...lines].join('\r\n')));

  test.each([
    [['m=audio 4000 RTP/AVP 8 0 101', 'a=rtpmap:101 telephone-event/8000'], ['PCMA,PCMU 10.0.0.1:4000 sendrecv']],
    [['a=inactive', 'm=audio 4000 RTP/AVP 18'], ['G729 10.0.0.1:4000 inactive']],
    [
      ['m=audio 4000/2 RTP/SAVP 96', 'c=IN IP6 2001:db8::1', 'a=rtpmap:96 opus/48000/2', 'a=sendonly'],
      ['opus [2001:db8::1]:4000 sendonly'],
    ],
    [
      ['m=audio 4000 RTP/AVP 8', 'm=video 0 RTP/AVP 34'],
      ['PCMA 10.0.0.1:4000 sendrecv', 'video off'],
    ],
    [['m=image 4002 udptl t38'], ['image t38 10.0.0.1:4002 sendrecv']],
    [['m=audio 4000 RTP/AVP 101', 'a=rtpmap:101 telephone-event/8000'], ['telephone-event 10.0.0.1:4000 sendrecv']],
    [[], []],
  ])('%j', (lines, summary) => {
    expect(media(...lines)).toEqual(summary);
  });
});

describe('header names', () => {
  test('have one number in any spelling', () => {
    const names = new HeaderNames();
    expect(names.find('i')).toBe(names.find('CALL-id'));
    expect(names.name(names.find('x-CALL-id'))).toBe('X-Call-ID');
    expect(names.find('X-Never-Met')).toBe(0);
    expect([canonicalHeaderName('m'), canonicalHeaderName('cseq'), canonicalHeaderName('X-foo')]).toEqual([
      'Contact',
      'CSeq',
      'X-foo',
    ]);
  });

  test('are bounded', () => {
    const names = new HeaderNames();
    const known = names.count;
    for (let i = 0; i < 10_000; i++) {
      const bytes = new TextEncoder().encode(`X-${i}`);
      names.number(bytes, 0, bytes.length);
    }
    expect(names.count).toBeGreaterThan(known);
    expect(names.count).toBeLessThanOrEqual(4096);
  });
});

describe('words', () => {
  test('find what a search byte by byte finds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(255), fc.nat(10), (bytes, byte, start) => {
        const view = viewOf(bytes);
        const from = Math.min(start, bytes.length);
        const at = bytes.indexOf(byte, from);
        expect(findByte(view, from, bytes.length, fourTimes(byte))).toBe(at < 0 ? bytes.length : at);
        const low = bytes.findIndex((value, index) => index >= from && value < 14);
        expect(findLow(view, from, bytes.length)).toBe(low < 0 ? bytes.length : low);
      }),
    );
  });

  test('hash the same bytes the same wherever they lie, and never to 0', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), fc.nat(7), (bytes, shift) => {
        const moved = new Uint8Array(bytes.length + shift + 3);
        moved.set(bytes, shift);
        const hash = hashBytes(viewOf(bytes), 0, bytes.length);
        expect(hashBytes(viewOf(moved), shift, shift + bytes.length)).toBe(hash);
        expect(hash).not.toBe(0);
      }),
    );
  });
});
