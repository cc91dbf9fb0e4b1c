/** Ringing tone, and calls to several destinations. */
import type { Example, NearExample } from './example.js';

/** A call to p, which tries two phones; what happens then, and what p returns. */
function hunted(then: string): string {
  return `
    0    a>p INVITE 1 branch=one
    0.01 p>a 100 1 branch=one
    0.02 p>b INVITE 1 branch=two
    0.03 p>c INVITE 1 branch=three
    ${then}`;
}

const NONE = hunted(`
    0.1  b>p 404_Not_Found 1 branch=two to=b
    0.11 p>b ACK 1 branch=two to=b
    0.53 p>c INVITE 1 branch=three
    1.53 p>c INVITE 1 branch=three
    32.1 p>a 408_Request_Timeout 1 branch=one to=p
    32.2 a>p ACK 1 branch=one to=p`);

/** Two answers to one call, by Contacts. */
function twice(first: string, second: string, then = ''): string {
  return hunted(`
    1    b>p 200_OK 1 branch=two to=b +Contact:<sip:${first}>
    1.01 p>a 200_OK 1 branch=one to=b +Contact:<sip:${first}>
    1.02 a>p ACK 1 to=b branch=k1
    1.03 p>b ACK 1 to=b branch=k2
    1.1  c>p 200_OK 1 branch=three to=c +Contact:<sip:${second}>
    1.11 p>a 200_OK 1 branch=one to=c +Contact:<sip:${second}>
    1.12 a>p ACK 1 to=c branch=k3
    1.13 p>c ACK 1 to=c branch=k4
    ${then}`);
}

const TWICE = twice('bob@10.0.0.2', 'bob@10.0.0.3');

/** Attempts of p over gateways, one after the other. */
function attempts(hosts: readonly string[], status: string, gap = 1, called = (_: number) => '5660066'): string {
  return hosts
    .map((host, at) => {
      const start = 0.02 + at * gap;
      return `
        ${start} p>${host} INVITE 1 branch=to-${at} called=${called(at)}
        ${start + 0.5} ${host}>p ${status} 1 branch=to-${at} to=t${at}
        ${start + 0.51} p>${host} ACK 1 branch=to-${at} to=t${at}`;
    })
    .join('\n');
}

/** A call through p. */
function through(hops: string, status: string): string {
  return `
    0    a>p INVITE 1 branch=one
    0.01 p>a 100 1 branch=one
    ${hops}
    4    p>a ${status} 1 branch=one to=p
    4.01 a>p ACK 1 branch=one to=p`;
}

/** A call of which only 100 is heard until a time. */
function waiting(end: string): string {
  return `0 a>p INVITE 1 branch=one\n0.01 p>a 100 1 branch=one\n${end}`;
}

export const FORKING: readonly Example[] = [
  {
    cause: 'fork-second-answer',
    script: TWICE,
    end: 61.11,
    certainty: 'certain',
    sentence:
      'answered twice, by sip:bob@10.0.0.2 and by sip:bob@10.0.0.3, and 10.0.0.1:5060 hung up on neither for 1 min 0 s',
    evidence: ['0:5', '0:9'],
  },
  {
    cause: 'all-branches-failed',
    script: NONE,
    certainty: 'certain',
    sentence:
      '10.0.0.16:5060 tried 2 destinations: 10.0.0.2 404 Not Found, 10.0.0.3 no reply; it returned 408 Request Timeout',
    evidence: ['0:4', '0:7', '0:8'],
  },
  {
    cause: 'retry-storm',
    script: through(attempts(['b', 'c', 'b'], '486_Busy_Here'), '486_Busy_Here'),
    certainty: 'certain',
    sentence: 'one call became 3 attempts of 10.0.0.16:5060 over 2 gateways (486 Busy Here each)',
    evidence: ['0:2', '0:3', '0:5', '0:6', '0:8', '0:9'],
  },
  {
    cause: 'no-progress',
    script: waiting('9.01 p>a 500_Error 1 branch=one to=p\n9.02 a>p ACK 1 branch=one to=p'),
    certainty: 'likely',
    sentence: 'nothing rang: 10.0.0.16:5060 took the call and told nothing more for 9.0 s, until 500 Error',
    evidence: ['0:0', '0:1', '0:2'],
  },
  {
    cause: 'no-progress',
    script: waiting(`
      0.02 p>b INVITE 1 branch=two
      8.01 a>p CANCEL 1 branch=one
      8.02 p>a 200_OK 1 of=CANCEL branch=one to=p
      8.03 p>a 487_Request_Terminated 1 branch=one to=p
      8.04 a>p ACK 1 branch=one to=p`),
    certainty: 'likely',
    sentence:
      'nothing rang: 10.0.0.16:5060 took the call and told nothing more for 8.0 s, until the caller gave up; 10.0.0.2:5060 does not answer it',
    evidence: ['0:0', '0:1', '0:2', '0:3'],
  },
];

export const NEARLY_FORKING: readonly NearExample[] = [
  {
    notCause: 'fork-second-answer',
    script: twice(
      'bob@10.0.0.2',
      'bob@10.0.0.3',
      `1.2  a>p BYE 2 to=c branch=y1
       1.21 p>c BYE 2 to=c branch=y2
       1.22 c>p 200_OK 2 of=BYE to=c branch=y2
       1.23 p>a 200_OK 2 of=BYE to=c branch=y1`,
    ),
    why: 'the second was hung up',
  },
  {
    notCause: 'fork-second-answer',
    script: twice('bob@10.0.0.2', 'bob@10.0.0.2'),
    why: 'the same phone answers again under another tag',
  },
  { notCause: 'fork-second-answer', script: TWICE, end: 20, why: 'the capture ends before' },
  {
    notCause: 'all-branches-failed',
    script: hunted(`
      0.1  b>p 404_Not_Found 1 branch=two to=b
      0.11 p>b ACK 1 branch=two to=b
      1    c>p 180_Ringing 1 branch=three to=c
      1.01 p>a 180_Ringing 1 branch=one to=c
      9    p>a 500_Error 1 branch=one to=p
      9.1  a>p ACK 1 branch=one to=p`),
    why: 'one of them rang, and what became of it was not seen',
  },
  {
    notCause: 'all-branches-failed',
    script: hunted(`
      0.1  b>p 404_Not_Found 1 branch=two to=b
      0.11 p>b ACK 1 branch=two to=b
      3    a>p CANCEL 1 branch=one
      3.01 p>c CANCEL 1 branch=three
      3.1  p>a 487_Request_Terminated 1 branch=one to=p
      3.2  a>p ACK 1 branch=one to=p`),
    why: 'the caller gave up',
  },
  {
    notCause: 'all-branches-failed',
    script: hunted(`
      0.1  b>p 404_Not_Found 1 branch=two to=b
      0.11 p>b ACK 1 branch=two to=b
      0.2  c>p 486_Busy_Here 1 branch=three to=c
      0.21 p>c ACK 1 branch=three to=c
      0.3  p>a 486_Busy_Here 1 branch=one to=p
      0.31 a>p ACK 1 branch=one to=p`),
    why: 'somebody is busy',
  },
  {
    notCause: 'retry-storm',
    script: through(attempts(['b', 'c', 'd'], '486_Busy_Here', 0.1), '486_Busy_Here'),
    why: 'all destinations are tried at once',
  },
  {
    notCause: 'retry-storm',
    script: through(
      attempts(['b', 'c', 'd'], '486_Busy_Here', 1, at => `10${at}`),
      '486_Busy_Here',
    ),
    why: 'a hunt group calls one person after the other',
  },
  {
    notCause: 'retry-storm',
    script: through(attempts(['b', 'c', 'd'], '503_Unavailable'), '503_Unavailable'),
    why: 'another gateway after 503 is right',
  },
  {
    notCause: 'no-progress',
    script: waiting('3.01 p>a 500_Error 1 branch=one to=p\n3.02 a>p ACK 1 branch=one to=p'),
    why: 'it took 3 s',
  },
  {
    notCause: 'no-progress',
    script: waiting(`
      9    p>a 180_Ringing 1 branch=one to=p
      20   a>p CANCEL 1 branch=one
      20.1 p>a 487_Request_Terminated 1 branch=one to=p`),
    why: 'it rang',
  },
  {
    notCause: 'no-progress',
    script: waiting('9.01 p>a 603_Decline 1 branch=one to=p\n9.02 a>p ACK 1 branch=one to=p'),
    why: 'somebody declined',
  },
];
