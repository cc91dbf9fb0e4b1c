/** What the diagnosis reads in session descriptions, beyond what is shown of them (test/sip/headers/address.test.ts). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSdp } from '../../../src/sip/message/sdp.js';

const sdp = (...lines: string[]) => parseSdp(['v=0', 'c=IN IP4 10.0.0.1', ...lines].join('\r\n'));

describe('formats', () => {
  const formats = (...lines: string[]) =>
    sdp(...lines)[0]!.formats.map(({ type, name, rate, channels }) => `${type}=${name}/${rate}/${channels}`);

  test('that are fixed have a name and a clock (RFC 3551 tables 4 and 5)', () => {
    expect(formats('m=audio 4000 RTP/AVP 0 9 10 14 16 34')).toEqual([
      ...['0=PCMU/8000/1', '9=G722/8000/1', '10=L16/44100/2', '14=MPA/90000/1', '16=DVI4/11025/1', '34=H263/90000/1'],
    ]);
  });

  test('that are not have those of their rtpmap', () => {
    expect(formats('m=audio 4000 RTP/AVP 96 97', 'a=rtpmap:96 opus/48000/2', 'a=rtpmap:97 AMR-WB/16000')).toEqual([
      ...['96=opus/48000/2', '97=AMR-WB/16000/1'],
    ]);
    expect(formats('m=audio 9 UDP/TLS/RTP/SAVPF 8')).toEqual(['8=PCMA/8000/1']);
  });

  test('without a name stand as they are', () => {
    expect(formats('m=audio 4000 RTP/AVP 96')).toEqual(['96=96/0/1']);
    expect(formats('m=image 4000 udptl t38')).toEqual(['t38=t38/0/1']);
  });
});

describe('keys', () => {
  test('of one medium are its own, those before all media are of each', () => {
    const media = sdp(
      ...['a=fingerprint:sha-256 AB:CD', 'm=audio 4000 RTP/SAVP 8', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'],
      ...['a=crypto:2 AES_CM_128_HMAC_SHA1_32 inline:y', 'm=video 4002 RTP/AVP 34', 'a=ice-ufrag:x'],
    );
    expect(media.map(({ suites }) => suites)).toEqual([['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'], []]);
    expect(media.map(({ hasFingerprint }) => hasFingerprint)).toEqual([true, true]);
    expect(media.map(({ hasIce }) => hasIce)).toEqual([false, true]);
    expect(sdp('m=audio 4000 RTP/SAVP 8', 'a=key-mgmt:mikey x')[0]!.hasKeyManagement).toBe(true);
  });
});

describe('hostile descriptions', () => {
  test('are bounded', () => {
    const many = Array.from({ length: 5000 }, () => 'a=crypto:1 X inline:y');
    const [medium] = sdp(`m=audio 1 RTP/SAVP ${'8 '.repeat(5000)}`, ...many);
    expect(medium!.formats.length).toBe(128);
    expect(medium!.suites.length).toBe(32);
    expect(sdp(...Array.from({ length: 5000 }, () => 'm=audio 1 RTP/AVP 8')).length).toBe(64);
  });

  test('never throw', () => {
    const line = fc.tuple(
      fc.constantFrom('m=', 'c=', 'a=', 'a=rtpmap:', 'a=crypto:', 'a=fingerprint', 'm=audio 1 RTP/AVP '),
      fc.string(),
    );
    fc.assert(fc.property(fc.array(line), lines => void parseSdp(lines.map(each => each.join('')).join('\n'))));
  });
});
