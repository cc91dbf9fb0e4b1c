import { describe, expect, test } from 'vitest';
import { rowOf } from './script.js';

const ANSWERED = `
  0    a>b INVITE 1 sdp
  0.1  b>a 100 1
  0.5  b>a 180_Ringing 1 to=bob
  4    b>a 200_OK 1 to=bob sdp
  4.1  a>b ACK 1 to=bob branch=ack1
`;

describe('a call that is answered', () => {
  test('is in-call until a BYE', () => {
    expect(rowOf(ANSWERED)).toMatchObject({
      state: 'in-call',
      status: 200,
      reason: 'OK',
      ringMs: 500,
      setupMs: 4000,
      hungUpBy: null,
      earlyMedia: false,
      outcome: 'answered after 4.0 s',
    });
  });

  test('is completed by the callee', () => {
    const row = rowOf(`${ANSWERED}
      67 b>a BYE 1 from=bob to=alice
      67.1 a>b 200_OK 1 of=BYE from=bob to=alice`);
    expect(row).toMatchObject({ state: 'completed', hungUpBy: 'callee', status: 200 });
    expect(row.outcome).toBe('answered after 4.0 s, callee hung up after 1 min 3 s');
  });

  test('is completed by the caller', () => {
    expect(rowOf(`${ANSWERED} 10 a>b BYE 2 to=bob`)).toMatchObject({ state: 'completed', hungUpBy: 'caller' });
  });

  test('is hung up by both if their BYEs cross', () => {
    const row = rowOf(`${ANSWERED}
      10   a>b BYE 2 to=bob
      10.1 b>a BYE 1 from=bob to=alice
      10.2 b>a 200_OK 2 of=BYE to=bob
      10.3 a>b 200_OK 1 of=BYE from=bob to=alice`);
    expect(row).toMatchObject({ state: 'completed', hungUpBy: 'both' });
  });

  test('is hung up by the first if the second BYE comes after the response to it', () => {
    const row = rowOf(`${ANSWERED}
      10   a>b BYE 2 to=bob
      10.2 b>a 200_OK 2 of=BYE to=bob
      15   b>a BYE 1 from=bob to=alice`);
    expect(row.hungUpBy).toBe('caller');
  });

  test('is completed if the BYE gets no response', () => {
    const row = rowOf(`${ANSWERED}
      10   a>b BYE 2 to=bob
      10.5 a>b BYE 2 to=bob
      11.5 a>b BYE 2 to=bob`);
    expect(row).toMatchObject({ state: 'completed', hungUpBy: 'caller', retransmissions: 2 });
  });

  test('stays in-call if the BYE is missing from the capture', () => {
    expect(rowOf(`${ANSWERED} 30 a>b OPTIONS 2 to=bob`).state).toBe('in-call');
  });

  test('is in-call without an ACK, and says so', () => {
    const row = rowOf(`
      0 a>b INVITE 1
      2 b>a 200_OK 1 to=bob
      2.5 b>a 200_OK 1 to=bob`);
    expect(row).toMatchObject({ state: 'in-call', retransmissions: 1, outcome: 'answered after 2.0 s, no ACK' });
  });

  test('is completed if neither 200 nor ACK was captured but the callee hangs up', () => {
    expect(rowOf('0 a>b INVITE 1\n 9 b>a BYE 1 from=bob to=alice')).toMatchObject({
      state: 'completed',
      hungUpBy: 'callee',
      setupMs: null,
    });
  });

  test('is recognised by the ACK for a 2xx that was not captured', () => {
    expect(rowOf('0 a>b INVITE 1\n 9 a>b ACK 1 to=bob branch=other').state).toBe('in-call');
  });

  test('is not answered by the ACK for a rejection that was not captured', () => {
    expect(rowOf('0 a>b INVITE 1\n 1 b>a 100 1\n 2 a>b ACK 1 to=bob branch=INVITE-1-alice', { nowUs: 3e6 }).state).toBe(
      'calling',
    );
  });

  test.each(['INVITE', 'UPDATE'])('stays in-call if a %s within it fails', method => {
    const row = rowOf(`${ANSWERED}
      20 a>b ${method} 2 to=bob sdp
      20.1 b>a 488_Not_Acceptable 2 of=${method} to=bob`);
    expect(row).toMatchObject({ state: 'in-call', status: 200, setupMs: 4000 });
  });

  test('stays in-call if the callee sends a re-INVITE with the CSeq number of the first INVITE', () => {
    const row = rowOf(`${ANSWERED}
      20 b>a INVITE 1 from=bob to=alice
      20.1 a>b 491_Request_Pending 1 from=bob to=alice`);
    expect(row).toMatchObject({ state: 'in-call', status: 200 });
  });

  test('stays in-call while it is transferred, and is completed by the BYE that follows', () => {
    const referred = `${ANSWERED}
      20 a>b REFER 2 to=bob
      20.1 b>a 202_Accepted 2 of=REFER to=bob
      20.2 b>a NOTIFY 1 from=bob to=alice
      20.3 a>b 200_OK 1 of=NOTIFY from=bob to=alice`;
    expect(rowOf(referred)).toMatchObject({ state: 'in-call', method: 'INVITE', status: 200 });
    expect(rowOf(`${referred}\n21 b>a BYE 2 from=bob to=alice`)).toMatchObject({
      state: 'completed',
      hungUpBy: 'callee',
    });
  });

  test('keeps its figures when seen at two hops', () => {
    const row = rowOf(`
      0    a>p INVITE 1 branch=up
      0.01 p>b INVITE 1 branch=down
      0.5  b>p 180_Ringing 1 branch=down to=bob
      0.51 p>a 180_Ringing 1 branch=up to=bob
      4    b>p 200_OK 1 branch=down to=bob
      4.01 p>a 200_OK 1 branch=up to=bob
      4.1  a>p ACK 1 branch=k to=bob
      9    a>p BYE 2 branch=u2 to=bob
      9.01 p>b BYE 2 branch=d2 to=bob`);
    expect(row).toMatchObject({
      state: 'completed',
      hungUpBy: 'caller',
      ringMs: 500,
      setupMs: 4000,
      retransmissions: 0,
    });
  });
});

describe('ringing', () => {
  test('is distinguished from calling', () => {
    expect(rowOf('0 a>b INVITE 1\n 1 b>a 100 1', { nowUs: 2e6, ended: false }).state).toBe('calling');
    expect(rowOf('0 a>b INVITE 1\n 1 b>a 180_Ringing 1 to=bob').state).toBe('ringing');
  });

  test('does not include a queued call', () => {
    expect(rowOf('0 a>b INVITE 1\n 1 b>a 182_Queued 1', { nowUs: 2e6 })).toMatchObject({
      state: 'calling',
      ringMs: null,
    });
  });

  test.each([
    ['183_Session_Progress 1 to=bob sdp', true],
    ['180_Ringing 1 to=bob sdp', true],
    ['183_Session_Progress 1 to=bob', false],
    ['180_Ringing 1 to=bob', false],
  ])('%s is early media: %s', (response, early) => {
    expect(rowOf(`0 a>b INVITE 1\n 1 b>a ${response}`)).toMatchObject({
      state: 'ringing',
      earlyMedia: early,
      ringMs: 1000,
    });
  });
});

describe('a call that is given up', () => {
  const RINGING = '0 a>b INVITE 1\n 1 b>a 180_Ringing 1 to=bob\n';

  test('is cancelled, with the time it rang', () => {
    const row = rowOf(`${RINGING}
      13 a>b CANCEL 1
      13.1 b>a 200_OK 1 of=CANCEL
      13.2 b>a 487_Request_Terminated 1 to=bob
      13.3 a>b ACK 1 branch=INVITE-1-alice to=bob`);
    expect(row).toMatchObject({ state: 'cancelled', status: 487, reason: 'Request Terminated' });
    expect(row.outcome).toBe('caller gave up after 12.0 s ringing');
  });

  test('says so if nothing had answered until then', () => {
    const row = rowOf('0 a>b INVITE 1\n 5 a>b CANCEL 1');
    expect(row).toMatchObject({
      outcome: 'caller gave up after 5.0 s, no reply',
      outcomeKind: 'caller gave up, no reply',
    });
    expect(rowOf('0 a>b INVITE 1\n 1 b>a 100_Trying 1\n 5 a>b CANCEL 1').outcome).toBe('caller gave up after 5.0 s');
  });

  test('is cancelled if the 487 is seen before the CANCEL', () => {
    const row = rowOf(`${RINGING} 13 b>a 487_Request_Terminated 1 to=bob\n 13.1 a>b CANCEL 1`);
    expect(row).toMatchObject({ state: 'cancelled', status: 487 });
  });

  test('is cancelled at once, before the 487', () => {
    expect(rowOf(`${RINGING} 13 a>b CANCEL 1`)).toMatchObject({ state: 'cancelled', status: null });
  });

  test('is in-call after all if the CANCEL crosses the 200', () => {
    const row = rowOf(`${RINGING}
      13 a>b CANCEL 1
      13.01 b>a 200_OK 1 to=bob
      13.1 b>a 200_OK 1 of=CANCEL to=bob
      13.2 a>b ACK 1 branch=k to=bob`);
    expect(row).toMatchObject({ state: 'in-call', status: 200, setupMs: 13010 });
  });

  test('is hung up at once if the CANCEL crosses the 200', () => {
    const row = rowOf(`${RINGING}
      13 a>b CANCEL 1
      13.01 b>a 200_OK 1 to=bob
      13.2 a>b ACK 1 branch=k to=bob
      13.3 a>b BYE 2 to=bob`);
    expect(row).toMatchObject({ state: 'completed', hungUpBy: 'caller' });
  });

  test('is busy if the CANCEL crosses the 486', () => {
    expect(rowOf(`${RINGING} 13 a>b CANCEL 1\n 13.1 b>a 486_Busy_Here 1 to=bob`).state).toBe('busy');
  });

  test('is cancelled by a BYE before the answer', () => {
    expect(rowOf(`${RINGING} 13 a>b BYE 2 to=bob`)).toMatchObject({ state: 'cancelled', hungUpBy: 'caller' });
  });
});

describe('a call that is refused', () => {
  test.each([
    ['486_Busy_Here', 'busy', 'busy (486 Busy Here) in 1.0 s'],
    ['600_Busy_Everywhere', 'busy', 'busy (600 Busy Everywhere) in 1.0 s'],
    ['403_Forbidden', 'rejected', '403 Forbidden by 10.0.0.2 in 1.0 s'],
    ['480_Temporarily_Unavailable', 'rejected', '480 Temporarily Unavailable by 10.0.0.2 in 1.0 s'],
    ['603_Decline', 'rejected', '603 Decline by 10.0.0.2 in 1.0 s'],
    ['302_Moved', 'redirected', '302 Moved by 10.0.0.2 in 1.0 s'],
    ['408_Request_Timeout', 'failed', '408 Request Timeout by 10.0.0.2 in 1.0 s'],
    ['503_Service_Unavailable', 'failed', '503 Service Unavailable by 10.0.0.2 in 1.0 s'],
    ['407_Proxy_Authentication_Required', 'rejected', '407 Proxy Authentication Required by 10.0.0.2 in 1.0 s'],
  ])('%s is %s', (response, state, outcome) => {
    const row = rowOf(`0 a>b INVITE 1\n 1 b>a ${response} 1 to=bob\n 1.1 a>b ACK 1 branch=INVITE-1-alice to=bob`);
    expect(row).toMatchObject({ state, outcome, status: Number(response.slice(0, 3)) });
  });

  test.each([
    ['401_Unauthorized', 'auth'],
    ['407_Proxy_Authentication_Required', 'auth'],
    ['422_Session_Interval_Too_Small', ''],
    ['302_Moved', ''],
  ])('%s does not count once it is answered by a retry', (response, word) => {
    const retried = `0 a>b INVITE 1\n 0.1 b>a ${response} 1 to=x\n 0.2 a>b INVITE 2 ${word}`;
    expect(rowOf(retried, { nowUs: 1e6, ended: false })).toMatchObject({
      state: 'calling',
      status: null,
      reason: null,
    });
    expect(rowOf(`${retried}\n 1 b>a 180_Ringing 2 to=bob\n 3 b>a 200_OK 2 to=bob`)).toMatchObject({
      state: 'in-call',
      status: 200,
      ringMs: 1000,
      setupMs: 3000,
    });
    expect(rowOf(`${retried}\n 1 b>a 404_Not_Found 2 to=bob`)).toMatchObject({ state: 'rejected', status: 404 });
  });

  test('is retried even if the retry keeps its CSeq number', () => {
    const row = rowOf(
      '0 a>b INVITE 1\n 0.1 b>a 401 1\n 0.2 a>b INVITE 1 branch=two auth\n 0.3 b>a 200_OK 1 branch=two to=b',
    );
    expect(row).toMatchObject({ state: 'in-call', status: 200 });
  });

  test('a late answer to the first attempt does not count', () => {
    const row = rowOf('0 a>b INVITE 1\n 0.1 b>a 401 1\n 0.2 a>b INVITE 2 auth\n 0.3 b>a 401 1 branch=late', {
      nowUs: 1e6,
      ended: false,
    });
    expect(row).toMatchObject({ state: 'calling', status: null });
  });
});

describe('forking', () => {
  const FORKED = `
    0    a>p INVITE 1 branch=up
    0.01 p>b INVITE 1 branch=b
    0.02 p>c INVITE 1 branch=c
    0.5  b>p 180_Ringing 1 branch=b to=bob
    0.6  c>p 180_Ringing 1 branch=c to=carol
  `;

  test('keeps ringing if one branch is busy', () => {
    expect(rowOf(`${FORKED} 1 b>p 486_Busy_Here 1 branch=b to=bob`)).toMatchObject({ state: 'ringing', status: null });
  });

  test('is in-call if one branch answers and the other is cancelled', () => {
    const row = rowOf(`${FORKED}
      2    c>p 200_OK 1 branch=c to=carol
      2.01 p>a 200_OK 1 branch=up to=carol
      2.02 p>b CANCEL 1 branch=b
      2.03 b>p 487_Request_Terminated 1 branch=b to=bob
      2.1  a>p ACK 1 branch=k to=carol`);
    expect(row).toMatchObject({ state: 'in-call', status: 200, setupMs: 2000, retransmissions: 0 });
  });

  test('is not cancelled if a proxy gives up one branch for the next', () => {
    const row = rowOf(`
      0    a>p INVITE 1 branch=up
      0.01 p>b INVITE 1 branch=b
      0.5  b>p 180_Ringing 1 branch=b to=bob
      20   p>b CANCEL 1 branch=b
      20.1 b>p 487_Request_Terminated 1 branch=b to=bob
      20.2 p>c INVITE 1 branch=c`);
    expect(row.state).toBe('ringing');
  });

  test('is busy once the caller gets the 486', () => {
    const row = rowOf(`${FORKED}
      1 b>p 486_Busy_Here 1 branch=b to=bob
      1.1 c>p 603_Decline 1 branch=c to=carol
      1.2 p>a 486_Busy_Here 1 branch=up to=bob`);
    expect(row).toMatchObject({ state: 'busy', status: 486 });
  });

  const TWO_ANSWERS = `
    0 a>b INVITE 1
    2 b>a 200_OK 1 to=bob
    2.1 b>a 200_OK 1 to=carol
    2.2 a>b ACK 1 branch=k1 to=bob
    2.3 a>b ACK 1 branch=k2 to=carol
  `;

  test('of two far ends that answered, hanging up the second leaves the first', () => {
    expect(rowOf(`${TWO_ANSWERS} 2.5 a>b BYE 2 to=carol`)).toMatchObject({ state: 'in-call', hungUpBy: null });
  });

  test('of two far ends that answered, hanging up the first leaves the second', () => {
    expect(rowOf(`${TWO_ANSWERS} 2.5 a>b BYE 2 to=bob`).state).toBe('in-call');
  });

  test('of two far ends that answered, hanging up both completes the call', () => {
    expect(rowOf(`${TWO_ANSWERS} 2.5 a>b BYE 2 to=carol\n 9 a>b BYE 3 to=bob`).state).toBe('completed');
    expect(rowOf(`${TWO_ANSWERS} 2.5 a>b BYE 2 to=bob\n 9 a>b BYE 3 to=carol`).state).toBe('completed');
  });
});

describe('no answer', () => {
  const UNANSWERED = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5].map(at => `${at} a>b INVITE 1`);

  test('is calling until 32 s have passed', () => {
    const one = '0 a>b INVITE 1';
    expect(rowOf(one, { nowUs: 31.9e6, ended: false }).state).toBe('calling');
    expect(rowOf(one, { nowUs: 32e6, ended: false }).state).toBe('unanswered');
  });

  test('is unanswered after six retransmissions', () => {
    expect(rowOf(UNANSWERED.slice(0, 6).join('\n'), { nowUs: 20e6, ended: false }).state).toBe('calling');
    expect(rowOf(UNANSWERED.join('\n'), { nowUs: 31.6e6, ended: false }).state).toBe('unanswered');
  });

  test('is unanswered if the source ended after retransmissions, calling if it ended after one request', () => {
    expect(rowOf(UNANSWERED.slice(0, 2).join('\n'), { nowUs: 1e6, ended: true }).state).toBe('unanswered');
    expect(rowOf('0 a>b INVITE 1', { nowUs: 1e6, ended: true }).state).toBe('calling');
  });

  test('does not include a call that got a 100 after retransmissions', () => {
    expect(rowOf('0 a>b INVITE 1\n 0.5 a>b INVITE 1\n 0.6 b>a 100 1', { nowUs: 2e6 }).state).toBe('calling');
  });

  test('has a sentence', () => {
    expect(rowOf(UNANSWERED.join('\n')).outcome).toBe('no reply to 7 INVITEs in 31.5 s');
  });

  test('captured at two hops is what figure 18 shows: 14 messages, 6 retransmissions', () => {
    const twice = UNANSWERED.flatMap(line => [
      line,
      line.replace(/^\s*(\S+)/, (_, at: string) => `${Number(at) + 0.000003}`),
    ]);
    const row = rowOf(twice.join('\n'));
    expect(row).toMatchObject({ messages: 14, retransmissions: 6, copies: 7, state: 'unanswered' });
    expect(row.outcome).toBe('no reply to 7 INVITEs in 31.5 s');
  });
});

describe('a capture that begins mid-call', () => {
  test.each([
    ['one ACK', '0 a>b ACK 1 to=bob', 'ACK', null],
    ['a lone response', '0 b>a 200_OK 1 to=bob', 'INVITE', 200],
    ['a BYE and its answer', '0 b>a BYE 1 from=bob to=alice\n 0.1 a>b 200_OK 1 of=BYE from=bob to=alice', 'BYE', null],
    ['a re-INVITE', '0 a>b INVITE 5 to=bob\n 0.1 b>a 200_OK 5 to=bob', 'INVITE', null],
    ['a CANCEL', '0 a>b CANCEL 1', 'CANCEL', null],
  ])('with %s is partial', (_, script, method, status) => {
    expect(rowOf(script)).toMatchObject({
      state: 'partial',
      method,
      status,
      hungUpBy: null,
      ringMs: null,
      setupMs: null,
    });
  });

  test('with a challenge is recognised from the retry on', () => {
    expect(rowOf('0 b>a 401 1\n 0.1 a>b INVITE 2 auth\n 1 b>a 200_OK 2 to=bob')).toMatchObject({
      state: 'in-call',
      status: 200,
      setupMs: 900,
    });
  });
});
