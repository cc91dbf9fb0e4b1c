/** Requests with their retransmissions, responses and confirmations, hop by hop. */
import { describe, expect, it } from 'vitest';
import type { Conversations } from '../../src/conversations/conversations.js';
import { type Transaction, transactionsOf } from '../../src/diagnosis/transactions.js';
import { rowId } from '../../src/model/ids.js';
import { METHOD_NAMES } from '../../src/sip/headers/methods.js';
import { index, messages } from '../conversations/script.js';

function gathered(script: string) {
  const conversations = index(messages(script));
  return { conversations, ...transactionsOf(conversations, rowId(0)) };
}

/** "INVITE a>b: 200 at 2, ACK at 3", messages by the lines of their script. */
function told(conversations: Conversations, transaction: Transaction): string {
  const { method, source, destination, status, final, ack, sent, finals } = transaction;
  const host = (endpoint: number) => String.fromCharCode(96 + conversations.endpoints.address(endpoint)[3]!);
  const parts = [
    ...(sent > 1 ? [`sent ${sent}`] : []),
    ...(final < 0 ? [] : [`${status} at ${final}${finals > 1 ? ` ×${finals}` : ''}`]),
    ...(transaction.otherAnswer < 0 ? [] : [`other at ${transaction.otherAnswer}`]),
    ...(ack < 0 ? [] : [`ACK at ${ack}`]),
  ];
  return `${METHOD_NAMES[method]} ${host(source)}>${host(destination)}: ${parts.join(', ')}`;
}

function all(script: string): string[] {
  const { conversations, transactions } = gathered(script);
  return transactions.map(transaction => told(conversations, transaction));
}

/** An INVITE from a through p to b, answered. */
const THROUGH_PROXY = `
  0    a>p INVITE 1 branch=one
  0.01 p>b INVITE 1 branch=two
  1    b>p 200_OK 1 branch=two to=b
  1.01 p>a 200_OK 1 branch=one to=b
`;

describe('transactions', () => {
  it('are requests with their retransmissions and responses', () => {
    const script = `
      0    a>b INVITE 1
      0.5  a>b INVITE 1
      0.6  b>a 100 1
      1    b>a 180_Ringing 1 to=b
      2    b>a 200_OK 1 to=b
      2.5  b>a 200_OK 1 to=b
      2.6  a>b ACK 1 to=b branch=k
      9    a>b BYE 2 to=b
      9.1  b>a 200_OK 2 of=BYE to=b`;
    expect(all(script)).toEqual(['INVITE a>b: sent 2, 200 at 4 ×2, ACK at 6', 'BYE a>b: 200 at 8']);
    const [invite] = gathered(script).transactions;
    expect([invite!.trying, invite!.progress, invite!.lastFinal]).toEqual([2, 3, 5]);
  });

  it('do not count copies of packets', () => {
    expect(
      all(`
        0        a>b INVITE 1
        0.000004 a>b INVITE 1
        1        b>a 200_OK 1 to=b
        1.000004 b>a 200_OK 1 to=b
        1.1      a>b ACK 1 to=b branch=k`),
    ).toEqual(['INVITE a>b: 200 at 2, ACK at 4']);
  });

  it('are one a hop', () => {
    expect(
      all(`${THROUGH_PROXY}
        1.02 a>p ACK 1 to=b branch=k
        1.03 p>b ACK 1 to=b branch=l`),
    ).toEqual(['INVITE a>p: 200 at 3, ACK at 4', 'INVITE p>b: 200 at 2, ACK at 5']);
  });

  it('leave a response whose request was not seen', () => {
    const { strays, transactions } = gathered('0 b>a 408_Request_Timeout 1\n0.5 b>a 408_Request_Timeout 1');
    expect(transactions).toEqual([]);
    expect(strays).toEqual([0, 1]);
  });

  it('have their responses by the branch where several are between the same ends', () => {
    expect(
      all(`
        0   p>b INVITE 1 branch=one
        0.1 p>b INVITE 1 branch=two
        0.2 b>p 486_Busy 1 branch=two to=x
        0.3 b>p 480_Gone 1 branch=one to=y`),
    ).toEqual(['INVITE p>b: 480 at 3', 'INVITE p>b: 486 at 2']);
  });

  it('know a response that comes back another way', () => {
    expect(all('0 a>b INVITE 1\n1 b>a:1024 200_OK 1 to=b')).toEqual(['INVITE a>b: 200 at 1']);
  });
});

describe('the confirmation of an answer', () => {
  it('goes past a proxy that does not stay in the path: it confirms both hops', () => {
    expect(all(`${THROUGH_PROXY}\n1.1 a>b ACK 1 to=b branch=k`)).toEqual([
      'INVITE a>p: 200 at 3, ACK at 4',
      'INVITE p>b: 200 at 2, ACK at 4',
    ]);
  });

  it('confirms the hop it was seen on and no other', () => {
    expect(all(`${THROUGH_PROXY}\n1.1 a>p ACK 1 to=b branch=k`)).toEqual([
      'INVITE a>p: 200 at 3, ACK at 4',
      'INVITE p>b: 200 at 2',
    ]);
  });

  it('is known from another port of the caller', () => {
    expect(all('0 a>b INVITE 1\n1 b>a 200_OK 1 to=b\n1.1 a:5070>b ACK 1 to=b branch=k')).toEqual([
      'INVITE a>b: 200 at 1, ACK at 2',
    ]);
  });

  it('that goes astray still shows that the caller sent one, and not that a later hop did', () => {
    expect(all(`${THROUGH_PROXY}\n1.1 a>x ACK 1 to=b branch=k`)).toEqual([
      'INVITE a>p: 200 at 3, ACK at 4',
      'INVITE p>b: 200 at 2',
    ]);
  });

  it('between hosts of hops that were not captured confirms what there is', () => {
    expect(all(`${THROUGH_PROXY}\n1.1 x>y ACK 1 to=b branch=k`)).toEqual([
      'INVITE a>p: 200 at 3, ACK at 4',
      'INVITE p>b: 200 at 2, ACK at 4',
    ]);
  });

  it('is not that of the other side with the same number', () => {
    expect(
      all(`
        0   a>b INVITE 1
        1   b>a 200_OK 1 to=b
        5   b>a INVITE 1 from=b to=alice
        5.1 a>b 200_OK 1 from=b to=alice
        5.2 b>x ACK 1 from=b to=alice branch=k`),
    ).toEqual(['INVITE a>b: 200 at 1', 'INVITE b>a: 200 at 3, ACK at 4']);
  });

  it('is of the answer that has its To tag where a call forked', () => {
    const forked = `
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      0.02 p>c INVITE 1 branch=three
      1    b>p 200_OK 1 branch=two to=b
      1.01 p>a 200_OK 1 branch=one to=b
      1.1  c>p 200_OK 1 branch=three to=c
      1.11 p>a 200_OK 1 branch=one to=c`;
    expect(all(`${forked}\n1.2 a>p ACK 1 to=c branch=k\n1.21 p>c ACK 1 to=c branch=l`)).toEqual([
      'INVITE a>p: 200 at 4, other at 6',
      'INVITE p>b: 200 at 3',
      'INVITE p>c: 200 at 5, ACK at 8',
    ]);
    expect(all(`${forked}\n1.2 a>c ACK 1 to=c branch=k\n1.21 a>p ACK 1 to=b branch=l`)).toEqual([
      'INVITE a>p: 200 at 4, other at 6, ACK at 8',
      'INVITE p>b: 200 at 3',
      'INVITE p>c: 200 at 5, ACK at 7',
    ]);
  });

  it('without the To tag that it should have is known by its way', () => {
    expect(all('0 a>b INVITE 1\n1 b>a 200_OK 1 to=b\n1.1 a>b ACK 1 branch=k')).toEqual([
      'INVITE a>b: 200 at 1, ACK at 2',
    ]);
  });

  it('is kept where the answer was not captured', () => {
    expect(all('0 a>b INVITE 1\n1 a>b ACK 1 to=b branch=k')).toEqual(['INVITE a>b: ACK at 1']);
  });

  it('is that of a retransmitted answer once', () => {
    expect(
      all(`
        0   a>b INVITE 1
        1   b>a 200_OK 1 to=b
        1.1 a>b ACK 1 to=b branch=k
        1.5 b>a 200_OK 1 to=b
        1.6 a>b ACK 1 to=b branch=k`),
    ).toEqual(['INVITE a>b: 200 at 1 ×2, ACK at 2']);
  });
});

describe('the confirmation of a refusal', () => {
  it('has the branch of its INVITE', () => {
    expect(all('0 a>b INVITE 1\n1 b>a 486_Busy 1 to=b\n1.1 a>b ACK 1 to=b branch=INVITE-1-alice')).toEqual([
      'INVITE a>b: 486 at 1, ACK at 2',
    ]);
  });

  it('with another branch is none', () => {
    expect(all('0 a>b INVITE 1\n1 b>a 486_Busy 1 to=b\n1.1 a>b ACK 1 to=b branch=k')).toEqual(['INVITE a>b: 486 at 1']);
  });

  it('is of its own hop', () => {
    expect(
      all(`
        0    a>p INVITE 1 branch=one
        0.01 p>b INVITE 1 branch=two
        1    b>p 486_Busy 1 branch=two to=b
        1.01 p>b ACK 1 branch=two to=b
        1.02 p>a 486_Busy 1 branch=one to=b
        1.5  p>a 486_Busy 1 branch=one to=b`),
    ).toEqual(['INVITE a>p: 486 at 4 ×2', 'INVITE p>b: 486 at 2, ACK at 3']);
  });

  it('is of its own branch where one host was tried twice', () => {
    expect(
      all(`
        0   p>b INVITE 1 branch=one
        0.1 b>p 480_Gone 1 branch=one to=x
        0.2 p>b INVITE 1 branch=two
        0.3 b>p 480_Gone 1 branch=two to=y
        0.4 p>b ACK 1 branch=two to=y`),
    ).toEqual(['INVITE p>b: 480 at 1', 'INVITE p>b: 480 at 3, ACK at 4']);
  });

  it('does not confirm an answer that came after it', () => {
    const script = `
      0   a>b INVITE 1
      1   a>b CANCEL 1
      1.1 b>a 487_Gone 1 to=b
      1.2 a>b ACK 1 branch=INVITE-1-alice to=b
      1.3 b>a 200_OK 1 to=b`;
    expect(all(script)).toEqual(['INVITE a>b: 487 at 2, other at 4, ACK at 3', 'CANCEL a>b: ']);
  });

  it('is known by its branch from another port', () => {
    expect(all('0 a>b INVITE 1\n1 b>a 486_Busy 1 to=b\n1.1 a:99>b ACK 1 to=b branch=INVITE-1-alice')).toEqual([
      'INVITE a>b: 486 at 1, ACK at 2',
    ]);
  });
});

describe('a CANCEL', () => {
  it('is kept with the INVITE of its hop', () => {
    const { transactions } = gathered(`
      0    a>p INVITE 1 branch=one
      0.01 p>b INVITE 1 branch=two
      3    p>b CANCEL 1 branch=two
      3.5  p>b CANCEL 1 branch=two`);
    expect(transactions.map(({ cancel }) => cancel)).toEqual([-1, 2, -1]);
    expect(transactions.map(({ sent }) => sent)).toEqual([1, 1, 2]);
  });
});

describe('bounds', () => {
  it('leaves what comes after 2048 messages', () => {
    const lines = Array.from({ length: 2100 }, (_, at) => `${at * 100} a>b OPTIONS ${at + 1}`).join('\n');
    const { messages: kept, transactions, cut } = gathered(lines);
    expect([kept.length, transactions.length, cut]).toEqual([2048, 256, true]);
  });
});
