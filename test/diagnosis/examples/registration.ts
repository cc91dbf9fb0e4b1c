/** Credentials, and registrations. */
import type { Example, NearExample } from './example.js';

/** A challenge of b.example. */
function asks(nonce: string, more = ''): string {
  return `| WWW-Authenticate: Digest realm="b.example", nonce="${nonce}"${more}`;
}

/** Credentials of alice for b.example. */
function gives(nonce: string, more = '', realm = 'b.example'): string {
  return `| Authorization: Digest username="alice", realm="${realm}", nonce="${nonce}", uri="sip:b.example", response="0f"${more}`;
}

/** The branch of a request, by its time. */
function idOf(at: number): string {
  return at.toFixed(3);
}

/** A request of alice about herself. */
function asked(at: number, cseq: number, header = '', more = '', method = 'REGISTER'): string {
  return `${at.toFixed(3)} a>b ${method} ${cseq} user=alice called=alice branch=${idOf(at)} ${more}\n${header}`;
}

/** The response to it, `after` seconds after it. */
function told(
  at: number,
  after: number,
  what: string,
  cseq: number,
  header = '',
  more = '',
  method = 'REGISTER',
): string {
  return `${(at + after).toFixed(3)} b>a ${what} ${cseq} of=${method} user=alice called=alice branch=${idOf(at)} to=b ${more}\n${header}`;
}

/** A REGISTER that is challenged, and one with credentials `wait` seconds later. */
function round(at: number, cseq: number, nonce: string, wait: number, credentials = gives(nonce)): string {
  return [asked(at, cseq), told(at, 0.1, '401', cseq, asks(nonce)), asked(at + 0.1 + wait, cseq + 1, credentials)].join(
    '\n',
  );
}

/** The same in another conversation, as text. */
function other(id: string, script: string): string {
  return script.replace(/^(\d.*)$/gm, `$1 id=${id}`);
}

/** Rounds in which the nonce has expired after 17 s. */
const LATE = [0, 100]
  .map(at =>
    [round(at, at + 1, `n${at}`, 17), told(at + 17.1, 0.2, '401', at + 2, asks(`m${at}`, ', stale=TRUE'))].join('\n'),
  )
  .join('\n');

const WRONG = [round(0, 1, 'n', 0.1), told(0.2, 0.1, '401', 2, asks('m'))].join('\n');

const FORBIDDEN = [round(0, 1, 'n', 0.1), told(0.2, 0.1, '403_Forbidden', 2)].join('\n');

/** A client that gives the nonce of its first challenge for ever. */
const LOOP = [
  asked(0, 1),
  told(0, 0.1, '401', 1, asks('n0')),
  ...[1, 2, 3, 4, 5].flatMap(at => [
    asked(at * 10, at + 1, gives('old')),
    told(at * 10, 0.1, '401', at + 1, asks(`n${at}`)),
  ]),
].join('\n');

const GONE = `
  0    a>b INVITE 1 called=2
  0.01 b>a 480_Temporarily_Unavailable 1 called=2 to=b
  0.02 a>b ACK 1 called=2 branch=INVITE-1-alice to=b
`;
const LATER = `
  30   c>b REGISTER 1 id=later user=2 called=2 from=c
  30.1 b>c 200_OK 1 of=REGISTER id=later user=2 called=2 from=c to=b
`;

const CHALLENGED = `
  0    a>b INVITE 1
  0.1  b>a 401_Unauthorized 1 to=b
  ${asks('n')}
  0.2  a>b ACK 1 branch=INVITE-1-alice to=b
`;

const BRIEF = `${asked(0, 1, '| Expires: 60')}\n${told(0, 0.1, '423_Interval_Too_Brief', 1, '| Min-Expires: 300')}`;

const KEPT = [
  asked(0, 7),
  told(0, 0.1, '401', 7, asks('n')),
  asked(0.2, 7, gives('n')),
  told(0.2, 0.1, '500_Server_Error', 7),
].join('\n');

const NOT_FOUND = `${asked(0, 1)}\n${told(0, 0.1, '404_Not_Found', 1)}`;

/** Subscribes to her own state, and is not found. */
const OWN = [asked(1, 1, '', '', 'SUBSCRIBE'), told(1, 0.1, '404_Not_Found', 1, '', '', 'SUBSCRIBE')].join('\n');

/** Three calls that are forbidden at once. */
const FORBIDDEN_ALL = ['x', 'y', 'z']
  .map((id, at) => `${at} a>b INVITE 1 id=${id}\n${at}.1 b>a 403_Forbidden 1 id=${id} to=b`)
  .join('\n');

export const REGISTRATION: readonly Example[] = [
  {
    cause: 'cseq-not-raised',
    script: KEPT,
    certainty: 'certain',
    sentence:
      '10.0.0.1:5060 sent the REGISTER again after 401 with the same CSeq number 7; 10.0.0.2:5060 answered 500 Server Error',
    evidence: ['0:0', '0:1', '0:2', '0:3'],
  },
  {
    cause: 'realm-or-uri-mismatch',
    script: [round(0, 1, 'n', 0.1, gives('n', '', 'asterisk')), told(0.2, 0.1, '403_Forbidden', 2)].join('\n'),
    certainty: 'certain',
    sentence: 'credentials of alice are for realm asterisk, 10.0.0.2:5060 had asked for b.example',
    evidence: ['0:1', '0:2', '0:3'],
  },
  {
    cause: 'realm-or-uri-mismatch',
    script: [
      asked(0, 1),
      told(0, 0.1, '401', 1, asks('n', ', algorithm=SHA-256')),
      asked(0.2, 2, gives('n', ', algorithm=MD5')),
      told(0.2, 0.1, '401', 2, asks('m', ', algorithm=SHA-256')),
    ].join('\n'),
    certainty: 'certain',
    sentence: 'credentials of alice are for algorithm MD5, 10.0.0.2:5060 had asked for SHA-256',
    evidence: ['0:1', '0:2', '0:3'],
  },
  {
    cause: 'nonce-old',
    script: LATE,
    certainty: 'certain',
    sentence:
      '10.0.0.2:5060 refused the credentials of alice 2 times because its nonce had expired: they came 17.0 s after the challenge',
    evidence: ['0:1', '0:2', '0:3', '0:5', '0:6', '0:7'],
  },
  {
    cause: 'same-challenge-repeats',
    script: [round(0, 1, 'n', 0.1), told(0.2, 0.1, '401', 2, asks('n'))].join('\n'),
    certainty: 'likely',
    sentence: '10.0.0.2:5060 sent the same challenge again although alice had answered it',
    evidence: ['0:1', '0:2', '0:3'],
  },
  {
    cause: 'user-unknown',
    script: NOT_FOUND,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 does not know alice@b.example (404 Not Found)',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'user-unknown',
    script: [FORBIDDEN, other('own', OWN)].join('\n'),
    certainty: 'likely',
    sentence: '10.0.0.2:5060 does not know alice@b.example (403 Forbidden)',
    evidence: ['0:3', '1:1'],
  },
  {
    cause: 'user-unknown',
    script: [FORBIDDEN, other('own', OWN)].join('\n'),
    row: 1,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 does not know alice@b.example (404 Not Found)',
    evidence: ['1:1', '0:3'],
  },
  {
    cause: 'credentials-wrong',
    script: WRONG,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 rejects the credentials of alice: 401',
    evidence: ['0:1', '0:2', '0:3'],
  },
  {
    cause: 'credentials-wrong',
    script: FORBIDDEN,
    certainty: 'likely',
    sentence: '10.0.0.2:5060 rejects the credentials of alice: 403 Forbidden',
    evidence: ['0:1', '0:2', '0:3'],
  },
  {
    cause: 'credentials-wrong',
    script: `
      0    a>b INVITE 1
      0.1  b>a 401 1 to=b
      ${asks('n')}
      0.2  a>b INVITE 2
      ${gives('n')}
      0.3  b>a 403_Wrong_password 2 to=b
    `,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 rejects the credentials of alice: 403 Wrong password',
    evidence: ['0:1', '0:2', '0:3'],
  },
  {
    cause: 'credentials-wrong',
    // One phone with a stale password, again and again: no attack.
    script: [0, 60, 120]
      .map(at => [round(at, at + 1, `n${at}`, 0.1), told(at + 0.2, 0.1, '401', at + 2, asks(`m${at}`))].join('\n'))
      .join('\n'),
    certainty: 'likely',
    sentence: '10.0.0.2:5060 rejects the credentials of alice: 401 (3 times)',
    evidence: ['0:9', '0:10', '0:11'],
  },
  {
    cause: 'register-interval',
    script: BRIEF,
    certainty: 'certain',
    sentence: '10.0.0.2:5060 registers for 300 s at least, alice@b.example asks for 60 s',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'auth-loop',
    script: LOOP,
    certainty: 'certain',
    sentence: '10.0.0.1:5060 sent credentials to 10.0.0.2:5060 5 times in 40.1 s, and was challenged again each time',
    evidence: ['0:2', '0:3', '0:10', '0:11'],
  },
  {
    cause: 'not-registered',
    script: GONE + LATER,
    certainty: 'likely',
    sentence:
      '2 was not registered at 10.0.0.2:5060 (480 Temporarily Unavailable after 10 ms); it registered 30.1 s later',
    evidence: ['0:1', '1:1'],
  },
  {
    cause: 'not-registered',
    script: `
      0    c>b REGISTER 1 id=before user=2 called=2 from=c expires=0
      0.1  b>c 200_OK 1 of=REGISTER id=before user=2 called=2 from=c to=b
      5    a>b INVITE 1 called=2
      5.01 b>a 480_Temporarily_Unavailable 1 called=2 to=b
    `,
    row: 1,
    certainty: 'likely',
    sentence:
      '2 was not registered at 10.0.0.2:5060 (480 Temporarily Unavailable after 10 ms); it had withdrawn 4.9 s before',
    evidence: ['0:1', '1:1'],
  },
  {
    cause: 'auth-never-tried',
    script: CHALLENGED,
    certainty: 'likely',
    sentence: '10.0.0.1:5060 was challenged by 10.0.0.2:5060 (401) and sent no credentials',
    evidence: ['0:0', '0:1'],
  },
  {
    cause: 'ip-not-allowed',
    script: FORBIDDEN_ALL,
    certainty: 'hint',
    sentence:
      '10.0.0.2:5060 forbids all that comes from 10.0.0.1: 3 of 3 calls, unasked for credentials (403 Forbidden)',
    evidence: ['0:1', '1:1', '2:1'],
  },
];

export const NEARLY_REGISTRATION: readonly NearExample[] = [
  {
    notCause: 'cseq-not-raised',
    script: KEPT.replace('500_Server_Error', '200_OK'),
    why: 'the registrar takes it',
  },
  {
    notCause: 'cseq-not-raised',
    script: KEPT.replace('500_Server_Error', '403_Forbidden'),
    why: 'the registrar looks at the credentials: it took the request for a new one',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'cseq-not-raised',
    script: FORBIDDEN,
    why: 'the number is raised',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'cseq-not-raised',
    script: `${asked(0, 7, gives('n'))}
      ${asked(0, 7, gives('n')).replace('0.000 a', '0.5 a')}
      ${told(0, 0.6, '401', 7, asks('m'))}`,
    why: 'it is a retransmission',
  },
  {
    notCause: 'realm-or-uri-mismatch',
    script: FORBIDDEN.replace('uri="sip:b.example"', 'uri="sip:10.0.0.1"'),
    why: 'only the uri differs, which many servers do not mind',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'realm-or-uri-mismatch',
    script: [
      asked(0, 1),
      told(0, 0.1, '401', 1, `${asks('n', ', algorithm=SHA-256')}\n${asks('n', ', algorithm=MD5')}`),
      asked(0.2, 2, gives('n')),
      told(0.2, 0.1, '403_Forbidden', 2),
    ].join('\n'),
    why: 'credentials without an algorithm are MD5, which one of the challenges asks for',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'realm-or-uri-mismatch',
    script: [
      round(0, 1, 'n', 0.1, `${gives('n', '', 'other')}\n${gives('n')}`),
      told(0.2, 0.1, '403_Forbidden', 2),
    ].join('\n'),
    why: 'credentials for another realm stand beside the right ones',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'nonce-old',
    script: `${LATE}\n${asked(200, 300, gives('m100'))}\n${told(200, 0.1, '200_OK', 300)}`,
    why: 'it registered in the end',
  },
  {
    notCause: 'nonce-old',
    script: WRONG,
    why: 'the credentials came at once: the password is wrong',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'nonce-old',
    script: [round(0, 1, 'n', 17), told(17.1, 0.1, '401', 2, asks('m', ', stale=true'))].join('\n'),
    end: 20,
    why: 'the client may still answer the new challenge',
  },
  {
    notCause: 'nonce-old',
    script: [round(0, 1, 'n', 17), told(17.1, 0.1, '401', 2, asks('m'))].join('\n'),
    why: 'the server does not say that the nonce is at fault',
  },
  {
    notCause: 'nonce-old',
    script: [
      round(0, 1, 'n', 0.1),
      told(0.2, 0.1, '200_OK', 2),
      asked(1800, 3, gives('n')),
      told(1800, 0.1, '401', 3, asks('m', ', stale=true')),
    ].join('\n'),
    why: 'the nonce was used half an hour before: that is how a refresh goes',
  },
  {
    notCause: 'same-challenge-repeats',
    script: WRONG,
    why: 'the nonce is another',
    instead: 'credentials-wrong',
  },
  {
    notCause: 'same-challenge-repeats',
    script: [round(0, 1, 'n', 0.1), told(0, 0.25, '401', 1, asks('n')), told(0.2, 0.1, '200_OK', 2)].join('\n'),
    why: 'the challenge is a retransmission, and the credentials are accepted',
  },
  {
    notCause: 'user-unknown',
    script: `${other('before', `${asked(0, 1)}\n${told(0, 0.1, '200_OK', 1)}`)}\n${other('later', `${asked(60, 1)}\n${told(60, 0.1, '404_Not_Found', 1)}`)}`,
    why: 'the same host has registered that address',
  },
  {
    notCause: 'user-unknown',
    script: `${round(0, 1, 'n', 0.1)}\n${told(0.2, 0.1, '200_OK', 2)}\n${other('own', OWN)}`,
    why: 'the user is registered, and only has no mailbox',
  },
  {
    notCause: 'user-unknown',
    script: OWN,
    why: 'nothing shows that the user may not register',
  },
  {
    notCause: 'credentials-wrong',
    script: `${round(0, 1, 'n', 0.1)}\n${told(0.2, 0.1, '200_OK', 2)}`,
    why: 'a challenge is not a failure',
  },
  {
    notCause: 'credentials-wrong',
    script: LATE,
    why: 'the nonce is at fault',
    instead: 'nonce-old',
  },
  {
    notCause: 'credentials-wrong',
    script: [FORBIDDEN, other('own', OWN)].join('\n'),
    why: 'the user is not known',
    instead: 'user-unknown',
  },
  {
    notCause: 'credentials-wrong',
    script: `
      0    a>b INVITE 1
      0.1  b>a 401 1 to=b
      ${asks('n')}
      0.2  a>b INVITE 2
      ${gives('n')}
      0.3  b>a 403_Forbidden 2 to=b
    `,
    why: 'a call may be forbidden for anything',
  },
  {
    notCause: 'credentials-wrong',
    script: [
      round(0, 1, 'n', 0.1),
      told(0.2, 0.1, '401', 2, '| WWW-Authenticate: Digest realm="other.example", nonce="m"'),
    ].join('\n'),
    why: 'another realm challenges, behind the one that was content',
  },
  {
    notCause: 'register-interval',
    script: `${BRIEF}\n${asked(1, 2, '| Expires: 300')}\n${told(1, 0.1, '200_OK', 2)}`,
    why: 'the phone registered for longer',
  },
  {
    notCause: 'register-interval',
    script: `${BRIEF}\n${other('again', `${asked(1, 2, '| Expires: 300')}\n${told(1, 0.1, '200_OK', 2)}`)}`,
    why: 'the phone registered for longer in another conversation',
  },
  {
    notCause: 'auth-loop',
    script: LOOP.slice(0, LOOP.indexOf('50.000')),
    why: 'four times are no loop',
  },
  {
    notCause: 'auth-loop',
    script: `${LOOP.replace(/^30\.100 .*\n.*$/m, told(30, 0.1, '200_OK', 4))}`,
    why: 'it registered in between',
  },
  {
    notCause: 'not-registered',
    script: GONE,
    why: 'nothing shows that the number ever registers there',
  },
  {
    notCause: 'not-registered',
    script: LATER.replace(/\b30/g, '0') + GONE.replace(/^( *)0/gm, '$15'),
    why: 'the number was registered, and its phone may refuse by itself',
  },
  {
    notCause: 'not-registered',
    script: GONE.replace('0.01', '0.005 b>a 180_Ringing 1 called=2 to=b\n0.01') + LATER,
    why: 'it rang',
  },
  {
    notCause: 'auth-never-tried',
    script: CHALLENGED,
    end: 20,
    why: 'the capture ends before the client must have answered',
  },
  {
    notCause: 'auth-never-tried',
    script: `${CHALLENGED}
      1   a>b INVITE 1 id=again from=other
      ${gives('n')}
      1.1 b>a 200_OK 1 id=again from=other to=b`,
    why: 'the client answers in another conversation',
  },
  {
    notCause: 'auth-never-tried',
    script: `
      0   a>b OPTIONS 1
      0.1 b>a 401 1 of=OPTIONS to=b
      ${asks('n')}`,
    why: 'a ping is answered by a challenge just as well',
  },
  {
    notCause: 'ip-not-allowed',
    script: `${FORBIDDEN_ALL}\n5 a>b INVITE 1 id=good\n5.1 b>a 180_Ringing 1 id=good to=b`,
    why: 'another call is admitted',
  },
  {
    notCause: 'ip-not-allowed',
    script: FORBIDDEN_ALL.slice(0, FORBIDDEN_ALL.indexOf('2 a>b')),
    why: 'two calls are too few',
  },
  {
    notCause: 'ip-not-allowed',
    script: `${FORBIDDEN_ALL}\n${asked(5, 1)}\n${told(5, 0.1, '200_OK', 1)}`,
    why: 'the host registers the caller',
  },
  {
    notCause: 'ip-not-allowed',
    // As a load test does it: each call behind a REGISTER with its Call-ID.
    script: ['x', 'y', 'z']
      .map((id, at) =>
        other(id, `${asked(at, 1)}\n${told(at, 0.1, '200_OK', 1)}\n${at}.2 a>b INVITE 1\n${at}.3 b>a 403_Error 1 to=b`),
      )
      .join('\n'),
    why: 'each call comes behind a registration',
  },
  {
    notCause: 'nonce-old',
    script: [0, 100]
      .map(at =>
        [round(at, at + 1, `n${at}`, 0.1), told(at + 0.2, 0.2, '401', at + 2, asks(`m${at}`, ', stale=true'))].join(
          '\n',
        ),
      )
      .join('\n'),
    why: 'the credentials came at once: they are not late',
  },
  {
    notCause: 'nonce-old',
    script: LATE.replaceAll('nonce="m', 'nonce="n'),
    why: 'the nonce is given again, and so has not expired',
  },
  {
    notCause: 'credentials-wrong',
    script: [round(0, 1, 'n', 17), told(17.1, 0.1, '401', 2, asks('m'))].join('\n'),
    why: 'the credentials came late: their nonce may have expired',
  },
  {
    notCause: 'auth-loop',
    script: LOOP.replace('50.000', `${asked(45, 50, gives('n4'))}\n${told(45, 0.1, '200_OK', 50)}\n50.000`),
    why: 'it registered between the challenges',
  },
  {
    notCause: 'user-unknown',
    script: `${other('before', `${asked(0, 1)}\n${told(0, 0.1, '200_OK', 1)}`)}\n${[FORBIDDEN, other('own', OWN)].join('\n')}`,
    why: 'the user was registered before',
  },
  {
    notCause: 'ip-not-allowed',
    script: ['x', 'y', 'z']
      .map((id, at) =>
        other(
          id,
          `${at} a>b MESSAGE 1\n${at}.1 b>a 200_OK 1 of=MESSAGE to=b\n${at}.2 a>b INVITE 2\n${at}.3 b>a 403_Forbidden 2 to=b`,
        ),
      )
      .join('\n'),
    why: 'the host takes messages of the caller',
  },
];
