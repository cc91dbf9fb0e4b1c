import { describe, expect, test } from 'vitest';
import { rowOf } from './script.js';

describe('a registration', () => {
  const CHALLENGED = '0 a>b REGISTER 1\n 0.1 b>a 401_Unauthorized 1 of=REGISTER to=r';

  test('is registered', () => {
    expect(rowOf('0 a>b REGISTER 1\n 0.1 b>a 200_OK 1 of=REGISTER to=r')).toMatchObject({
      state: 'registered',
      status: 200,
      setupMs: null,
      method: 'REGISTER',
    });
  });

  test('is registered after a challenge', () => {
    const row = rowOf(`${CHALLENGED}\n 0.2 a>b REGISTER 2 auth\n 0.3 b>a 200_OK 2 of=REGISTER to=r`);
    expect(row).toMatchObject({ state: 'registered', status: 200, outcome: 'registered with credentials' });
  });

  test('is challenged if nothing follows', () => {
    expect(rowOf(CHALLENGED)).toMatchObject({ state: 'challenged', status: 401, reason: 'Unauthorized' });
  });

  test('is rejected if the credentials are wrong', () => {
    const row = rowOf(`${CHALLENGED}\n 0.2 a>b REGISTER 2 auth\n 0.3 b>a 401_Unauthorized 2 of=REGISTER to=r`);
    expect(row).toMatchObject({ state: 'rejected', status: 401 });
  });

  test('is rejected', () => {
    const row = rowOf(`${CHALLENGED}\n 0.2 a>b REGISTER 2 auth\n 0.3 b>a 403_Forbidden 2 of=REGISTER to=r`);
    expect(row).toMatchObject({ state: 'rejected', status: 403 });
  });

  test('is unregistered by Expires 0', () => {
    const row = rowOf('0 a>b REGISTER 1 expires=0\n 0.1 b>a 200_OK 1 of=REGISTER to=r');
    expect(row).toMatchObject({ state: 'unregistered', outcome: 'registration withdrawn' });
  });

  test('has the state of its latest request', () => {
    const kept = '0 a>b REGISTER 1\n 0.1 b>a 200_OK 1 of=REGISTER to=r\n 60 a>b REGISTER 2';
    expect(rowOf(kept, { nowUs: 61e6, ended: false })).toMatchObject({ state: 'pending', status: null });
    expect(rowOf(kept, { nowUs: 92e6, ended: false }).state).toBe('unanswered');
  });
});

describe('another request', () => {
  test.each([
    ['200_OK', 'answered'],
    ['404_Not_Found', 'rejected'],
    ['500_Error', 'rejected'],
  ])('OPTIONS answered by %s is %s', (response, state) => {
    expect(rowOf(`0 a>b OPTIONS 1\n 0.1 b>a ${response} 1 of=OPTIONS to=x`).state).toBe(state);
  });

  test('is pending, then unanswered', () => {
    expect(rowOf('0 a>b MESSAGE 1', { nowUs: 1e6, ended: false }).state).toBe('pending');
    expect(rowOf('0 a>b MESSAGE 1\n 0.5 a>b MESSAGE 1', { nowUs: 1e6, ended: true }).state).toBe('unanswered');
    expect(rowOf('0 a>b MESSAGE 1\n 0.5 a>b MESSAGE 1').outcome).toBe('no reply to 2 MESSAGEs in 500 ms');
  });

  test('of an unknown method keeps its name', () => {
    expect(rowOf('0 a>b NEWMETHOD 1\n 0.1 b>a 200_OK 1 of=NEWMETHOD to=x')).toMatchObject({
      method: 'NEWMETHOD',
      state: 'answered',
      status: 200,
    });
  });

  test('a subscription is answered whatever happens to its notifications', () => {
    const row = rowOf(`
      0   a>b SUBSCRIBE 1
      0.1 b>a 200_OK 1 of=SUBSCRIBE to=bob
      0.2 b>a NOTIFY 1 from=bob to=alice
      0.3 a>b 481_Gone 1 of=NOTIFY from=bob to=alice`);
    expect(row).toMatchObject({ state: 'answered', status: 200, method: 'SUBSCRIBE' });
  });
});
