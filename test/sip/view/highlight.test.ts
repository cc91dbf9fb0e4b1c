/** Colouring: tokens are the text again, whatever it is; what matters to an eye is told apart. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../any-text.js';
import {
  highlightHeader,
  highlightSdp,
  highlightStartLine,
  type Token,
  type TokenKind,
} from '../../../src/sip/view/highlight.js';

function found(tokens: Token[], kind: TokenKind): string[] {
  return tokens.filter(token => token.kind === kind).map(token => token.text);
}

describe('a start line', () => {
  it('has method, address and version, or a status', () => {
    const request = highlightStartLine('INVITE sip:alice@example.com;transport=tcp SIP/2.0');
    expect(found(request, 'method')).toEqual(['INVITE']);
    expect(found(request, 'user')).toEqual(['alice']);
    expect(found(request, 'version')).toEqual([' SIP/2.0']);
    expect(found(highlightStartLine('SIP/2.0 486 Busy Here'), 'status')).toEqual(['486 Busy Here']);
  });
});

describe('a header', () => {
  it('has its name, the user of each address and the parameters that name dialogs', () => {
    const from = highlightHeader('From: "Al, \\"x\\" <sip:no>" <sip:+3545551234@example.com;user=phone>;tag=9f8a;x=1');
    expect(found(from, 'header-name')).toEqual(['From']);
    expect(found(from, 'string')).toEqual(['"Al, \\"x\\" <sip:no>"']);
    expect(found(from, 'user')).toEqual(['+3545551234']);
    expect(found(from, 'parameter')).toEqual(['tag', 'x']);
    expect(found(from, 'identity')).toEqual(['9f8a']);
  });

  it('tells branch and nonce, and the Call-ID as a whole', () => {
    expect(found(highlightHeader('v: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1;rport'), 'identity')).toEqual(['z9hG4bK1']);
    expect(found(highlightHeader('WWW-Authenticate: Digest realm="a", nonce="b c"'), 'identity')).toEqual(['"b c"']);
    expect(found(highlightHeader('i: 1@host;tag=x'), 'identity')).toEqual([' 1@host;tag=x']);
  });

  it('takes the number of a tel address', () => {
    expect(found(highlightHeader('Diversion: <tel:+3545551234>;reason=no-answer'), 'user')).toEqual(['+3545551234']);
  });
});

describe('SDP', () => {
  it('tells the lines about media', () => {
    expect(found(highlightSdp('m=audio 4000 RTP/AVP 8'), 'sdp-media')).toEqual(['audio 4000 RTP/AVP 8']);
    expect(found(highlightSdp('s=-'), 'sdp-value')).toEqual(['-']);
    expect(found(highlightSdp('a=rtpmap:8 PCMA/8000'), 'sdp-type')).toEqual(['a']);
  });
});

describe('any text', () => {
  const piece = fc.constantFrom(
    '"',
    '<',
    '>',
    ';',
    '=',
    ',',
    'sip:',
    'tel:',
    '@',
    'tag',
    ' ',
    ':',
    '\\',
    'SIP/2.0',
    '200',
    'a',
    '\n',
  );
  const text = fc.oneof(
    fc.array(piece).map(all => all.join('')),
    anyText,
  );

  it.each([highlightStartLine, highlightHeader, highlightSdp])('is its tokens joined together (%o)', highlight => {
    const joined = fc.property(text, any => {
      expect(
        highlight(any)
          .map(token => token.text)
          .join(''),
      ).toBe(any);
    });
    fc.assert(joined, { numRuns: 300 });
  });
});
