/** Which conversations rules are asked about: those that may have a cause, and no good call. */
import { describe, expect, it } from 'vitest';
import { Suspicion } from '../../src/diagnosis/suspicion.js';
import { transactionsOf } from '../../src/diagnosis/transactions.js';
import { rowId } from '../../src/model/ids.js';
import { CALL, index, messages } from '../conversations/script.js';

function isAsked(script: string): boolean {
  const conversations = index(messages(script));
  const row = rowId(0);
  const seen = transactionsOf(conversations, row);
  return new Suspicion(conversations).isSuspicious(row, conversations.table.state.get(row), seen);
}

/** A call with what happens in it, and its BYE at a second. */
function call(then: string, end = 60, options = ''): string {
  return `
    0    a>b INVITE 1 ${options}
    1    b>a 200_OK 1 to=bob ${options}
    1.1  a>b ACK 1 to=bob branch=k
    ${then}
    ${end} a>b BYE 9 to=bob
    ${end + 0.1} b>a 200_OK 9 of=BYE to=bob`;
}

describe('rules are not asked about', () => {
  it.each([
    ['a call', call('')],
    [
      'a call with a challenge that was answered',
      `0   a>b INVITE 1\n0.1 b>a 407 1 to=x\n0.2 a>b ACK 1 to=x branch=INVITE-1-alice\n0.3 a>b INVITE 2 auth
       1   b>a 200_OK 2 to=bob\n1.1 a>b ACK 2 to=bob branch=k\n9 a>b BYE 3 to=bob\n9.1 b>a 200_OK 3 of=BYE to=bob`,
    ],
    [
      'a registration',
      `0 a>b REGISTER 1
       0.1 b>a 401 1 of=REGISTER to=x
       0.2 a>b REGISTER 2 auth
       0.3 b>a 200_OK 2 of=REGISTER to=y`,
    ],
    [
      'a call over several hops',
      `0    a>p INVITE 1 branch=one
       0.01 p>q INVITE 1 branch=two
       0.02 q>b INVITE 1 branch=three
       1    b>q 200_OK 1 branch=three to=b
       1.01 q>p 200_OK 1 branch=two to=b
       1.02 p>a 200_OK 1 branch=one to=b
       1.03 a>b ACK 1 to=b branch=k
       9    a>b BYE 2 to=b
       9.1  b>a 200_OK 2 of=BYE to=b`,
    ],
    ['a call with a session timer that is short', call('', 50, '+Session-Expires:90;refresher=uac')],
    [
      'a call whose session was refreshed a moment before its end',
      call(
        '900 a>b UPDATE 2 to=bob\n900.1 b>a 200_OK 2 of=UPDATE to=bob +Session-Expires:1800;refresher=uac',
        930,
        '+Session-Expires:1800;refresher=uac',
      ),
    ],
  ])('%s', (_, script) => {
    expect(isAsked(script)).toBe(false);
  });
});

describe('rules are asked about', () => {
  it.each([
    ['a call with retransmitted answers', CALL],
    ['an answer that is repeated', '0 a>b INVITE 1\n1 b>a 200_OK 1 to=bob\n1.5 b>a 200_OK 1 to=bob'],
    ['a call that is answered twice', '0 a>b INVITE 1\n1 b>a 200_OK 1 to=bob\n1.1 b>a 200_OK 1 to=carol'],
    ['a provisional response that is repeated', '0 a>b INVITE 1\n1 b>a 183 1 to=b rseq=1\n2 b>a 183 1 to=b rseq=1'],
    ['a refused re-INVITE', call('5 a>b INVITE 2 to=bob\n5.1 b>a 491_Pending 2 to=bob')],
    ['an UPDATE without an answer', call('5 a>b UPDATE 2 to=bob')],
    ['a transfer', call('5 a>b REFER 2 to=bob\n5.1 b>a 202_Accepted 2 of=REFER to=bob')],
    ['a call that was cancelled and answered', '0 a>b INVITE 1\n1 a>b CANCEL 1\n1.1 b>a 200_OK 1 to=bob'],
    ['a call whose session timer may have run out', call('', 1769, '+Session-Expires:1800;refresher=uac')],
    ['a refusal', '0 a>b INVITE 1\n1 b>a 404_Not_Found 1 to=bob'],
    [
      'a request that came round again',
      `0 a>p OPTIONS 1 branch=one
       0.1 p>q OPTIONS 1 branch=two
       0.2 q>p OPTIONS 1 branch=three
       1 p>q 200_OK 1 of=OPTIONS branch=three to=x
       1.1 q>p 200_OK 1 of=OPTIONS branch=two to=x
       1.2 p>a 200_OK 1 of=OPTIONS branch=one to=x`,
    ],
  ])('%s', (_, script) => {
    expect(isAsked(script)).toBe(true);
  });
});
