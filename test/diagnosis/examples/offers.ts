/** What was offered and what was answered: codecs, profiles, addresses (SDP). */
import { CHANGES, NEARLY_CHANGES } from './session-changes.js';
import type { Example, NearExample } from './example.js';

/** A body with one audio stream. */
export function audio(line: string, ...attributes: string[]): string {
  return ['v=0', 'c=IN IP4 10.0.0.1', `m=audio ${line}`, ...attributes].map(each => `\n|| ${each}`).join('');
}

const G729 = audio('4000 RTP/AVP 18 101', 'a=rtpmap:101 telephone-event/8000');
const G711 = audio('4002 RTP/AVP 8 0 101', 'a=rtpmap:101 telephone-event/8000');
const SECURE = audio('4000 RTP/SAVP 8', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x');

/** A call with an offer, refused with a status and what stands below it. */
function refused(offer: string, status: string, below = ''): string {
  return `10 a>b INVITE 1 id=bad${offer}
    10.1 b>a ${status} 1 id=bad to=bob${below}
    10.2 a>b ACK 1 id=bad branch=INVITE-1-alice to=bob`;
}

/** A call that b made before, with an offer, and that was answered alike. */
function before(offer: string, from = 'b'): string {
  return `0 ${from}>a INVITE 1 id=before from=bob${offer}
    0.1 a>${from} 200_OK 1 id=before from=bob to=x${offer}
    0.2 ${from}>a ACK 1 id=before from=bob to=x branch=k
    5 ${from}>a BYE 2 id=before from=bob to=x
    5.1 a>${from} 200_OK 2 of=BYE id=before from=bob to=x
    `;
}

/** A call that was answered and ended after some seconds by its caller. */
function answered(offer: string, answer: string, seconds = 1, progress = ''): string {
  return `0 a>b INVITE 1${offer}
    0.1 b>a 180_Ringing 1 to=bob${progress}
    3 b>a 200_OK 1 to=bob${answer}
    3.1 a>b ACK 1 branch=k to=bob
    ${3 + seconds} a>b BYE 2 to=bob
    |Reason: SIP;cause=488
    ${3.1 + seconds} b>a 200_OK 2 of=BYE to=bob`;
}

/** A call without SDP in its INVITE, from a to b. */
function withoutOffer(status: string): string {
  return `10 a>b INVITE 1 id=bad
    10.1 b>a ${status} 1 id=bad to=bob
    10.2 a>b ACK 1 id=bad branch=INVITE-1-alice to=bob`;
}

/** A call from a to b that was busy, which admits it. */
function busy(offer: string): string {
  return `0 a>b INVITE 1 id=before${offer}
    0.1 b>a 486_Busy 1 id=before to=bob
    0.2 a>b ACK 1 id=before branch=INVITE-1-alice to=bob
    `;
}

export const OFFERS: readonly Example[] = [
  {
    cause: 'offer-without-media',
    script: refused(audio('0 RTP/AVP 8', 'a=inactive'), '488_Not_Acceptable_Here'),
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 offers no usable media (audio: port 0, inactive), and 10.0.0.2:5060 refuses it (488 Not Acceptable Here)',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'content-type-refused',
    script: `0 a>b MESSAGE 1
      |Content-Type: text/html;charset=utf-8
      || <b>hello</b>
      0.1 b>a 415_Unsupported_Media_Type 1 of=MESSAGE to=bob
      |Accept: text/plain, message/cpim`,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 does not take text/html in MESSAGE; it accepts text/plain, message/cpim',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'no-common-codec',
    script: refused(G729, '488_Not_Acceptable_Here', G711),
    certainty: 'certain',
    sentence: 'no codec in common: 10.0.0.1:5060 offers G729, 10.0.0.2:5060 has PCMA, PCMU',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'no-common-codec',
    script: before(G711) + refused(G729, '488_Not_Acceptable_Here'),
    row: 1,
    certainty: 'likely',
    sentence: 'no codec in common: 10.0.0.1:5060 offers G729, 10.0.0.2:5060 has PCMA, PCMU',
    evidence: ['1:0', '1:1', '0:0'],
  },
  {
    cause: 'no-common-codec',
    script: refused(G729, '488_Not_Acceptable_Here', '\n|Warning: 305 b.example "Incompatible media format"'),
    certainty: 'certain',
    sentence: 'no codec in common: 10.0.0.1:5060 offers G729',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'no-common-codec',
    script: answered(G729, G711),
    certainty: 'likely',
    sentence:
      'no codec in common: 10.0.0.1:5060 offers G729, 10.0.0.2:5060 has PCMA, PCMU; the call was answered and cleared 1.0 s later',
    evidence: ['0:0', '0:2', '0:4'],
  },
  {
    cause: 'srtp-mismatch',
    script: before(G711) + refused(SECURE, '488_Not_Acceptable_Here'),
    row: 1,
    certainty: 'likely',
    sentence:
      'media encryption does not match: 10.0.0.1:5060 offers RTP/SAVP with AES_CM_128_HMAC_SHA1_80, 10.0.0.2:5060 has RTP/AVP',
    evidence: ['1:0', '1:1', '0:0'],
  },
  {
    cause: 'srtp-mismatch',
    script: refused(audio('4000 RTP/SAVP 8'), '488_Not_Acceptable_Here'),
    certainty: 'certain',
    sentence: 'media encryption does not match: 10.0.0.1:5060 offers RTP/SAVP without a key',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'srtp-mismatch',
    script: refused(SECURE, '488_Not_Acceptable_Here', audio('0 RTP/SAVP 8', 'a=crypto:1 AEAD_AES_256_GCM inline:y')),
    certainty: 'certain',
    sentence:
      'media encryption does not match: 10.0.0.1:5060 offers RTP/SAVP with AES_CM_128_HMAC_SHA1_80, 10.0.0.2:5060 has RTP/SAVP with AEAD_AES_256_GCM',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'srtp-mismatch',
    script: answered(SECURE, audio('4002 RTP/AVP 8')),
    certainty: 'likely',
    sentence:
      'media encryption does not match: 10.0.0.1:5060 offers RTP/SAVP with AES_CM_128_HMAC_SHA1_80, 10.0.0.2:5060 has RTP/AVP; the call was answered and cleared 1.0 s later',
    evidence: ['0:0', '0:2', '0:4'],
  },
  {
    cause: 'late-offer-refused',
    script: busy(G711) + withoutOffer('488_Not_Acceptable_Here'),
    row: 1,
    certainty: 'likely',
    sentence:
      '10.0.0.2:5060 refuses an INVITE without SDP (488 Not Acceptable Here); calls it admitted from 10.0.0.1:5060 have an offer',
    evidence: ['1:0', '1:1', '0:0'],
  },
  {
    cause: 'answer-sdp-missing',
    script: answered(G711, ''),
    certainty: 'certain',
    sentence: '10.0.0.2:5060 answered the offer of 10.0.0.1:5060 without SDP; 10.0.0.1:5060 hung up 1.0 s later',
    evidence: ['0:0', '0:2', '0:4'],
  },
  {
    cause: 'answer-invalid',
    script: answered(`${G711}\n|| m=video 5000 RTP/AVP 34`, G711),
    certainty: 'likely',
    sentence:
      '10.0.0.2:5060 breaks the offer in its answer: 2 media offered, 1 medium answered; 10.0.0.1:5060 hung up 1.0 s later',
    evidence: ['0:0', '0:2', '0:4'],
  },
  {
    cause: 'answer-invalid',
    script: answered(`${G711}\n|| a=sendonly`, `${G711}\n|| a=sendonly`),
    certainty: 'likely',
    sentence:
      '10.0.0.2:5060 breaks the offer in its answer: audio sendonly offered, audio sendonly answered; 10.0.0.1:5060 hung up 1.0 s later',
    evidence: ['0:0', '0:2', '0:4'],
  },
  ...CHANGES,
];

export const NEARLY_OFFERS: readonly NearExample[] = [
  {
    notCause: 'offer-without-media',
    script: refused(`${audio('0 RTP/AVP 8')}\n|| m=video 5000 RTP/AVP 34`, '488_Not_Acceptable_Here'),
    why: 'one of its streams can be used',
  },
  {
    notCause: 'offer-without-media',
    script: refused(
      '\n|| v=0\n|| c=IN IP4 0.0.0.0\n|| a=ice-options:trickle\n|| m=audio 9 UDP/TLS/RTP/SAVPF 8\n|| a=fingerprint:sha-256 AB',
      '488_Not_Acceptable_Here',
    ),
    why: 'the address follows by ICE',
  },
  {
    notCause: 'offer-without-media',
    script: answered(audio('4000 RTP/AVP 8', 'a=inactive'), audio('4000 RTP/AVP 8', 'a=inactive'), 60),
    why: 'it was answered: the caller may set up media later (RFC 3725)',
  },
  {
    notCause: 'content-type-refused',
    script: refused(G711, '415_Unsupported_Media_Type', '\n|Accept: application/sdp'),
    why: 'the type is one that is accepted: the refusal is about its content',
  },
  {
    notCause: 'content-type-refused',
    script: refused(G711, '415_Unsupported_Media_Type'),
    why: 'nothing tells what is accepted, and the body is SDP',
  },
  {
    notCause: 'no-common-codec',
    script: before(G711) + refused(audio('4000 RTP/AVP 18 0'), '488_Not_Acceptable_Here'),
    why: 'PCMU is one of both',
  },
  {
    notCause: 'no-common-codec',
    script: refused(
      audio('4000 RTP/AVP 97', 'a=rtpmap:97 G729a/8000'),
      '488_Not_Acceptable_Here',
      audio('0 RTP/AVP 18', 'a=rtpmap:18 G729/8000'),
    ),
    why: 'it is the same codec by another name',
  },
  {
    notCause: 'no-common-codec',
    script: before(G711, 'b:1024') + refused(G729, '488_Not_Acceptable_Here'),
    why: 'another device behind the same address has these codecs',
  },
  {
    notCause: 'no-common-codec',
    script: before(G711) + refused(audio('4000 RTP/AVP 96'), '488_Not_Acceptable_Here'),
    why: 'the codec that is offered has no name',
  },
  {
    notCause: 'no-common-codec',
    script: refused(G729, '488_Not_Acceptable_Here'),
    why: 'nothing is known of what the other side has',
  },
  {
    notCause: 'no-common-codec',
    script: answered(G729, G711, 60),
    why: 'the call went on: whoever is in the middle may transcode',
  },
  {
    notCause: 'srtp-mismatch',
    script: before(SECURE) + refused(SECURE, '488_Not_Acceptable_Here'),
    why: 'both encrypt alike',
  },
  {
    notCause: 'srtp-mismatch',
    script:
      before(G711) +
      refused(audio('4000 RTP/AVP 8', 'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x'), '488_Not_Acceptable_Here'),
    why: 'encryption is offered, not demanded',
  },
  {
    notCause: 'srtp-mismatch',
    script: answered(SECURE, audio('0 RTP/AVP 8')),
    why: 'the stream is refused',
  },
  {
    notCause: 'late-offer-refused',
    script: busy('') + withoutOffer('603_Decline'),
    why: 'a call without SDP was admitted, as in SIP_DTMF2.cap',
  },
  {
    notCause: 'late-offer-refused',
    script: `${busy(G711)}${withoutOffer('603_Decline')}
      20 a>b INVITE 1 id=alike sdp
      20.1 b>a 603_Decline 1 id=alike to=bob
      20.2 a>b ACK 1 id=alike branch=INVITE-1-alice to=bob`,
    why: 'a call with SDP was refused alike',
  },
  {
    notCause: 'late-offer-refused',
    script: `${busy(G711)}
      10 a>b INVITE 1 id=bad
      10.1 b>a 180_Ringing 1 id=bad to=bob
      10.9 b>a 603_Decline 1 id=bad to=bob
      11 a>b ACK 1 id=bad branch=INVITE-1-alice to=bob`,
    why: 'it rang: a person declined',
  },
  {
    notCause: 'answer-sdp-missing',
    script: answered(G711, '', 1, G711),
    why: 'a provisional response has the answer',
  },
  {
    notCause: 'answer-sdp-missing',
    script: answered('', ''),
    why: 'the INVITE has no offer',
  },
  {
    notCause: 'answer-invalid',
    script: answered(`${G711}\n|| a=sendonly`, `${G711}\n|| a=recvonly`),
    why: 'the directions go together',
  },
  {
    notCause: 'answer-invalid',
    script: answered(`${G711}\n|| m=video 5000 RTP/AVP 34`, G711, 60),
    why: 'the call went on',
  },
  ...NEARLY_CHANGES,
];
