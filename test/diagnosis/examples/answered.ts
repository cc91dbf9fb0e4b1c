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

export const ANSWERED: readonly Example[] = [...ACKS, ...TIMERS];

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

export const NEARLY_ANSWERED: readonly NearExample[] = [...NEARLY_ACKS, ...NEARLY_TIMERS];
