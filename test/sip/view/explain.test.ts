/** What methods, statuses, headers and SDP mean: all that is registered, and nothing made up for what is not. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  explainHeader,
  explainLine,
  explainMethod,
  explainSdp,
  explainStartLine,
  explainStatus,
} from '../../../src/sip/view/explain.js';
import { EXPLAINED_HEADERS } from '../../../src/sip/view/explain-headers.js';
import { canonicalHeaderName } from '../../../src/sip/headers/header-names.js';
import { messageLines } from '../../../src/sip/view/message-lines.js';
import { METHOD_NAMES } from '../../../src/sip/headers/methods.js';

/** IANA, "Response Codes" of the SIP parameters, and two that only RFC 2543 had. */
const REGISTERED = [
  100, 180, 181, 182, 183, 199, 200, 202, 204, 300, 301, 302, 305, 380, 400, 401, 402, 403, 404, 405, 406, 407, 408,
  409, 410, 411, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425, 428, 429, 430, 433, 436, 437, 438, 439,
  440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491, 493, 494, 500, 501, 502, 503, 504, 505, 513,
  555, 580, 600, 603, 604, 606, 607, 608,
];

describe('statuses', () => {
  it('are explained where they are registered, and only there', () => {
    const explained = [];
    for (let code = 100; code < 700; code++) if (!explainStatus(code)?.includes('not registered')) explained.push(code);
    expect(explained).toEqual(REGISTERED);
  });

  it('say reason, class and RFC', () => {
    expect(explainStatus(180)).toMatch(/^180 Ringing, provisional response: .* \(RFC 3261\)$/);
    expect(explainStatus(302)).toMatch(/^302 Moved Temporarily, final response, redirection: /);
    expect(explainStatus(422)).toMatch(
      /^422 Session Interval Too Small, final response, request failure: .* \(RFC 4028\)$/,
    );
    expect(explainStatus(608)).toMatch(/^608 Rejected, final response, global failure: .* \(RFC 8688\)$/);
  });

  it('that are not registered are what RFC 3261 section 8.1.3.2 makes of them', () => {
    expect(explainStatus(499)).toContain('to be treated as 400');
    expect(explainStatus(189)).toContain('to be treated as 100 or 183');
    expect(explainStatus(99)).toBeNull();
    expect(explainStatus(700)).toBeNull();
  });
});

describe('methods', () => {
  it('are all explained', () => {
    for (const method of METHOD_NAMES.slice(1))
      expect(explainMethod(method)).toMatch(/^[A-Z]+, request: .+ \(RFC \d{4}\)$/);
  });

  it('keep their case; others mean nothing', () => {
    expect(explainMethod('invite')).toBeNull();
    expect(explainMethod('toString')).toBeNull();
  });
});

describe('headers', () => {
  it('are known by any spelling', () => {
    for (const name of ['Call-ID', 'CALL-id', 'i']) expect(explainHeader(name)).toMatch(/^Call-ID: .+ \(RFC 3261\)$/);
    expect(explainHeader('Diversion')).toMatch(/\(RFC 5806\)$/);
    expect(explainHeader('remote-party-id')).toMatch(/\(no RFC\)$/);
  });

  it('are at least eighty, each under the name the RFCs spell', () => {
    expect(EXPLAINED_HEADERS.length).toBeGreaterThanOrEqual(80);
    for (const name of EXPLAINED_HEADERS)
      expect(canonicalHeaderName(name.toLowerCase()).toLowerCase()).toBe(name.toLowerCase());
  });

  it('of vendors are said to be that; unknown names are left alone', () => {
    expect(explainHeader('X-Account')).toContain('one vendor');
    expect(explainHeader('Nonsense')).toBeNull();
    expect(explainHeader('constructor')).toBeNull();
  });
});

describe('SDP', () => {
  it('is explained by line and by attribute', () => {
    expect(explainSdp('m=audio 4000 RTP/AVP 8')).toMatch(/^m=: a medium.* \(RFC 8866\)$/);
    expect(explainSdp('a=sendonly')).toContain('hold');
    expect(explainSdp('a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x')).toMatch(/^a=crypto: .* \(RFC 4568\)$/);
    expect(explainSdp('a=unknown')).toBeNull();
    expect(explainSdp('no line of SDP')).toBeNull();
  });
});

describe('a line', () => {
  const message = 'INVITE sip:1@a SIP/2.0\r\nSubject: x\r\n and more\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n';
  const lines = messageLines(Buffer.from(message));

  it('is explained as what it is, a folded one as its header', () => {
    expect(lines.map(line => explainLine(line)?.split(/[:,]/)[0] ?? null)).toEqual([
      'INVITE',
      'Subject',
      'Subject',
      'Content-Type',
      null,
      'v=',
    ]);
    expect(explainStartLine('SIP/2.0 486 Busy Here')).toMatch(/^486 Busy Here/);
    expect(explainStartLine('')).toBeNull();
  });

  it('of any text is a sentence or null', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        for (const explain of [explainStartLine, explainHeader, explainSdp, explainMethod]) {
          expect(explain(text) ?? 'nothing').toMatch(/./);
        }
      }),
    );
  });
});
