/** Conversations whose Call-ID carries more than one kind of request: the call decides, the rest is named after it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { runs } from '../runs.js';
import { conversationRow, index, messages, rowOf } from './script.js';

const REGISTERED = '0 a>b REGISTER 1 ua=Registrant\n 0.1 b>a 200_OK 1 of=REGISTER to=r';
const REFUSED = '1 a>b INVITE 2 sdp\n 1.028 b>a 403_Forbidden 2 to=bob\n 1.03 a>b ACK 2 to=bob';
const CALLED = `
  1   a>b INVITE 2 sdp
  2   b>a 180 2 to=bob
  3   b>a 200_OK 2 to=bob sdp
  3.1 a>b ACK 2 branch=k to=bob
  8   b>a BYE 1 from=bob to=alice
  8.1 a>b 200_OK 1 of=BYE from=bob to=alice`;

describe('a call with something else in its Call-ID', () => {
  test('a registration before a refused call', () => {
    expect(rowOf(`${REGISTERED}\n${REFUSED}`)).toMatchObject({
      method: 'REGISTER',
      state: 'rejected',
      status: 403,
      reason: 'Forbidden',
      outcome: '403 Forbidden by 10.0.0.2 in 28 ms; registered before',
      outcomeKind: '403',
      messages: 5,
      callerAgent: null,
    });
  });

  test('the figures of an answered call are its own', () => {
    expect(rowOf(`${REGISTERED}\n${CALLED}`)).toMatchObject({
      state: 'completed',
      ringMs: 1000,
      setupMs: 2000,
      hungUpBy: 'callee',
      outcome: 'answered after 2.0 s, callee hung up after 5.0 s; registered before',
      outcomeKind: 'answered, callee hung up',
    });
  });

  test.each([
    ['0 a>b OPTIONS 1\n 0.1 b>a 200_OK 1 of=OPTIONS to=x', 'OPTIONS answered before'],
    ['0 a>b SUBSCRIBE 1\n 0.1 b>a 489_Bad_Event 1 of=SUBSCRIBE to=x', 'SUBSCRIBE rejected with 489 before'],
    ['0 a>b MESSAGE 1', 'no reply to MESSAGE before'],
    ['0 a>b PUBLISH 1\n 0.1 b>a 401_Who 1 of=PUBLISH to=x', 'PUBLISH rejected with 401 before'],
    ['0 a>b REGISTER 1\n 0.1 b>a 401_Who 1 of=REGISTER to=x', 'REGISTER challenged before'],
    ['0 a>b REGISTER 1 expires=0\n 0.1 b>a 200_OK 1 of=REGISTER to=x', 'unregistered before'],
    ['0 b>a NOTIFY 1 from=bob\n 0.1 a>b 200_OK 1 of=NOTIFY from=bob to=x', 'NOTIFY answered before'],
    ['1.5 a>b MESSAGE 9\n 1.6 b>a 200_OK 9 of=MESSAGE to=x', 'MESSAGE answered meanwhile'],
    ['9 a>b OPTIONS 9\n 9.1 b>a 404_Not_Found 9 of=OPTIONS to=x', 'OPTIONS rejected with 404 after'],
    ['9 a>b REGISTER 9\n 9.1 b>a 200_OK 9 of=REGISTER to=r', 'registered after'],
  ])('%s: %s', (other, said) => {
    expect(rowOf(`${other}\n${CALLED}`)).toMatchObject({
      state: 'completed',
      status: 200,
      setupMs: 2000,
      outcome: `answered after 2.0 s, callee hung up after 5.0 s; ${said}`,
    });
  });

  test('a challenged registration that was retried is one registration', () => {
    const challenged = `
      0    a>b REGISTER 1
      0.1  b>a 401_Who 1 of=REGISTER to=r
      0.2  a>b REGISTER 2 auth
      0.25 a>b REGISTER 2 auth
      0.3  b>a 200_OK 2 of=REGISTER to=r`;
    expect(rowOf(`${challenged}\n${REFUSED.replaceAll(' 2 ', ' 3 ')}`)).toMatchObject({
      state: 'rejected',
      outcome: expect.stringMatching(/; registered before$/),
      retransmissions: 1,
    });
  });

  test('several others are named in order', () => {
    const options = '0.2 a>b OPTIONS 8\n 0.3 b>a 200_OK 8 of=OPTIONS to=x';
    const message = '7 a>b MESSAGE 9\n 7.1 b>a 500_Oops 9 of=MESSAGE to=x';
    expect(rowOf(`${REGISTERED}\n${options}\n${REFUSED}\n${message}`).outcome).toBe(
      '403 Forbidden by 10.0.0.2 in 28 ms; registered before; OPTIONS answered before; MESSAGE rejected with 500 after',
    );
  });

  test('what came between a challenge and the retry came meanwhile', () => {
    const call = `
      0    a>b INVITE 1
      0.1  b>a 401_Who 1 to=x
      0.2  a>b OPTIONS 7
      0.3  b>a 200_OK 7 of=OPTIONS to=x
      0.4  a>b INVITE 2 auth
      0.5  b>a 403_Forbidden 2 to=bob`;
    expect(rowOf(call).outcome).toBe('403 Forbidden by 10.0.0.2 in 100 ms; OPTIONS answered meanwhile');
  });

  test('what decided before the call stands where its latest attempt was sent', () => {
    const before = `
      0   a>b OPTIONS 1
      0.1 b>a 200_OK 1 of=OPTIONS to=x
      0.2 a>b MESSAGE 2
      0.3 b>a 200_OK 2 of=MESSAGE to=x
      0.4 a>b OPTIONS 3
      0.5 b>a 503_Later 3 of=OPTIONS to=x`;
    expect(rowOf(`${before}\n${REFUSED.replaceAll(' 2 ', ' 9 ')}`).outcome).toBe(
      '403 Forbidden by 10.0.0.2 in 28 ms; MESSAGE answered before; OPTIONS rejected with 503 before',
    );
  });

  test('an unanswered call is no registration', () => {
    expect(rowOf(`${REGISTERED}\n 1 a>b INVITE 2\n 1.5 a>b INVITE 2`)).toMatchObject({
      state: 'unanswered',
      status: null,
      outcome: 'no reply to 2 INVITEs in 500 ms; registered before',
    });
    expect(rowOf(`${REGISTERED}\n 1 a>b INVITE 2`, { nowUs: 2e6, ended: true }).state).toBe('calling');
  });

  test('requests inside a dialog are part of it', () => {
    const inside = '4 a>b INFO 3 to=bob\n 4.1 b>a 200_OK 3 of=INFO to=bob\n 5 a>b OPTIONS 4 to=bob';
    expect(rowOf(`${CALLED}\n${inside}`).outcome).toBe('answered after 2.0 s, callee hung up after 5.0 s');
  });

  test('a call whose beginning was not captured has no other state', () => {
    const row = rowOf(
      '0 a>b OPTIONS 1\n 0.1 b>a 200_OK 1 of=OPTIONS to=x\n 1 a>b INVITE 5 to=bob\n 1.1 b>a 200_OK 5 to=bob',
    );
    expect(row).toMatchObject({
      state: 'partial',
      status: null,
      outcome: 'the beginning was not captured; OPTIONS answered before',
    });
  });

  test('responses alone: that of the INVITE is the status', () => {
    expect(rowOf('0 b>a 200_OK 1 of=REGISTER to=r\n 1 b>a 403_Forbidden 2 to=bob')).toMatchObject({
      state: 'partial',
      status: 403,
    });
  });

  test('an ACK or CANCEL of an INVITE that was not captured does not touch the registration', () => {
    for (const stray of ['ACK', 'CANCEL'])
      expect(rowOf(`${REGISTERED}\n 1 a>b ${stray} 1 branch=k to=bob`)).toMatchObject({ state: 'registered' });
  });

  test('no more than eight others are kept', () => {
    const others = Array.from({ length: 12 }, (_, at) => `${20 + at} a>b M${at} ${30 + at}`).join('\n');
    expect(rowOf(`${CALLED}\n${others}`).outcome.split('; ')).toHaveLength(9);
  });
});

describe('a registration that succeeded and then failed', () => {
  const LATER = '60 a>b REGISTER 2 auth';

  test.each([
    ['60.5 b>a 403_Forbidden 2 of=REGISTER to=r', 'rejected', '403 Forbidden by 10.0.0.2 in 500 ms; registered before'],
    ['61 a>b REGISTER 2 auth', 'unanswered', 'no reply to 2 REGISTERs in 1.0 s; registered before'],
    ['60.5 b>a 200_OK 2 of=REGISTER to=r', 'registered', 'registered with credentials'],
  ])('%s is %s', (end, state, outcome) => {
    expect(rowOf(`${REGISTERED}\n${LATER}\n${end}`)).toMatchObject({ state, outcome });
  });

  test('a registration that was withdrawn is over', () => {
    const withdrawn = '30 a>b REGISTER 7 expires=0\n 30.1 b>a 200_OK 7 of=REGISTER to=r';
    const refused = '60 a>b REGISTER 8\n 60.5 b>a 403_Forbidden 8 of=REGISTER to=r';
    expect(rowOf(`${REGISTERED}\n${withdrawn}\n${refused}`).outcome).toBe('403 Forbidden by 10.0.0.2 in 500 ms');
  });

  test('the times of a call are its own, not those of an answered one before it', () => {
    const again = (lines: string) => rowOf(`${CALLED}\n${lines}`);
    expect(again('20 a>b INVITE 3 from=al2\n 20.028 b>a 403_Forbidden 3 from=al2 to=bo2')).toMatchObject({
      ringMs: null,
      setupMs: null,
      outcome: '403 Forbidden by 10.0.0.2 in 28 ms; answered before',
    });
    const longer = `
      20 a>b INVITE 3 from=al2
      24 b>a 180 3 from=al2 to=bo2
      27 b>a 200_OK 3 from=al2 to=bo2
      30 a>b BYE 4 from=al2 to=bo2`;
    expect(again(longer)).toMatchObject({
      ringMs: 4000,
      setupMs: 7000,
      outcome: 'answered after 7.0 s, caller hung up after 3.0 s',
    });
  });

  test('a call that was answered, and then refused with the same Call-ID', () => {
    const again = '20 a>b INVITE 9\n 20.1 b>a 403_Forbidden 9 to=bob';
    expect(rowOf(`${CALLED}\n${again}`)).toMatchObject({
      state: 'rejected',
      outcome: '403 Forbidden by 10.0.0.2 in 100 ms; answered before',
    });
  });
});

test('the order of arrival does not change a mixed conversation', () => {
  const sent = messages(`${REGISTERED}
    0.3 a>b OPTIONS 8
    0.4 b>a 200_OK 8 of=OPTIONS to=x
    0.5 a>b OPTIONS 8
    ${CALLED}
    6 a>b MESSAGE 20
    6.5 a>b MESSAGE 20
    9 a>b REGISTER 21
    9.1 b>a 403_Forbidden 21 of=REGISTER to=r`);
  const moment = { nowUs: 60e6, ended: true };
  const expected = conversationRow(index(sent), 0, moment);
  expect(expected.outcome).toBe(
    'answered after 2.0 s, callee hung up after 5.0 s; registered before; OPTIONS answered before; no reply to MESSAGE meanwhile; REGISTER rejected with 403 after',
  );
  fc.assert(
    fc.property(fc.shuffledSubarray(sent, { minLength: sent.length }), shuffled => {
      expect(conversationRow(index(shuffled), 0, moment)).toEqual(expected);
    }),
    runs(),
  );
});

test('an evicted conversation leaves nothing behind', () => {
  const conversations = index(messages(`${REGISTERED}\n${REFUSED}`));
  expect(conversations.others.of(rowId(0))).toHaveLength(1);
  conversations.others.clear(rowId(0));
  expect(conversations.others.of(rowId(0))).toHaveLength(0);
});
