/** Limits, overload, and what gateways say. */
import { NO_SETTINGS } from '../../../src/model/diagnosis-settings.js';
import { accepted, refused } from './calls-of-numbers.js';
import type { Example, NearExample } from './example.js';

function refusedWith(status: string, at = 0, id = 'bad', options = 'called=5660066'): string {
  return refused(at, 'a>b', id, options, [], status);
}

/** Calls to other numbers, answered. */
const ELSEWHERE =
  accepted(0, 'a>b', 'one', 'called=5660066') +
  accepted(12, 'a>b', 'two', 'called=5812345') +
  accepted(24, 'a>b', 'three', 'called=8969669');

function premium(status: string): string {
  return ['9011111', '9022222', '9011333']
    .map((called, at) => refusedWith(status, 40 + at, called, `called=${called}`))
    .join('');
}

/** A call that lasts, with its own number. */
function lasting(at: number, id: string, until: number): string {
  return `
    ${at} a>b INVITE 1 id=${id}
    ${at + 0.1} b>a 200_OK 1 id=${id} to=x
    ${at + 0.2} a>b ACK 1 id=${id} to=x branch=k
    ${until} a>b BYE 2 id=${id} to=x
    ${until + 0.1} b>a 200_OK 2 of=BYE id=${id} to=x`;
}

function full(at: number, id: string): string {
  return refusedWith('503_Service_Unavailable', at, id);
}

/** Two channels: refused while both are taken, accepted when one is free. */
const TWO_CHANNELS =
  lasting(0, 'one', 100) +
  lasting(1, 'two', 20) +
  full(10, 'x1') +
  full(11, 'x2') +
  lasting(30, 'three', 60) +
  full(40, 'x3');

/** Short calls: of each burst the third one is refused. */
function short(at: number, id: string): string {
  return lasting(at, id, at + 0.2);
}

const BURSTS = [0, 10, 20]
  .map(at => short(at, `a${at}`) + short(at + 0.3, `b${at}`) + full(at + 0.6, `x${at}`) + short(at + 5, `c${at}`))
  .join('');

export const LOAD: readonly Example[] = [
  {
    cause: 'rate-limited',
    script: BURSTS,
    row: 2,
    certainty: 'likely',
    sentence:
      '503 from 10.0.0.2, which 10.0.0.1 sent 3 calls within a second: all 3 refusals came at that rate, and no accepted call did',
    evidence: ['2:0', '2:2', '6:0', '10:0'],
  },
  {
    cause: 'channels-full',
    script: TWO_CHANNELS,
    row: 2,
    certainty: 'likely',
    sentence:
      '503 from 10.0.0.2 while 2 calls ran between it and 10.0.0.1; it never accepted one above 2, and refused 3 there',
    evidence: ['3:0', '5:0', '2:0', '2:2'],
  },
  {
    // Settings know the limit: one refusal is enough, and calls in the other direction count.
    cause: 'channels-full',
    script: `${lasting(0, 'one', 100).replaceAll('a>b', 'b#a').replaceAll('b>a', 'a>b').replaceAll('b#a', 'b>a')}${full(10, 'x1')}`,
    settings: {
      ...NO_SETTINGS,
      trunks: [{ peer: '10.0.0.2', allowed: null, format: null, diversion: null, channels: 1 }],
    },
    row: 1,
    certainty: 'certain',
    sentence: '503 from 10.0.0.2 while 1 call ran between it and 10.0.0.1: your settings allow 1',
    evidence: ['1:0', '1:2'],
  },
  {
    cause: 'no-route',
    script: ELSEWHERE + premium('503_Service_Unavailable'),
    row: 5,
    certainty: 'likely',
    sentence:
      '10.0.0.2 has no way to 90…: 3 of 6 calls from 10.0.0.1 fail with 503, and none to such a number was accepted',
    evidence: ['0:0', '3:0', '5:0', '5:2'],
  },
  {
    cause: 'overloaded',
    script: refusedWith('503_Service_Unavailable +Retry-After:30'),
    certainty: 'certain',
    sentence: '10.0.0.2 is overloaded: 503, Retry-After 30 s',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'overloaded',
    script: refusedWith('503_Maximum_Calls_In_Progress'),
    certainty: 'certain',
    sentence: '10.0.0.2 is overloaded: 503, "Maximum Calls In Progress"',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'overloaded',
    script:
      refusedWith('503_System_Overloaded', 0, 'one', 'called=5660066') +
      refusedWith('503_System_Overloaded', 5, 'two', 'called=8969669'),
    row: 1,
    certainty: 'certain',
    sentence: '10.0.0.2 is overloaded: 503, "System Overloaded"; 2 calls from 10.0.0.1 were refused so',
    evidence: ['1:0', '1:2'],
  },
  {
    cause: 'retry-after-ignored',
    script:
      refusedWith('503_Service_Unavailable +Retry-After:30', 0, 'one') +
      refusedWith('503_Service_Unavailable', 5, 'two', 'called=8969669') +
      refusedWith('503_Service_Unavailable', 16.03, 'three', 'called=8969669'),
    row: 2,
    certainty: 'likely',
    sentence: '503 from 10.0.0.2: 10.0.0.1 sent it 2 INVITEs within 16.0 s after a 503 that asked for a pause of 30 s',
    evidence: ['0:2', '1:0', '2:0', '2:2'],
  },
  {
    cause: 'reason-q850',
    script: refusedWith('480_Error +Reason:q.850;cause=21'),
    certainty: 'certain',
    sentence: '480 from 10.0.0.2; the network says: call rejected (Q.850 21)',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'reason-q850',
    script: `
      0 a>b INVITE 1
      0.2 b>a 183_Session_Progress 1 to=x
      3 b>a 500_Server_Internal_Error 1 to=x
      | Reason: SIP;cause=500, Q.850 ;cause=38 ;text="Network out of order"
      3.1 a>b ACK 1 to=x`,
    certainty: 'certain',
    sentence: '500 from 10.0.0.2; the network says: network out of order (Q.850 38), "Network out of order"',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'reason-sip',
    script: refusedWith('503_Service_Unavailable +Reason:SIP;cause=488;text="Codec"'),
    certainty: 'certain',
    sentence: '503 from 10.0.0.2, which passes on what happened behind it: 488 Codec',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'server-error',
    script: refusedWith('500_Server_Internal_Error +Warning:399_b.example_"database"'),
    certainty: 'certain',
    sentence: '10.0.0.2 failed: 500 Server Internal Error (399_b.example_"database")',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'server-error',
    script: `
      0 a>b REGISTER 1
      0.1 b>a 502_Bad_Gateway 1 of=REGISTER to=x`,
    certainty: 'certain',
    sentence: '10.0.0.2 failed: 502 Bad Gateway',
    evidence: ['0:0', '0:1'],
  },
];

export const NEARLY_LOAD: readonly NearExample[] = [
  {
    notCause: 'rate-limited',
    script: BURSTS + full(40, 'alone'),
    why: 'one is refused that came alone',
  },
  {
    notCause: 'rate-limited',
    script: BURSTS + short(30, 'a30') + short(30.3, 'b30') + short(30.6, 'c30'),
    why: 'a burst was accepted',
  },
  {
    notCause: 'rate-limited',
    script: short(0, 'a') + short(0.3, 'b') + full(0.5, 'x') + full(0.6, 'y') + full(0.7, 'z'),
    why: 'nothing was accepted after the first refusal',
  },
  {
    notCause: 'channels-full',
    script: lasting(0, 'one', 100) + lasting(1, 'two', 20) + full(10, 'x1') + full(11, 'x2') + full(12, 'x3'),
    why: 'none was accepted after the refusals: the host may refuse all',
  },
  {
    notCause: 'channels-full',
    script: TWO_CHANNELS + full(70, 'x4'),
    why: 'one is refused while a channel is free',
  },
  {
    notCause: 'channels-full',
    script: TWO_CHANNELS + lasting(42, 'four', 50),
    why: 'a third call was accepted',
  },
  {
    notCause: 'no-route',
    script: ELSEWHERE + accepted(30, 'a>b', 'there', 'called=9019999') + premium('503_Service_Unavailable'),
    why: 'a number that begins so was accepted',
  },
  {
    notCause: 'no-route',
    script:
      ELSEWHERE +
      [40, 41, 42].map(at => refusedWith('503_Service_Unavailable', at, `again-${at}`, 'called=9011111')).join(''),
    why: 'one number three times is no prefix',
  },
  {
    notCause: 'no-route',
    script: ELSEWHERE + premium('480_Temporarily_Unavailable'),
    why: '480 speaks of the device that is called',
  },
  {
    notCause: 'overloaded',
    script: refusedWith('503_Service_Unavailable'),
    why: '503 alone may be anything',
    instead: 'server-error',
  },
  {
    notCause: 'overloaded',
    script: refusedWith('480_Temporarily_Unavailable +Retry-After:30'),
    why: 'only 503 speaks of the server',
  },
  {
    notCause: 'retry-after-ignored',
    script:
      refusedWith('503_Service_Unavailable +Retry-After:30', 0, 'one') +
      refusedWith('503_Service_Unavailable +Retry-After:30', 0.01, 'two') +
      refusedWith('503_Service_Unavailable', 40, 'later') +
      refusedWith('503_Service_Unavailable', 60, 'last'),
    why: 'one crossed the response, the others waited',
  },
  {
    notCause: 'reason-q850',
    script: refusedWith('486_Busy_Here +Reason:Q.850;cause=17'),
    why: 'busy is an outcome',
  },
  {
    notCause: 'reason-q850',
    script: refusedWith('480_Temporarily_Unavailable +Reason:Q.850;cause=16'),
    why: 'normal clearing says nothing',
  },
  {
    notCause: 'reason-q850',
    script: refusedWith('480_Temporarily_Unavailable +Reason:Q.850;cause=31'),
    why: 'unspecified says nothing',
  },
  {
    notCause: 'reason-q850',
    script: `
      0 a>b INVITE 1
      0.2 b>a 180_Ringing 1 to=x
      9 b>a 403_Forbidden 1 to=x
      | Reason: Q.850;cause=21
      9.1 a>b ACK 1 to=x`,
    why: 'it rang: its user rejected it',
  },
  {
    notCause: 'reason-sip',
    script: refusedWith('503_Service_Unavailable +Reason:SIP;cause=503;text="Down"'),
    why: 'it repeats its own status',
  },
  {
    notCause: 'reason-sip',
    script: refusedWith('480_Temporarily_Unavailable +Reason:SIP;cause=200;text="Call_completed_elsewhere"'),
    why: 'another phone took the call',
  },
  {
    notCause: 'server-error',
    script: refusedWith('480_Temporarily_Unavailable'),
    why: 'the server says nothing of itself',
  },
  {
    notCause: 'server-error',
    script: `
      0 a>b INVITE 1
      0.1 b>c INVITE 1 branch=on
      ${[0.6, 1.6, 3.6, 7.6, 15.6, 31.6].map(at => `${at} b>c INVITE 1 branch=on`).join('\n')}
      32.2 b>a 504_Server_Time-out 1 to=x
      32.3 a>b ACK 1 to=x`,
    why: 'the host behind it did not answer',
  },
];
