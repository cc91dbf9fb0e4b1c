/** Branch and tags as text, held against the hashes that the scanner keeps of them. */
import { describe, expect, test } from 'vitest';
import { branchAndTags } from '../../../src/sip/message/branch-and-tags.js';
import { parseMessage } from '../../../src/sip/message/message.js';
import { hashOf, scannerOf } from '../scan/scanner.js';

const message = (...headers: string[]) =>
  new TextEncoder().encode(`OPTIONS sip:b@example.com SIP/2.0\r\n${headers.join('\r\n')}\r\n\r\n`);

function hash(text: string | null): number {
  if (text === null) return 0;
  const bytes = new TextEncoder().encode(text);
  return hashOf(scannerOf(), bytes);
}

describe('branch and tags', () => {
  test.each([
    [
      // RFC 3261 section 24.2, F1 seen behind a proxy: the topmost Via counts.
      [
        'Via: SIP/2.0/UDP bigbox3.site3.atlanta.com;branch=z9hG4bK77ef4c2312983.1',
        'Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bKnashds8;received=192.0.2.1',
        'From: Alice <sip:alice@atlanta.com>;tag=1928301774',
        'To: Bob <sip:bob@biloxi.com>',
      ],
      { branch: 'z9hG4bK77ef4c2312983.1', fromTag: '1928301774', toTag: null },
    ],
    [
      [
        'v: SIP/2.0/TCP a;rport;Branch = z9hG4bKx , SIP/2.0/UDP b;branch=y',
        'f: sip:a@b;x=1;TAG=q',
        't: <sip:c;tag=no>;tag=yes',
      ],
      { branch: 'z9hG4bKx', fromTag: 'q', toTag: 'yes' },
    ],
    [
      ['Via: SIP/2.0/UDP a', 'From: "x;tag=1" <sip:a@b>\r\n ;tag=2', 'To: <sip:a@b>;tags=3'],
      { branch: null, fromTag: '2', toTag: null },
    ],
    [
      // A bracket opens nothing in a Via: the value ends at the semicolon.
      ['Via: SIP/2.0/UDP a;branch=z9hG49<9;x=l:+49>', 'From: <sip:a@b>', 'To: <sip:c@d>'],
      { branch: 'z9hG49<9', fromTag: null, toTag: null },
    ],
    [[], { branch: null, fromTag: null, toTag: null }],
  ])('of %j', (headers, expected) => {
    const bytes = message(...headers);
    expect(branchAndTags(parseMessage(bytes))).toEqual(expected);
    const scanned = scannerOf();
    scanned.scan(bytes, 0, bytes.length);
    const { branch, fromTag, toTag } = expected;
    expect([scanned.branch, scanned.fromTag, scanned.toTag]).toEqual([hash(branch), hash(fromTag), hash(toTag)]);
  });
});
