/** Changes of a call that was answered. */
import type { Example, NearExample } from './example.js';

/** A call that was answered at 1 s; what follows is its own. */
function call(after: string, offer = 'sdp', answer = 'sdp'): string {
  return `0 a>b INVITE 1 ${offer}
    1 b>a 200_OK 1 to=bob ${answer}
    1.1 a>b ACK 1 branch=k to=bob
    ${after}`;
}

function bye(seconds: number, from = 'a'): string {
  return from === 'a'
    ? `${seconds} a>b BYE 9 to=bob
       ${seconds + 0.1} b>a 200_OK 9 of=BYE to=bob`
    : `${seconds} b>a BYE 1 from=bob to=alice
       ${seconds + 0.1} a>b 200_OK 1 of=BYE from=bob to=alice`;
}

/** A re-INVITE at 10 s that is refused at 11 s. */
function change(body: string, status: string): string {
  return `10 a>b INVITE 2 to=bob${body}
    11 b>a ${status} 2 to=bob
    11.1 a>b ACK 2 branch=INVITE-2-alice to=bob
    `;
}

const T38 = '\n|| v=0\n|| c=IN IP4 10.0.0.1\n|| m=image 4002 udptl t38';
const HOLD = '\n|| v=0\n|| c=IN IP4 10.0.0.1\n|| m=audio 4000 RTP/AVP 8\n|| a=sendonly';
const EVENTS = '\n|| v=0\n|| c=IN IP4 10.0.0.1\n|| m=audio 4000 RTP/AVP 8 101\n|| a=rtpmap:101 telephone-event/8000\n';
const BACK = `12 a>b INVITE 3 to=bob sdp
    12.1 b>a 200_OK 3 to=bob sdp
    12.2 a>b ACK 3 branch=m to=bob
    `;

function key(status: string): string {
  return `5 a>b INFO 2 to=bob
    |Content-Type: application/dtmf-relay
    || Signal=5
    5.1 b>a ${status} 2 of=INFO to=bob
    `;
}

export const CHANGES: readonly Example[] = [
  {
    cause: 't38-refused',
    script: call(change(T38, '488_Not_Acceptable_Here') + bye(19, 'b')),
    certainty: 'likely',
    sentence: '10.0.0.2:5060 refuses T.38 for a fax (488 Not Acceptable Here); the call was cleared 8.0 s later',
    evidence: ['0:3', '0:4', '0:6'],
  },
  {
    cause: 'reinvite-refused',
    script: call(change(HOLD, '488_Not_Acceptable_Here') + bye(12)),
    certainty: 'likely',
    sentence:
      '10.0.0.2:5060 refuses to change the call (488 Not Acceptable Here, asked for: hold); 10.0.0.1:5060 hung up 1.0 s later',
    evidence: ['0:3', '0:4', '0:6'],
  },
  {
    // The called side changes the call, through a host in the middle, and numbers its request as the caller did its first.
    cause: 'reinvite-refused',
    script: call(`10 b>c INVITE 1 from=bob to=alice branch=x1${HOLD}
      10.1 c>a INVITE 1 from=bob to=alice branch=x2${HOLD}
      11 a>c 488_Not_Acceptable_Here 1 from=bob to=alice branch=x2
      11.1 c>b 488_Not_Acceptable_Here 1 from=bob to=alice branch=x1
      11.2 b>c ACK 1 from=bob to=alice branch=x1
      12 b>c BYE 2 from=bob to=alice`),
    certainty: 'likely',
    sentence:
      '10.0.0.1:5060 refuses to change the call (488 Not Acceptable Here, asked for: hold); 10.0.0.2:5060 hung up 1.0 s later',
    evidence: ['0:4', '0:5', '0:8'],
  },
  {
    cause: 'reinvite-unanswered',
    script: call(`10 a>b INVITE 2 to=bob sdp\n10.1 b>a 100_Trying 2\n${bye(23, 'b')}`),
    certainty: 'certain',
    sentence: '10.0.0.2:5060 did not answer a re-INVITE of 10.0.0.1:5060; the call was cleared 13.0 s after it',
    evidence: ['0:3', '0:4', '0:5'],
  },
  {
    cause: 'dtmf-info-refused',
    script: call(key('415_Unsupported_Media_Type') + bye(30)),
    certainty: 'certain',
    sentence: '10.0.0.2:5060 refuses key presses by INFO (415 Unsupported Media Type, 1 of 1)',
    evidence: ['0:3', '0:4'],
  },
];

export const NEARLY_CHANGES: readonly NearExample[] = [
  {
    notCause: 't38-refused',
    script: call(change(T38, '488_Not_Acceptable_Here') + BACK + bye(20)),
    why: 'the fax went back to audio, and that was taken',
  },
  {
    notCause: 't38-refused',
    script: call(change(T38, '488_Not_Acceptable_Here') + bye(90)),
    why: 'the fax went on over audio',
  },
  {
    notCause: 'reinvite-refused',
    script: call(change(HOLD, '488_Not_Acceptable_Here') + bye(60)),
    why: 'the call went on',
  },
  {
    notCause: 'reinvite-refused',
    script: call(change(HOLD, '488_Not_Acceptable_Here') + bye(12, 'b')),
    why: 'the other side hung up',
  },
  {
    notCause: 'reinvite-refused',
    script: call(change(HOLD, '491_Request_Pending') + bye(12)),
    why: 'glare is no refusal',
  },
  {
    notCause: 'reinvite-refused',
    script: call(change(HOLD, '488_Not_Acceptable_Here') + BACK + bye(13)),
    why: 'a later change was taken',
  },
  {
    notCause: 'reinvite-unanswered',
    script: call(`10 a>b INVITE 2 to=bob sdp\n10.1 b>a 100_Trying 2\n${bye(11, 'b')}`),
    why: 'the BYE crossed the re-INVITE',
  },
  {
    notCause: 'reinvite-unanswered',
    script: call(`10 a>b INVITE 2 to=bob sdp\n10.1 b>a 100_Trying 2\n10.2 a>b ACK 2 to=bob branch=m\n${bye(23)}`),
    why: 'its ACK shows that there was an answer, which the capture lacks',
  },
  {
    notCause: 'reinvite-unanswered',
    script: call(`10 a>b INVITE 2 to=bob sdp\n10.1 b>a 100_Trying 2\n${BACK}${bye(23)}`),
    why: 'a later change was taken',
  },
  {
    notCause: 'dtmf-info-refused',
    script: call(key('415_Unsupported_Media_Type') + bye(30), EVENTS, EVENTS),
    why: 'the keys go with the audio, too',
  },
  {
    notCause: 'dtmf-info-refused',
    script: call(
      `5 a>b INFO 2 to=bob
       |Content-Type: application/media_control+xml
       || <x/>
       5.1 b>a 415_Unsupported 2 of=INFO to=bob
       ${bye(30)}`,
    ),
    why: 'it carries no key presses',
  },
];
