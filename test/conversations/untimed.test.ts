/** Messages whose times nobody told: their order says what happened, and nothing says how long it took. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { messageRow } from '../../src/engine/requests/rows.js';
import { runs } from '../runs.js';
import { CALL, conversationRow, index, messages, rowOf } from './script.js';

/** A script without its times. */
const untimed = (script: string) => script.replace(/^\s*[\d.]+/gm, '?');
const FIGURES = / (?:after|in) [\d.]+ (?:ms|s)/g;
const NOW = { nowUs: Number.NEGATIVE_INFINITY, ended: true };

describe('without any time', () => {
  test('a call has its outcome and no figures', () => {
    const timed = rowOf(CALL.replace(/^.*0\.000004.*$/m, ''));
    const row = rowOf(untimed(CALL.replace(/^.*0\.000004.*$/m, '')), NOW);
    const unknown = { startUs: null, endUs: null, durationMs: null, ringMs: null, setupMs: null };
    expect(row).toEqual({ ...timed, ...unknown, outcome: timed.outcome.replace(FIGURES, '') });
    expect(row).toMatchObject({ outcome: 'answered, both sides hung up', retransmissions: 2, state: 'completed' });
  });

  test('a packet that was captured twice cannot be told from one that was sent twice', () => {
    expect(rowOf(untimed(CALL), NOW)).toMatchObject({ retransmissions: 3, copies: 0 });
  });

  test.each([
    ['? a>b OPTIONS 1\n? a>b OPTIONS 1\n? a>b OPTIONS 1', 'unanswered', 'no reply to 3 OPTIONS', 2],
    ['? a>b INVITE 1', 'calling', 'no reply yet to INVITE', 0],
    ['? a>b INVITE 1\n? b>a 486_Busy_Here 1 to=x', 'busy', 'busy (486 Busy Here)', 0],
    ['? a>b INVITE 1\n? b>a 403_Forbidden 1 to=x', 'rejected', '403 Forbidden by 10.0.0.2', 0],
    ['? a>b REGISTER 1\n? b>a 401_Who 1 of=REGISTER', 'challenged', 'credentials asked for (401 Who), none sent', 0],
    ['? a>b INVITE 1\n? b>a 180 1 to=x\n? a>b CANCEL 1', 'cancelled', 'caller gave up', 0],
    ['? a>b OPTIONS 1\n? b>a 200_OK 1 of=OPTIONS to=x', 'answered', '200 OK', 0],
  ])('%s', (script, state, outcome, retransmissions) => {
    expect(rowOf(script, NOW)).toMatchObject({ state, outcome, retransmissions });
  });

  test('six repeats are enough while the source goes on', () => {
    const script = Array<string>(7).fill('? a>b INVITE 1').join('\n');
    expect(rowOf(script, { ...NOW, ended: false }).state).toBe('unanswered');
  });
});

describe('with some times', () => {
  test('a figure is known if both of its ends are', () => {
    const script = `
      ?   a>b INVITE 1
      1   b>a 180 1 to=bob
      2   b>a 200_OK 1 to=bob
      2.1 a>b ACK 1 branch=k to=bob
      7   b>a BYE 1 from=bob to=alice
      7.1 a>b 200_OK 1 of=BYE from=bob to=alice`;
    expect(rowOf(script)).toMatchObject({
      startUs: null,
      endUs: 7_100_000,
      durationMs: null,
      ringMs: null,
      setupMs: null,
      outcome: 'answered, callee hung up after 5.0 s',
    });
    expect(rowOf(script.replace('?', '0').replace('2 ', '? '))).toMatchObject({
      startUs: 0,
      durationMs: 7100,
      ringMs: 1000,
      setupMs: null,
      outcome: 'answered, callee hung up',
    });
  });

  test('the first answer counts, also if only a later one has a time', () => {
    expect(rowOf('0 a>b INVITE 1\n? b>a 180 1 to=bob\n 1 b>a 183 1 to=bob').ringMs).toBeNull();
  });

  test('a message keeps its place among those of its source, whatever arrives late', () => {
    const sent = messages(`
      1 a>b INVITE 1
      ? b>a 180 1 to=bob
      3 b>a 200_OK 1 to=bob
      ? a>b ACK 1 branch=k to=bob
      5 b>a BYE 1 from=bob to=alice`);
    const told = (list: typeof sent) => {
      const conversations = index(list);
      return conversations.messagesOf(rowId(0)).map(id => {
        const { method, status } = messageRow(conversations, id, true);
        return method ?? status;
      });
    };
    expect(told(sent)).toEqual(['INVITE', 180, 200, 'ACK', 'BYE']);
    // The last message of a source is moved up: the others stay as they were.
    expect(told([sent[4]!, ...sent.slice(0, 4)])).toEqual(['INVITE', 180, 200, 'ACK', 'BYE']);
  });

  test('is the same read at once or message by message', () => {
    const sent = messages(CALL);
    const lines = fc.array(fc.boolean(), { minLength: sent.length, maxLength: sent.length });
    fc.assert(
      fc.property(lines, fc.shuffledSubarray(sent, { minLength: sent.length }), (told, order) => {
        const given = order.map((message, at) => (told[at] ? message : { ...message, timeUs: Number.NaN }));
        const atOnce = index(given);
        const whole = conversationRow(atOnce, 0, NOW);
        const stepwise = index(given, conversations => conversations.settle());
        expect(conversationRow(stepwise, 0, NOW)).toEqual(whole);
        expect(stepwise.messagesOf(rowId(0))).toEqual(atOnce.messagesOf(rowId(0)));
      }),
      runs(),
    );
  });
});
