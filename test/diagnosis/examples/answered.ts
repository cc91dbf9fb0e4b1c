/** After the answer, and on the way to it: ACK, timers, PRACK, races. */
import type { Example, NearExample } from './example.js';

/** Eleven times as timer G sends a 2xx, from second 1 on: for 31.5 s. */
const AGAIN = [1, 1.5, 2.5, 4.5, 8.5, 12.5, 16.5, 20.5, 24.5, 28.5, 32.5];

/** A response that is sent so often. */
function again(way: string, status: string, options = '', times: readonly number[] = AGAIN): string {
  return times.map(at => `${at} ${way} ${status} 1 to=bob ${options}`).join('\n');
}

/** An answer nobody confirms, and the BYE of the callee. */
const UNCONFIRMED = `
  0   a>b INVITE 1 sdp
  ${again('b>a', '200_OK')}
  33  b>a BYE 1 from=bob to=alice
  33.1 a>b 200_OK 1 of=BYE from=bob to=alice`;

/** A call whose session of 1800 s the side named has to refresh, with what happens then. */
function timed(refresher: string, then: string, interval = 1800): string {
  return `
  0   a>b INVITE 1
    | Session-Expires: ${interval}
  1   b>a 200_OK 1 to=bob
    | Session-Expires: ${interval};refresher=${refresher}
  1.1 a>b ACK 1 to=bob branch=k
  ${then}`;
}

const RAN_OUT = '1769 b>a BYE 1 from=bob to=alice\n1769.1 a>b 200_OK 1 of=BYE from=bob to=alice';

const ACKS: readonly Example[] = [
  {
    cause: 'ack-missing',
    script: UNCONFIRMED,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 never confirmed the answer (ACK): 10.0.0.2:5060 sent 200 OK 11 times in 31.5 s and hung up 32.0 s after the first',
    evidence: ['0:0', '0:1', '0:11', '0:12'],
  },
  {
    cause: 'ack-missing',
    script: `0 a>b INVITE 1 sdp\n${again('b>a', '200_OK')}`,
    certainty: 'certain',
    sentence: '10.0.0.1:5060 never confirmed the answer (ACK): 10.0.0.2:5060 sent 200 OK 11 times in 31.5 s',
    evidence: ['0:0', '0:1', '0:11'],
  },
  {
    // The callee gives up sooner than timer H.
    cause: 'ack-missing',
    script: `
      0   a>b INVITE 1
      ${again('b>a', '200_OK', '', [1, 1.5, 2.5, 4.5])}
      8   b>a BYE 1 from=bob to=alice
      8.1 a>b 200_OK 1 of=BYE from=bob to=alice`,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 never confirmed the answer (ACK): 10.0.0.2:5060 sent 200 OK 4 times in 3.5 s and hung up 7.0 s after the first',
    evidence: ['0:1', '0:4', '0:5'],
  },
  {
    // The ACK goes to a third host, although nothing told the caller to.
    cause: 'ack-missing',
    script: `
      0   a>b INVITE 1
      1   b>a 200_OK 1 to=bob
      1.1 a>c ACK 1 to=bob branch=k
      ${again('b>a', '200_OK', '', AGAIN.slice(1))}`,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 never confirmed the answer (ACK): 10.0.0.2:5060 sent 200 OK 11 times in 31.5 s; the ACK went to 10.0.0.3:5060',
    evidence: ['0:2', '0:12'],
  },
  {
    // The Contact of the answer cannot be reached by the caller.
    cause: 'ack-missing',
    script: `
      0   192.0.2.7>192.0.2.8 INVITE 1
      ${again('192.0.2.8>192.0.2.7', '200_OK', '+Contact:<sip:bob@192.168.1.20>')}`,
    certainty: 'likely',
    sentence:
      '192.0.2.7:5060 never confirmed the answer (ACK): 192.0.2.8:5060 sent 200 OK 11 times in 31.5 s; its Contact is 192.168.1.20, a private address',
    evidence: ['0:1'],
  },
  {
    // The proxy had the ACK, and did not pass it on.
    cause: 'ack-missing',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      1.001 p>a 200_OK 1 to=bob branch=one
      1.02 a>p ACK 1 to=bob branch=k
      ${again('b>p', '200_OK', 'branch=two')}`
      .split('\n')
      .sort((one, other) => Number.parseFloat(one) - Number.parseFloat(other))
      .join('\n'),
    certainty: 'certain',
    sentence: '10.0.0.16:5060 never confirmed the answer (ACK): 10.0.0.2:5060 sent 200 OK 11 times in 31.5 s',
    evidence: ['0:1', '0:2'],
  },
  {
    // Both hops repeat the answer: who should confirm it is the caller, who wants it is the callee.
    cause: 'ack-missing',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      ${AGAIN.map(at => `${at} b>p 200_OK 1 to=bob branch=two\n${at + 0.01} p>a 200_OK 1 to=bob branch=one`).join('\n')}
      33   b>p BYE 1 from=bob to=alice branch=three
      33.1 p>b 200_OK 1 of=BYE from=bob to=alice branch=three`,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 never confirmed the answer (ACK): 10.0.0.2:5060 sent 200 OK 11 times in 31.5 s and hung up 32.0 s after the first',
    evidence: ['0:0', '0:3', '0:23', '0:24'],
  },
  {
    cause: 'final-not-acknowledged',
    script: again('b>a', '603_Decline'),
    certainty: 'certain',
    sentence: '10.0.0.1:5060 did not confirm 603 Decline (ACK): 10.0.0.2:5060 sent it 11 times in 31.5 s',
    evidence: ['0:0', '0:10'],
  },
];

const TIMERS: readonly Example[] = [
  {
    cause: 'session-timer-drop',
    script: timed('uac', RAN_OUT),
    certainty: 'likely',
    sentence:
      '10.0.0.1:5060 never refreshed the session: its 1800 s ran out, and 10.0.0.2:5060 hung up 29 min 28 s after they began',
    evidence: ['0:1', '0:3'],
  },
  {
    cause: 'session-timer-drop',
    script: timed('uas', '91.2 a>b BYE 2 to=bob\n91.3 b>a 200_OK 2 of=BYE to=bob', 90),
    certainty: 'likely',
    sentence:
      '10.0.0.2:5060 never refreshed the session: its 90 s ran out, and 10.0.0.1:5060 hung up 1 min 30 s after they began',
    evidence: ['0:1', '0:3'],
  },
  {
    // Through a proxy: the sides are the ends of the call.
    cause: 'session-timer-drop',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      1    b>p 200_OK 1 to=bob branch=two
         | Session-Expires: 600;refresher=uac
      1.01 p>a 200_OK 1 to=bob branch=one
         | Session-Expires: 600;refresher=uac
      1.02 a>p ACK 1 to=bob branch=k
      1.03 p>b ACK 1 to=bob branch=l
      569  b>p BYE 1 from=bob to=alice branch=three
         | Reason: SIP;cause=200;text="Session expired"
      569.01 p>a BYE 1 from=bob to=alice branch=four
      569.1 a>p 200_OK 1 of=BYE from=bob to=alice branch=four
      569.2 p>b 200_OK 1 of=BYE from=bob to=alice branch=three`,
    certainty: 'likely',
    sentence:
      '10.0.0.1:5060 never refreshed the session: its 600 s ran out, and 10.0.0.2:5060 hung up 9 min 28 s after they began',
    evidence: ['0:6'],
  },
  {
    cause: 'session-refresh-failed',
    script: timed(
      'uas',
      `901   b>a INVITE 1 from=bob to=alice sdp
         | Session-Expires: 1800;refresher=uac
       ${[901.5, 902.5, 904.5, 908.5, 916.5].map(at => `${at} b>a INVITE 1 from=bob to=alice sdp\n| Session-Expires: 1800;refresher=uac`).join('\n')}
       933   b>a BYE 2 from=bob to=alice
       933.1 a>b 200_OK 2 of=BYE from=bob to=alice`,
    ),
    certainty: 'certain',
    sentence:
      'the session refresh of 10.0.0.2:5060 (INVITE, 15 min 0 s after the answer) got no answer, and 10.0.0.2:5060 hung up 16.5 s later',
    evidence: ['0:1', '0:3', '0:9'],
  },
  {
    cause: 'session-refresh-failed',
    script: timed(
      'uac',
      `901   a>b UPDATE 2 to=bob
         | Session-Expires: 1800;refresher=uac
       901.1 b>a 481_Gone 2 of=UPDATE to=bob
       901.2 a>b BYE 3 to=bob
       901.3 b>a 200_OK 3 of=BYE to=bob`,
    ),
    certainty: 'certain',
    sentence:
      'the session refresh of 10.0.0.1:5060 (UPDATE, 15 min 0 s after the answer) got 481 Gone, and 10.0.0.1:5060 hung up 100 ms later',
    evidence: ['0:1', '0:3', '0:4', '0:5'],
  },
  {
    cause: 'session-interval-small',
    script: `
      0   a>b INVITE 1
        | Session-Expires: 60
      0.1 b>a 422_Session_Interval_Too_Small 1 to=x
        | Min-SE: 120
      0.2 a>b ACK 1 to=x branch=INVITE-1-alice`,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 wants a session interval of 120 s at least, 10.0.0.1:5060 asks for 60 s (422)',
    evidence: ['0:0', '0:1'],
  },
];

/** A 183 that wants a PRACK, sent as often as it is without one. */
const RELIABLE = [1, 1.5, 2.5, 4.5, 8.5, 16.5]
  .map(at => `${at} b>a 183_Session_Progress 1 to=bob rseq=1 sdp +Require:100rel`)
  .join('\n');
const OFFERS = '0 a>b INVITE 1 sdp +Supported:100rel';
const GIVES_UP = `
  33   b>a 500_No_PRACK 1 to=bob
  33.1 a>b ACK 1 to=bob branch=INVITE-1-alice`;

const PROVISIONAL: readonly Example[] = [
  {
    cause: 'prack-missing',
    script: `${OFFERS}\n${RELIABLE}${GIVES_UP}`,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 never acknowledged 183 Session Progress (PRACK): 10.0.0.2:5060 sent it 6 times in 15.5 s, then refused the call: 500 No PRACK',
    evidence: ['0:0', '0:1', '0:6', '0:7'],
  },
  {
    cause: 'prack-ignored',
    script: `${OFFERS}
      1.2 a>b PRACK 2 to=bob
        | RAck: 1 1 INVITE
      ${RELIABLE}${GIVES_UP}`
      .split('\n')
      .filter(line => line.trim() !== '')
      .join('\n'),
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 went on sending 183 Session Progress after 10.0.0.1:5060 had acknowledged it (PRACK): 6 times in 15.5 s, then refused the call: 500 No PRACK',
    evidence: ['0:1', '0:2', '0:7', '0:8'],
  },
  {
    cause: '100rel-refused',
    script: `
      0   a>b INVITE 1
      0.1 b>a 421_Extension_Required 1 to=x
        | Require: timer, 100rel
      0.2 a>b ACK 1 to=x branch=INVITE-1-alice`,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 and 10.0.0.1:5060 do not agree on reliable provisional responses (100rel): the callee requires them (421 Extension Required)',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: '100rel-refused',
    script: `
      0   a>b INVITE 1 +Require:100rel
      0.1 b>a 420_Bad_Extension 1 to=x
        | Unsupported: 100rel
      0.2 a>b ACK 1 to=x branch=INVITE-1-alice`,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 and 10.0.0.1:5060 do not agree on reliable provisional responses (100rel): only the caller requires them (420 Bad Extension)',
    evidence: ['0:0', '0:1'],
  },
];

/** A call that the caller cancels, answered a moment later. */
const CANCELLED_LATE = `
  0    a>b INVITE 1
  1    b>a 180_Ringing 1 to=bob
  5    a>b CANCEL 1
  5.01 b>a 200_OK 1 to=bob
  5.02 b>a 200_OK 1 of=CANCEL to=bob
  5.03 a>b ACK 1 to=bob branch=k`;

/** Both sides put the call on hold at once, and both are refused. */
const GLARE = `
  0    a>b INVITE 1
  1    b>a 200_OK 1 to=bob
  1.1  a>b ACK 1 to=bob branch=k
  5    a>b INVITE 2 to=bob sdp
  5.01 b>a INVITE 1 from=bob to=alice sdp
  5.1  b>a 491_Request_Pending 2 to=bob
  5.11 a>b ACK 2 to=bob branch=INVITE-2-alice
  5.12 a>b 491_Request_Pending 1 from=bob to=alice
  5.13 b>a ACK 1 from=bob to=alice branch=INVITE-1-bob`;

const RACES: readonly Example[] = [
  {
    cause: 'cancel-race',
    script: CANCELLED_LATE,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 answered although 10.0.0.1:5060 had given up (CANCEL), and 10.0.0.1:5060 never hung up: 10.0.0.2:5060 thinks the call goes on',
    evidence: ['0:2', '0:3', '0:5'],
  },
  {
    cause: 'glare',
    script: `${GLARE}\n9 a>b BYE 3 to=bob\n9.1 b>a 200_OK 3 of=BYE to=bob`,
    certainty: 'certain',
    sentence:
      'both sides changed the call at once: 10.0.0.1:5060 refused the INVITE of 10.0.0.2:5060 (491), and 10.0.0.1:5060 hung up 3.9 s later',
    evidence: ['0:3', '0:4', '0:7', '0:9'],
  },
  {
    cause: 'glare',
    script: GLARE,
    end: 65.12,
    certainty: 'certain',
    sentence:
      'both sides changed the call at once: 10.0.0.1:5060 refused the INVITE of 10.0.0.2:5060 (491), and neither tried again for 1 min 0 s',
    evidence: ['0:3', '0:4', '0:7'],
  },
  {
    cause: 'timeout-upstream',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>a 100 1 branch=one
      32   p>a 408_Request_Timeout 1 branch=one to=x
      32.1 a>p ACK 1 branch=one to=x`,
    certainty: 'likely',
    sentence: '10.0.0.16:5060 gave up waiting after 32.0 s (408 Request Timeout)',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'timeout-upstream',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>a 100 1 branch=one
      0.02 p>b INVITE 1 branch=two
      0.5  p>b INVITE 1 branch=two
      32   p>a 504_Timeout 1 branch=one to=x
      32.1 a>p ACK 1 branch=one to=x`,
    certainty: 'likely',
    isBesides: true,
    sentence: '10.0.0.16:5060 gave up waiting after 32.0 s (504 Timeout): no answer from 10.0.0.2:5060',
    evidence: ['0:0', '0:3', '0:4'],
  },
];

export const ANSWERED: readonly Example[] = [...ACKS, ...TIMERS, ...PROVISIONAL, ...RACES];

const NEARLY_ACKS: readonly NearExample[] = [
  {
    notCause: 'ack-missing',
    script: `
      0    a>b INVITE 1
      1    b>a 200_OK 1 to=bob
      1.1  a>b ACK 1 to=bob branch=k
      32.5 b>a BYE 1 from=bob to=alice
      32.6 a>b 200_OK 1 of=BYE from=bob to=alice`,
    why: 'a BYE 31.5 s after an answer that was confirmed is a BYE',
  },
  {
    notCause: 'ack-missing',
    script: `
      0    a>b INVITE 1
      1    b>a 200_OK 1 to=bob
      32.5 b>a BYE 1 from=bob to=alice
      32.6 a>b 200_OK 1 of=BYE from=bob to=alice`,
    why: 'without repeats the ACK was not captured, whatever comes at 32 s',
  },
  {
    notCause: 'ack-missing',
    script: `0 a>b INVITE 1\n${again('b>a', '200_OK')}\n33 a>b ACK 1 branch=k`,
    why: 'an ACK that lacks the To tag was sent all the same',
  },
  {
    notCause: 'ack-missing',
    script: '0 a>b INVITE 1\n1 b>a 200_OK 1 to=bob',
    end: 1,
    why: 'the capture ends',
  },
  {
    notCause: 'ack-missing',
    script: `0 a>b INVITE 1\n${again('b>a', '200_OK', '', [1, 1.5, 2.5, 4.5])}`,
    end: 5,
    why: 'the capture ends while the answer is repeated',
  },
  {
    notCause: 'ack-missing',
    script: `
      0 a>b INVITE 1
      ${again('b>a', '200_OK', '', AGAIN.slice(0, 6))}
      13 a>b ACK 1 to=bob branch=k`,
    why: 'the ACK is late, and arrives',
  },
  {
    notCause: 'ack-missing',
    script: `
      0   a>b INVITE 1
      ${again('b>a', '200_OK', '', [1, 1.5, 2.5])}
      300 b>a BYE 1 from=bob to=alice
      300.1 a>b 200_OK 1 of=BYE from=bob to=alice`,
    why: 'it stopped repeating the answer: the ACK was not captured',
  },
  {
    notCause: 'ack-missing',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      ${[1, 1.5, 2.5, 4.5, 8.5, 12.5, 16.5].map(at => `${at} b>p 200_OK 1 to=bob branch=two\n${at + 0.01} p>a 200_OK 1 to=bob branch=one`).join('\n')}
      17   a>b ACK 1 to=bob branch=k`,
    why: 'the ACK goes past the proxy, to the callee itself',
  },
  {
    notCause: 'ack-missing',
    script: `
      0 a>b INVITE 1
      ${AGAIN.flatMap(at => [at, at + 0.000004])
        .map(at => `${at} b>a 200_OK 1 to=bob`)
        .slice(0, 2)
        .join('\n')}
      40 b>a BYE 1 from=bob to=alice`,
    why: 'copies of a packet are no repeats',
  },
  {
    notCause: 'final-not-acknowledged',
    script: again('b>a', '603_Decline', '', AGAIN.slice(0, 5)),
    why: 'it stopped repeating it: the ACK was not captured',
  },
  {
    notCause: 'final-not-acknowledged',
    script: `0 a>b INVITE 1\n${again('b>a', '486_Busy')}\n33 a>b ACK 1 to=bob branch=INVITE-1-alice`,
    why: 'the ACK is late',
  },
];

const NEARLY_TIMERS: readonly NearExample[] = [
  {
    notCause: 'session-timer-drop',
    script: timed(
      'uac',
      `901 a>b UPDATE 2 to=bob
         | Session-Expires: 1800;refresher=uac
       901.1 b>a 200_OK 2 of=UPDATE to=bob
         | Session-Expires: 1800;refresher=uac
       ${RAN_OUT}`,
    ),
    why: 'the session was refreshed',
  },
  {
    notCause: 'session-timer-drop',
    script: timed('uac', '1801 a>b BYE 2 to=bob\n1801.1 b>a 200_OK 2 of=BYE to=bob'),
    why: 'who has to refresh hung up',
  },
  {
    notCause: 'session-timer-drop',
    script: timed('uac', '1700 b>a BYE 1 from=bob to=alice\n1700.1 a>b 200_OK 1 of=BYE from=bob to=alice'),
    why: 'the call ended while the session was still valid',
  },
  {
    notCause: 'session-timer-drop',
    script: `0 a>b INVITE 1 +Session-Expires:1800\n1 b>a 200_OK 1 to=bob\n1.1 a>b ACK 1 to=bob branch=k\n${RAN_OUT}`,
    why: 'the answer sets no timer',
  },
  {
    notCause: 'session-timer-drop',
    script: timed(
      'uac',
      `901   a>b INVITE 2 to=bob sdp
       901.1 b>a 200_OK 2 to=bob sdp
       901.2 a>b ACK 2 to=bob branch=l
       ${RAN_OUT}`,
    ),
    why: 'a re-INVITE is a refresh, whatever it is for',
  },
  {
    notCause: 'session-refresh-failed',
    script: timed(
      'uac',
      `901   a>b UPDATE 2 to=bob
         | Session-Expires: 1800;refresher=uac
       901.1 b>a 491_Request_Pending 2 of=UPDATE to=bob
       903   a>b UPDATE 3 to=bob
         | Session-Expires: 1800;refresher=uac
       903.1 b>a 200_OK 3 of=UPDATE to=bob
         | Session-Expires: 1800;refresher=uac
       910 a>b BYE 4 to=bob
       910.1 b>a 200_OK 4 of=BYE to=bob`,
    ),
    why: 'it was tried again with success',
  },
  {
    notCause: 'session-refresh-failed',
    script: timed(
      'uac',
      `30   a>b INVITE 2 to=bob sdp +Session-Expires:1800
       30.1 b>a 488_Not_Acceptable 2 to=bob
       30.2 a>b ACK 2 to=bob branch=INVITE-2-alice
       60 a>b BYE 3 to=bob
       60.1 b>a 200_OK 3 of=BYE to=bob`,
    ),
    why: 'long before a refresh is due, it is a change of the call',
  },
  {
    notCause: 'session-refresh-failed',
    script: timed(
      'uac',
      `901   a>b UPDATE 2 to=bob
         | Session-Expires: 1800;refresher=uac
       901.1 a>b BYE 3 to=bob
       901.3 b>a 200_OK 3 of=BYE to=bob`,
    ),
    why: 'the BYE left no time for an answer',
  },
  {
    notCause: 'session-interval-small',
    script: `
      0   a>b INVITE 1
        | Session-Expires: 60
      0.1 b>a 422_Session_Interval_Too_Small 1 to=x
        | Min-SE: 120
      0.2 a>b ACK 1 to=x branch=INVITE-1-alice
      0.3 a>b INVITE 2
        | Session-Expires: 120
      1   b>a 200_OK 2 to=bob
      1.1 a>b ACK 2 to=bob branch=k
      9   a>b BYE 3 to=bob
      9.1 b>a 200_OK 3 of=BYE to=bob`,
    why: 'it was sent again with more',
  },
];

const NEARLY_PROVISIONAL: readonly NearExample[] = [
  {
    notCause: 'prack-missing',
    script: `${OFFERS}\n${RELIABLE}
      17   b>a 200_OK 1 to=bob sdp
      17.1 a>b ACK 1 to=bob branch=k
      30   a>b BYE 3 to=bob
      30.1 b>a 200_OK 3 of=BYE to=bob`,
    why: 'the call was answered all the same',
  },
  {
    notCause: 'prack-missing',
    script: `${OFFERS}\n${RELIABLE}
      17   a>b PRACK 2 to=bob
         | RAck: 1 1 INVITE
      17.1 b>a 200_OK 2 of=PRACK to=bob${GIVES_UP}`,
    why: 'the PRACK is late',
  },
  {
    notCause: 'prack-missing',
    script: `${OFFERS}\n${RELIABLE.replaceAll('+Require:100rel', '')}${GIVES_UP}`,
    why: 'the response does not want to be acknowledged',
  },
  {
    notCause: 'prack-missing',
    script: `${OFFERS}\n${RELIABLE}
      20   b>a 486_Busy_Here 1 to=bob
      20.1 a>b ACK 1 to=bob branch=INVITE-1-alice`,
    why: 'somebody is busy',
  },
  {
    notCause: 'prack-ignored',
    script: `${OFFERS}\n${RELIABLE}
      17   a>b PRACK 2 to=bob
         | RAck: 1 1 INVITE
      17.1 b>a 200_OK 2 of=PRACK to=bob${GIVES_UP}`,
    why: 'the response was not sent after the PRACK',
  },
  {
    notCause: '100rel-refused',
    script: `
      0   a>b INVITE 1 +Require:replaces
      0.1 b>a 420_Bad_Extension 1 to=x
        | Unsupported: replaces
      0.2 a>b ACK 1 to=x branch=INVITE-1-alice`,
    why: 'another extension is not supported',
  },
  {
    notCause: '100rel-refused',
    script: `
      0   a>b INVITE 1 +Require:100rel
      0.1 b>a 420_Bad_Extension 1 to=x
        | Unsupported: 100rel
      0.2 a>b ACK 1 to=x branch=INVITE-1-alice
      0.3 a>b INVITE 2
      1   b>a 200_OK 2 to=bob
      1.1 a>b ACK 2 to=bob branch=k`,
    why: 'it was sent again without it',
  },
];

const NEARLY_RACES: readonly NearExample[] = [
  {
    notCause: 'cancel-race',
    script: `${CANCELLED_LATE}\n5.1 a>b BYE 2 to=bob\n5.2 b>a 200_OK 2 of=BYE to=bob`,
    why: 'the caller hung up again',
  },
  { notCause: 'cancel-race', script: CANCELLED_LATE, end: 10, why: 'the capture ends' },
  {
    notCause: 'cancel-race',
    script: `${CANCELLED_LATE}\n9 a>b INFO 2 to=bob\n9.1 b>a 200_OK 2 of=INFO to=bob`,
    why: 'the caller keeps the call',
  },
  {
    notCause: 'cancel-race',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      0.02 p>c INVITE 1 branch=three
      1    b>p 200_OK 1 branch=two to=b
      1.01 p>a 200_OK 1 branch=one to=b
      1.02 p>c CANCEL 1 branch=three
      1.03 c>p 200_OK 1 branch=three to=c
      1.1  a>p ACK 1 to=b branch=k
      1.11 p>b ACK 1 to=b branch=l`,
    why: 'the CANCEL is for another branch',
  },
  {
    notCause: 'glare',
    script: `${GLARE}
      7    a>b INVITE 3 to=bob sdp
      7.1  b>a 200_OK 3 to=bob sdp
      7.2  a>b ACK 3 to=bob branch=l
      9    a>b BYE 4 to=bob
      9.1  b>a 200_OK 4 of=BYE to=bob`,
    why: 'it was tried again with success',
  },
  { notCause: 'glare', script: GLARE, end: 8, why: 'the capture ends before it could be tried again' },
  {
    notCause: 'glare',
    script: GLARE.split('\n')
      .filter(line => !line.includes('from=bob'))
      .join('\n'),
    why: 'the other change was not seen',
  },
  {
    notCause: 'timeout-upstream',
    script: `
      0    a>p INVITE 1 branch=one
      0.01 p>a 180_Ringing 1 branch=one to=x
      32   p>a 408_Request_Timeout 1 branch=one to=x
      32.1 a>p ACK 1 branch=one to=x`,
    why: 'it rang, and nobody took the call',
  },
  {
    notCause: 'timeout-upstream',
    script: `
      0    a>p INVITE 1 branch=one
      0.05 p>a 408_Request_Timeout 1 branch=one to=x
      0.1  a>p ACK 1 branch=one to=x`,
    why: 'it did not wait',
  },
];

export const NEARLY_ANSWERED: readonly NearExample[] = [
  ...NEARLY_ACKS,
  ...NEARLY_TIMERS,
  ...NEARLY_PROVISIONAL,
  ...NEARLY_RACES,
];
