/** Transfers and what they name. */
import type { Example, NearExample } from './example.js';

/** An answered call, with what happens in it from second 5 on, and its end. */
function call(then: string, id = 'call-1'): string {
  return `
    0    a>b INVITE 1 id=${id}
    1    b>a 200_OK 1 id=${id} to=bob
    1.1  a>b ACK 1 id=${id} to=bob branch=k
    ${then}
    30   a>b BYE 9 id=${id} to=bob
    30.1 b>a 200_OK 9 of=BYE id=${id} to=bob`;
}

/** Another call, that can be replaced. */
const OTHER = `
    0.2  c>p INVITE 1 id=the-other-call from=carol
    0.3  p>c 200_OK 1 id=the-other-call from=carol to=dave
    0.4  c>p ACK 1 id=the-other-call from=carol to=dave branch=k`;

const REFER = 'REFER 2 to=bob\n| Refer-To: <sip:660@b.example>';

/** A transfer of the phone through p to b, which names a call: as the phone does, and as p does. */
function throughProxy(told: string, named: string, status: string): string {
  return `${OTHER}
    1    p>b INVITE 1
    1.1  b>p 200_OK 1 to=bob
    1.2  p>b ACK 1 to=bob branch=k
    5    a>p REFER 2 to=bob branch=one
       | Refer-To: <sip:660@p.example?Replaces=${told}>
    5.1  p>b REFER 7 to=bob branch=two
       | Refer-To: <sip:660@b.example?Replaces=${named}>
    5.2  b>p ${status} 7 of=REFER to=bob branch=two
    5.3  p>a ${status} 2 of=REFER to=bob branch=one
    9    p>b BYE 9 to=bob
    9.1  b>p 200_OK 9 of=BYE to=bob`;
}

const THE_OTHER = 'the-other-call%3Bto-tag%3Ddave%3Bfrom-tag%3Dcarol';
const NOBODYS = 'a-call-of-nobody%3Bto-tag%3Dx%3Bfrom-tag%3Dy';

/** An INVITE that is to replace a call, refused. */
function replacing(value: string, status = '481_Call_Does_Not_Exist'): string {
  return `
    6    x>p INVITE 1 id=new from=x
       | Replaces: ${value}
    6.1  p>x ${status} 1 id=new from=x to=t
    6.2  x>p ACK 1 id=new from=x to=t branch=INVITE-1-x`;
}

const ENDED = `
    4    c>p BYE 2 id=the-other-call from=carol to=dave
    4.1  p>c 200_OK 2 of=BYE id=the-other-call from=carol to=dave`;

/** A transfer that is accepted, and what is told of it. */
function notified(status: string): string {
  return call(`
    5    a>b ${REFER}
    5.1  b>a 202_Accepted 2 of=REFER to=bob
    5.2  b>a NOTIFY 1 from=bob to=alice
       || SIP/2.0 100 Trying
    5.3  a>b 200_OK 1 of=NOTIFY from=bob to=alice
    6    b>a NOTIFY 2 from=bob to=alice
       || SIP/2.0 ${status}
    6.1  a>b 200_OK 2 of=NOTIFY from=bob to=alice`);
}

export const TRANSFERS: readonly Example[] = [
  {
    cause: 'replaces-unknown',
    script: throughProxy(THE_OTHER, NOBODYS, '488_Not_Acceptable'),
    row: 1,
    certainty: 'likely',
    sentence: 'transfer refused (488): 10.0.0.16 put an unknown call into Replaces',
    evidence: ['1:3', '0:0', '1:4', '1:5'],
  },
  {
    cause: 'replaces-unknown',
    script: OTHER + replacing('nobody-knows-it;to-tag=dave;from-tag=carol'),
    row: 1,
    certainty: 'certain',
    sentence: 'the call to be replaced is unknown at 10.0.0.16 (481): no call in the capture has its Call-ID',
    evidence: ['1:0', '1:1'],
  },
  {
    cause: 'replaces-unknown',
    script: OTHER + replacing('the-other-call;to-tag=dave;from-tag=caroline'),
    row: 1,
    certainty: 'certain',
    sentence: 'the call to be replaced is unknown at 10.0.0.16 (481): that call has another from-tag',
    evidence: ['1:0', '0:0', '1:1'],
  },
  {
    cause: 'replaces-unknown',
    script: OTHER + ENDED + replacing('the-other-call;to-tag=dave;from-tag=carol'),
    row: 1,
    certainty: 'certain',
    sentence: 'the call to be replaced is unknown at 10.0.0.16 (481): that call had ended',
    evidence: ['1:0', '0:0', '1:1'],
  },
  {
    cause: 'transfer-refused',
    script: call(`
      5    a>b ${REFER}
      5.1  b>a 603_Decline 2 of=REFER to=bob
         | Reason: SIP;cause=603;text="No transfers"`),
    certainty: 'certain',
    sentence: '10.0.0.2:5060 refuses the transfer to 660 (603 Decline): No transfers',
    evidence: ['0:3', '0:4'],
  },
  {
    // The call it names is there, and nobody changed it: why it is refused, nothing tells.
    cause: 'transfer-refused',
    script: throughProxy(THE_OTHER, THE_OTHER, '488_Not_Acceptable'),
    row: 1,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 refuses the transfer to 660 (488 Not Acceptable)',
    evidence: ['1:4', '1:5'],
  },
  {
    cause: 'transfer-failed',
    script: notified('404 Not Found'),
    certainty: 'certain',
    sentence: 'transfer to 660 failed: 404 Not Found',
    evidence: ['0:3', '0:4', '0:7'],
  },
];

export const NEARLY_TRANSFERS: readonly NearExample[] = [
  {
    notCause: 'replaces-unknown',
    script: throughProxy(THE_OTHER, NOBODYS, '202_Accepted'),
    why: 'the transfer was accepted: who changed the name knew why',
  },
  {
    notCause: 'replaces-unknown',
    script: throughProxy(NOBODYS, NOBODYS, '488_Not_Acceptable'),
    why: 'the call that is named may not have been captured',
  },
  {
    notCause: 'replaces-unknown',
    script: OTHER + replacing('the-other-call;to-tag=dave;from-tag=carol', '603_Decline'),
    why: 'it is refused for another reason',
  },
  {
    notCause: 'transfer-refused',
    script: call(`
      5    a>b ${REFER}
      5.1  b>a 407_Proxy_Authentication_Required 2 of=REFER to=bob
      5.2  a>b REFER 3 to=bob auth
         | Refer-To: <sip:660@b.example>
      5.3  b>a 202_Accepted 3 of=REFER to=bob`),
    why: 'a challenge is no refusal',
  },
  {
    notCause: 'transfer-refused',
    script: call(`
      5    a>b ${REFER}
      5.1  b>a 500_Error 2 of=REFER to=bob
      6    a>b REFER 3 to=bob
         | Refer-To: <sip:660@b.example>
      6.1  b>a 202_Accepted 3 of=REFER to=bob`),
    why: 'the next one was accepted',
  },
  { notCause: 'transfer-failed', script: notified('200 OK'), why: 'it succeeded' },
  { notCause: 'transfer-failed', script: notified('486 Busy Here'), why: 'that somebody is busy is no fault' },
  {
    notCause: 'transfer-failed',
    script: call(`
      5    a>b ${REFER}
      5.1  b>a 202_Accepted 2 of=REFER to=bob
      5.15 a>b BYE 3 to=bob
      5.16 b>a 200_OK 3 of=BYE to=bob
      5.2  b>a NOTIFY 1 from=bob to=alice
         || SIP/2.0 100 Trying
      5.3  a>b 481_Gone 1 of=NOTIFY from=bob to=alice`),
    why: 'who transferred hung up at once: a NOTIFY that finds nobody is harmless',
  },
];
