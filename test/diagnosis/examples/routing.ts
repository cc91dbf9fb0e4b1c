/** Loops, and requests that go the wrong way through a dialog. */
import type { Example, NearExample } from './example.js';

/** A call that c sends back to b. */
const ROUND = `
  0    a>b INVITE 1 branch=1 +Max-Forwards:70
  0.01 b>c INVITE 1 branch=2 +Max-Forwards:69
  0.02 c>b INVITE 1 branch=3 +Max-Forwards:68
  0.03 b>c INVITE 1 branch=4 +Max-Forwards:67
  0.04 c>b INVITE 1 branch=5 +Max-Forwards:66
  0.05 b>c 482_Loop_Detected 1 branch=5 to=b
  0.06 c>b 482_Loop_Detected 1 branch=4 to=b
  0.07 b>c 482_Loop_Detected 1 branch=3 to=b
  0.08 c>b 482_Loop_Detected 1 branch=2 to=b
  0.09 b>a 482_Loop_Detected 1 branch=1 to=b
`;

/** A call that b forks to c and d, which both send it to e. */
const MERGED = `
  0    a>b INVITE 1 branch=1
  0.01 b>c INVITE 1 branch=2
  0.02 b>d INVITE 1 branch=3
  0.03 c>e INVITE 1 branch=4
  0.04 d>e INVITE 1 branch=5
  0.05 e>d 482_Merged 1 branch=5 to=e
  0.06 d>b 482_Merged 1 branch=3 to=e
  0.07 e>c 480_Gone 1 branch=4 to=f
  0.08 c>b 480_Gone 1 branch=2 to=f
  0.09 b>a 480_Gone 1 branch=1 to=f
`;

const FEW = `
  0    a>b INVITE 1 branch=1 +Max-Forwards:1
  0.01 b>c INVITE 1 branch=2 +Max-Forwards:0
  0.02 c>b 483_Too_Many_Hops 1 branch=2 to=c
  0.03 b>a 483_Too_Many_Hops 1 branch=1 to=c
`;

const INSIDE = `
  0   a>b REGISTER 1 +Max-Forwards:70
  0.4 b>a 100_Trying 1 of=REGISTER
  0.5 b>a 483_Too_Many_Hops 1 of=REGISTER to=b
`;

const OTHER_TAG = `
  0   a>b INVITE 1
  0.1 b>a 404_Not_Found 1 from=other branch=INVITE-1-alice to=b
  0.5 a>b INVITE 1
  1.5 a>b INVITE 1
`;

const MOVED = `
  0   a>b INVITE 1
  0.1 b>a 302_Moved_Temporarily 1 to=b +Contact:<sip:77@c.example>
  0.2 a>b ACK 1 branch=INVITE-1-alice to=b
`;

/** A call from a by the proxy b to c, which records itself in it. */
function call(recorded = '| Record-Route: <sip:10.0.0.2;lr>', id = 'call-1'): string {
  return `
    0    a>b INVITE 1 branch=1 id=${id} +Contact:<sip:alice@10.0.0.1>
    0.01 b>c INVITE 1 branch=2 id=${id} +Contact:<sip:alice@10.0.0.1>
    ${recorded}
    1    c>b 200_OK 1 branch=2 to=c id=${id} +Contact:<sip:5660066@b.example>
    ${recorded}
    1.01 b>a 200_OK 1 branch=1 to=c id=${id} +Contact:<sip:5660066@b.example>
    ${recorded}
    1.02 a>b ACK 1 branch=k to=c id=${id}
    1.03 b>c ACK 1 branch=l to=c id=${id}
  `;
}

const PAST = `
  10    a>c BYE 2 to=c
  10.01 c>a 481_No_Such_Call 2 of=BYE to=c
`;

const TWO = '| Record-Route: <sip:10.0.0.3;lr>, <sip:10.0.0.2;lr>';

/** A BYE of the caller by the proxy, with a Route. */
function byeOver(route: string): string {
  return `
    10    a>b BYE 2 to=c
    | Route: ${route}
    10.01 b>a 404_Not_Found 2 of=BYE to=c
  `;
}

/** A BYE of the caller to another address than the Contact. */
const ELSEWHERE = `
  10    a>b BYE 2 to=c called=other
  10.01 b>a 404_Not_Found 2 of=BYE to=c called=other
`;

/** A call between two, without a proxy. */
const DIRECT = `
  0   a>b INVITE 1
  1   b>a 200_OK 1 to=bob
  1.1 a>b ACK 1 branch=k to=bob
`;

const ORDER = `
  5   a>b INFO 9 to=bob
  5.1 b>a 200_OK 9 of=INFO to=bob
  6   a>b INFO 8 to=bob
  6.1 b>a 500_Server_Internal_Error 8 of=INFO to=bob
  9   a>b BYE 10 to=bob
  9.1 b>a 200_OK 10 of=BYE to=bob
`;

const FORGOTTEN = `
  8   a>b INFO 2 to=bob
  8.1 b>a 481_Call_Does_Not_Exist 2 of=INFO to=bob
`;

/** A call that the far end does not know any more at its BYE. */
function lost(id: string, at: number): string {
  return `
    0   a>b INVITE 1 id=${id}
    1   b>a 200_OK 1 to=bob id=${id}
    1.1 a>b ACK 1 branch=k to=bob id=${id}
    ${at}   a>b BYE 2 to=bob id=${id}
    ${at}.1 b>a 481_Unknown 2 of=BYE to=bob id=${id}
  `;
}

export const ROUTING: readonly Example[] = [
  {
    cause: 'loop',
    script: ROUND,
    certainty: 'certain',
    sentence:
      'INVITE went round: it came to 10.0.0.2:5060 3 times, Max-Forwards fell from 70 to 66 (482 Loop Detected)',
    evidence: ['0:0', '0:2', '0:4'],
  },
  {
    cause: 'merged-request',
    script: MERGED,
    certainty: 'certain',
    sentence:
      '10.0.0.5:5060 got the same INVITE twice, by 10.0.0.3:5060 and by 10.0.0.4:5060, and refused one of them (482 Merged)',
    evidence: ['0:3', '0:4', '0:5'],
  },
  {
    cause: 'max-forwards-low',
    script: FEW,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 begins with Max-Forwards 1, which is too little for the way: 10.0.0.3:5060 answered 483 Too Many Hops',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'loop-behind',
    script: INSIDE,
    certainty: 'likely',
    sentence:
      '10.0.0.2:5060 answered 483 Too Many Hops although the REGISTER for b.example had 70 hops left: it loops inside 10.0.0.2:5060 or behind it',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'tag-mismatch',
    script: OTHER_TAG,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 answered the INVITE with another From tag than it had (404 Not Found): 10.0.0.1:5060 does not take it for an answer',
    evidence: ['0:0', '0:1', '0:3'],
  },
  {
    cause: 'redirect-not-followed',
    script: MOVED,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 says to call sip:77@c.example instead (302 Moved Temporarily), and 10.0.0.1:5060 did not',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'method-not-allowed',
    script: `
      0   a>b SUBSCRIBE 1 +Event:presence
      0.1 b>a 489_Bad_Event 1 of=SUBSCRIBE to=b`,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 does not support event presence (489 Bad Event)',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'method-not-allowed',
    script: `
      0   a>b INVITE 1 +Require:early-session
      0.1 b>a 420_Bad_Extension 1 to=b +Unsupported:early-session
      0.2 a>b ACK 1 branch=INVITE-1-alice to=b`,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 does not support option early-session (420 Bad Extension)',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'record-route-ignored',
    script: call() + PAST,
    certainty: 'likely',
    sentence:
      '10.0.0.1:5060 sent the BYE past 10.0.0.2:5060, which had asked to stay in the path, to 10.0.0.3:5060: 481 No Such Call',
    evidence: ['0:3', '0:6', '0:7'],
  },
  {
    cause: 'route-set-order',
    script: call(TWO) + byeOver('<sip:10.0.0.3;lr>, <sip:10.0.0.2;lr>'),
    certainty: 'likely',
    sentence: 'Route of the BYE of 10.0.0.1:5060 is in the order of Record-Route; it must be reversed: 404 Not Found',
    evidence: ['0:3', '0:6', '0:7'],
  },
  {
    cause: 'remote-target-wrong',
    script: call('') + ELSEWHERE,
    certainty: 'likely',
    sentence: '10.0.0.1:5060 sent the BYE to sip:other@b.example, the Contact was sip:5660066@b.example: 404 Not Found',
    evidence: ['0:3', '0:6', '0:7'],
  },
  {
    cause: 'in-dialog-order',
    script: DIRECT + ORDER,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 refused the INFO with CSeq 8 as out of order (500 Server Internal Error); 9 had come before',
    evidence: ['0:3', '0:5', '0:6'],
  },
  {
    cause: 'in-dialog-order',
    script: `${DIRECT}
      9   b>a BYE 7 from=bob to=alice
      9.1 a>b 400_Invalid_CSeq 7 of=BYE from=bob to=alice`,
    certainty: 'certain',
    sentence: '10.0.0.1:5060 refused the BYE with CSeq 7 as out of order (400 Invalid CSeq)',
    evidence: ['0:3', '0:4'],
  },
  {
    cause: 'peer-restarted',
    script: lost('x', 10) + lost('y', 30) + lost('z', 50),
    certainty: 'likely',
    sentence: '10.0.0.2:5060 had forgotten 3 calls within a minute (481 to the BYE): it most likely restarted',
    evidence: ['0:3', '0:4', '1:4', '2:4'],
  },
  {
    cause: 'dialog-unknown',
    script: DIRECT + FORGOTTEN,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 knew the call no more when the INFO came, 7.0 s after the answer (481 Call Does Not Exist)',
    evidence: ['0:3', '0:4'],
  },
  {
    cause: 'dialog-unknown',
    script: lost('x', 10),
    certainty: 'likely',
    sentence: '10.0.0.2:5060 knew the call no more when the BYE came, 9.0 s after the answer (481 Unknown)',
    evidence: ['0:3', '0:4'],
  },
];

export const NEARLY_ROUTING: readonly NearExample[] = [
  {
    notCause: 'loop',
    script: ROUND.replace('branch=3', 'branch=3 called=2').replace('branch=5 ', 'branch=5 called=3 '),
    why: 'its URI is another at each pass: a spiral',
  },
  {
    notCause: 'loop',
    script: `
      0    a>b INVITE 1 branch=1 +Max-Forwards:70
      0.01 b>c INVITE 1 branch=2 +Max-Forwards:69
      0.02 b>c INVITE 1 branch=3 +Max-Forwards:69
      0.03 b>c INVITE 1 branch=4 +Max-Forwards:69
      0.04 c>b 404_Not_Found 1 branch=2 to=c
      0.05 c>b 404_Not_Found 1 branch=3 to=d
      0.06 c>b 404_Not_Found 1 branch=4 to=e
      0.07 b>a 404_Not_Found 1 branch=1 to=c`,
    why: 'a fork sends it to one host three times, with as many hops left',
  },
  {
    notCause: 'loop',
    script: FEW,
    why: 'it never comes to a host again',
    instead: 'max-forwards-low',
  },
  {
    notCause: 'merged-request',
    script: ROUND,
    why: 'the host that refuses it had sent it on',
    instead: 'loop',
  },
  {
    notCause: 'merged-request',
    script: '0 a>b INVITE 1\n0.1 b>a 482_Loop_Detected 1 to=b',
    why: 'only one way was seen',
  },
  {
    notCause: 'max-forwards-low',
    script: INSIDE,
    why: 'it begins with 70 hops',
    instead: 'loop-behind',
  },
  {
    notCause: 'max-forwards-low',
    script: `
      0    b>c INVITE 1 branch=2 +Max-Forwards:0
      | Via: SIP/2.0/UDP b;branch=z9hG4bK2
      | Via: SIP/2.0/UDP a;branch=z9hG4bK1
      0.02 c>b 483_Too_Many_Hops 1 branch=2 to=c`,
    why: 'it came through a proxy before, and may have begun with more',
  },
  {
    notCause: 'max-forwards-low',
    script: '0 a>b OPTIONS 1 +Max-Forwards:0\n0.1 b>a 483_Too_Many_Hops 1 of=OPTIONS to=b',
    why: 'a ping counts its hops on purpose',
  },
  {
    notCause: 'loop-behind',
    script: FEW,
    why: 'it begins with too few hops',
    instead: 'max-forwards-low',
  },
  {
    notCause: 'loop-behind',
    script: ROUND.replaceAll('482_Loop_Detected', '483_Too_Many_Hops'),
    why: 'the capture shows the loop',
    instead: 'loop',
  },
  {
    notCause: 'loop-behind',
    script: `
      0    a>b INVITE 1 branch=1 +Max-Forwards:70
      0.01 b>c INVITE 1 branch=2 +Max-Forwards:69
      0.5  b>a 483_Too_Many_Hops 1 branch=1 to=b`,
    why: 'the host is seen to send it on',
  },
  {
    notCause: 'loop-behind',
    script: INSIDE.replace('+Max-Forwards:70', ''),
    why: 'nobody tells how many hops it had',
  },
  {
    notCause: 'tag-mismatch',
    script: OTHER_TAG.replace('from=other ', ''),
    why: 'the tag is the same, and the response was lost',
  },
  {
    notCause: 'tag-mismatch',
    script: `
      0   a>b INVITE 1
      0.1 b>a 404_Not_Found 1 from=other branch=INVITE-1-alice to=b
      0.2 a>b ACK 1 branch=INVITE-1-alice to=b`,
    why: 'the caller takes the response all the same',
  },
  {
    notCause: 'redirect-not-followed',
    script: `${MOVED}
      0.3 a>c INVITE 2 called=77
      0.4 c>a 404_Not_Found 2 called=77 to=c`,
    why: 'the caller follows in the same conversation',
  },
  {
    notCause: 'redirect-not-followed',
    script: `${MOVED}
      0.3 a>c INVITE 1 id=again called=77
      5   a>c CANCEL 1 id=again called=77
      5.1 c>a 487_Request_Terminated 1 id=again called=77 to=c`,
    why: 'the caller follows in another conversation, whatever comes of it',
  },
  {
    notCause: 'redirect-not-followed',
    script: MOVED,
    end: 5,
    why: 'the capture ends before the caller must have followed',
  },
  {
    notCause: 'method-not-allowed',
    script: `${DIRECT}
      5   a>b UPDATE 2 to=bob
      5.1 b>a 501_Not_Implemented 2 of=UPDATE to=bob
      9   a>b BYE 3 to=bob
      9.1 b>a 200_OK 3 of=BYE to=bob`,
    why: 'the call goes on without the UPDATE',
  },
  {
    notCause: 'method-not-allowed',
    script: '0 a>b INVITE 1\n0.1 b>a 420_Bad_Extension 1 to=b',
    why: 'the response does not say what is not supported',
  },
  {
    notCause: 'record-route-ignored',
    script: call('') + PAST,
    why: 'nobody asked to stay in the path',
    instead: 'dialog-unknown',
  },
  {
    notCause: 'record-route-ignored',
    script: `${call()}
      10    a>b BYE 2 to=c
      10.01 b>a 481_No_Such_Call 2 of=BYE to=c`,
    why: 'it goes to the proxy that asked',
    instead: 'dialog-unknown',
  },
  {
    notCause: 'record-route-ignored',
    script: call() + PAST.replace('481_No_Such_Call', '200_OK'),
    why: 'it is answered all the same',
  },
  {
    notCause: 'record-route-ignored',
    script: call().replace(/(1\.01 .*\n)\s*\| Record-Route.*/, '$1') + PAST,
    why: 'the response that the caller saw has no Record-Route',
    instead: 'dialog-unknown',
  },
  {
    notCause: 'route-set-order',
    script: call(TWO) + byeOver('<sip:10.0.0.2;lr>, <sip:10.0.0.3;lr>'),
    why: 'it is reversed, as it must be',
  },
  {
    notCause: 'route-set-order',
    script: `${call(TWO)}
      10    c>b BYE 2 from=c to=alice
      | Route: <sip:10.0.0.3;lr>, <sip:10.0.0.2;lr>
      10.01 b>c 404_Not_Found 2 of=BYE from=c to=alice`,
    why: 'the called end must not reverse it',
  },
  {
    notCause: 'route-set-order',
    script: call('| Record-Route: <sip:10.0.0.2;lr>') + byeOver('<sip:10.0.0.2;lr>'),
    why: 'one entry has no order',
  },
  {
    notCause: 'remote-target-wrong',
    script: `${call('')}
      10    a>b BYE 2 to=c
      10.01 b>a 404_Not_Found 2 of=BYE to=c`,
    why: 'it goes to the Contact',
  },
  {
    notCause: 'remote-target-wrong',
    script: `${call('')}
      5    c>a INVITE 1 from=c to=alice +Contact:<sip:other@b.example>
      5.1  a>c 200_OK 1 from=c to=alice
      5.2  c>a ACK 1 from=c to=alice branch=m
      ${ELSEWHERE}`,
    why: 'the Contact was changed in between',
  },
  {
    notCause: 'remote-target-wrong',
    script: call('') + ELSEWHERE.replace('404_Not_Found', '200_OK'),
    why: 'it is answered all the same',
  },
  {
    notCause: 'in-dialog-order',
    script: `${DIRECT}
      5   a>b INVITE 2 to=bob
      5.1 b>a 500_Server_Internal_Error 2 to=bob +Retry-After:5
      5.2 a>b ACK 2 branch=INVITE-2-alice to=bob
      9   a>b BYE 3 to=bob
      9.1 b>a 200_OK 3 of=BYE to=bob`,
    why: 'two INVITEs met: that is no wrong order',
  },
  {
    notCause: 'in-dialog-order',
    script: `${DIRECT}
      5   b>a INFO 9 from=bob to=alice
      5.1 a>b 200_OK 9 of=INFO from=bob to=alice
      6   a>b INFO 8 to=bob
      6.1 b>a 500_Server_Internal_Error 8 of=INFO to=bob`,
    why: 'the higher number is the other end’s',
  },
  {
    notCause: 'peer-restarted',
    script: lost('x', 10) + lost('y', 30),
    why: 'two calls may have ended for two reasons',
    instead: 'dialog-unknown',
  },
  {
    notCause: 'peer-restarted',
    script: lost('x', 10) + lost('y', 300) + lost('z', 600),
    why: 'minutes are between them',
    instead: 'dialog-unknown',
  },
  {
    notCause: 'dialog-unknown',
    script: `${DIRECT}
      8    b>a BYE 1 from=bob to=alice
      8.01 a>b BYE 2 to=bob
      8.1  b>a 481_Unknown 2 of=BYE to=bob
      8.2  a>b 200_OK 1 of=BYE from=bob to=alice`,
    why: 'two BYEs crossed',
  },
  {
    notCause: 'dialog-unknown',
    script: `
      0    a>b INVITE 1
      0.2  b>a 180_Ringing 1 to=bob
      3    a>b CANCEL 1
      3.01 b>a 200_OK 1 to=bob
      3.02 b>a 200_OK 1 of=CANCEL to=bob
      3.03 a>b ACK 1 branch=k to=bob
      3.04 a>b BYE 2 to=bob
      3.1  b>a 481_Unknown 2 of=BYE to=bob`,
    why: 'a CANCEL crossed the answer',
  },
  {
    notCause: 'dialog-unknown',
    script: `${DIRECT}
      8   a>b NOTIFY 2 to=bob
      8.1 b>a 481_Unknown 2 of=NOTIFY to=bob
      9   a>b BYE 3 to=bob
      9.1 b>a 200_OK 3 of=BYE to=bob`,
    why: 'a NOTIFY may come after the end of its subscription',
  },
  {
    notCause: 'dialog-unknown',
    script: lost('x', 10) + lost('y', 30) + lost('z', 50),
    why: 'the host forgot all its calls',
    instead: 'peer-restarted',
  },
  {
    notCause: 'record-route-ignored',
    script: call() + PAST.replace('to=c\n', 'to=c\n| Route: <sip:10.0.0.3;lr>\n'),
    why: 'it has a Route, whatever may be wrong with it',
    instead: 'dialog-unknown',
  },
];
