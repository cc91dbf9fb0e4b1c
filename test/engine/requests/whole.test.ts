/** A call as a whole: what is taken from which of its legs, and which leg decides what became of it. */
import { describe, expect, it } from 'vitest';
import { wholeOf } from '../../../src/engine/requests/whole.js';
import type { ConversationRow } from '../../../src/engine/protocol/rows.js';
import { rowId } from '../../../src/model/ids.js';
import { conversationRow } from '../../store/conversation-row.js';

const BEGUN_US = 1_715_587_200_000_000;

/** A leg that begins and ends so many milliseconds after the call began, between hosts of a row: 10.0.0.1 calls 10.0.0.9. */
function leg(number: number, beginsMs: number, endsMs: number, changes: Partial<ConversationRow> = {}) {
  return conversationRow({
    index: rowId(number),
    startUs: BEGUN_US + beginsMs * 1000,
    endUs: BEGUN_US + endsMs * 1000,
    durationMs: endsMs - beginsMs,
    src: '10.0.0.1:5060',
    dst: '10.0.0.9:5060',
    ...changes,
  });
}

const COMPLETED = {
  state: 'completed',
  status: 200,
  reason: 'OK',
  outcome: 'answered after 2 s',
  ringMs: 200,
  setupMs: 2000,
} as const;
const BUSY = { state: 'busy', status: 486, reason: 'Busy Here', outcome: 'busy (486 Busy Here)' } as const;
const CANCELLED = { state: 'cancelled', status: 487, reason: 'Request Terminated', outcome: 'caller gave up' } as const;
const UNAVAILABLE = {
  state: 'failed',
  status: 503,
  reason: 'Service Unavailable',
  outcome: '503 by 10.0.0.9',
} as const;
const UNANSWERED = { state: 'unanswered', status: null, reason: null, outcome: 'no reply to 7 INVITEs' } as const;
const RINGING = { state: 'ringing', status: null, reason: null, outcome: 'ringing' } as const;
const REDIRECTED = {
  state: 'redirected',
  status: 302,
  reason: 'Moved Temporarily',
  outcome: '302 by 10.0.0.9',
} as const;
const PARTIAL = { state: 'partial', status: null, reason: null, outcome: 'the beginning was not captured' } as const;

/** Sent on by the host that was called. */
const ON = { src: '10.0.0.9:5060', dst: '10.0.0.20:5060' };

const outcomeOf = (...legs: ConversationRow[]) => {
  const { state, status, outcome } = wholeOf(legs);
  return { state, status, outcome };
};

describe('the row of a call', () => {
  it('is the row of its leg where it has one', () => {
    const alone = leg(7, 0, 100, BUSY);
    expect(wholeOf([alone])).toEqual(alone);
  });

  it('has the caller of the first leg, the called of the last, and what all took', () => {
    const first = leg(2, 0, 9000, {
      ...{ ...COMPLETED, from: '100', to: '200', fromUri: 'sip:100@a', toUri: 'sip:200@b', callId: 'one' },
      ...{ messages: 7, retransmissions: 1, copies: 2, events: 1, hungUpBy: 'callee', callerAgent: 'phone' },
    });
    const second = leg(5, 40, 9200, {
      ...{ ...COMPLETED, ...ON, from: '100', to: '300', fromUri: 'sip:100@c', toUri: 'sip:300@d', callId: 'two' },
      ...{ messages: 8, retransmissions: 2, copies: 0, events: 2, hungUpBy: 'caller', calleeAgent: 'desk' },
    });
    expect(wholeOf([first, second])).toMatchObject({
      ...{ index: 2, callId: 'one', from: '100', to: '300', fromUri: 'sip:100@a', toUri: 'sip:300@d' },
      ...{ src: '10.0.0.1:5060', dst: '10.0.0.20:5060', callerAgent: 'phone', calleeAgent: 'desk' },
      ...{ startUs: BEGUN_US, endUs: BEGUN_US + 9_200_000, durationMs: 9200 },
      ...{ messages: 15, retransmissions: 3, copies: 2, events: 3, hungUpBy: 'callee', ringMs: 200, setupMs: 2000 },
    });
  });

  it('has the number asked for wherever it stands, and the header of the leg that has it', () => {
    const first = leg(0, 0, 1, { found: 'From, To', cells: [null, 'a'] });
    const second = leg(1, 0, 1, { found: 'To, Diversion', cells: ['b', 'c'] });
    expect(wholeOf([first, second])).toMatchObject({ found: 'From, To, Diversion', cells: ['b', 'a'] });
  });

  it('keeps to the clock of its first leg', () => {
    const dated = leg(0, 0, 1000);
    const undated = leg(1, 0, 0, { dated: false, startUs: 5, endUs: 6 });
    expect(wholeOf([dated, undated])).toMatchObject({
      startUs: BEGUN_US,
      endUs: BEGUN_US + 1_000_000,
      durationMs: 1000,
    });
  });

  it('has no time where none of its legs has', () => {
    const untimed = { startUs: null, endUs: null, durationMs: null, ringMs: null };
    expect(wholeOf([leg(0, 0, 0, untimed), leg(1, 0, 0, untimed)])).toMatchObject(untimed);
  });
});

describe('what became of a call', () => {
  it('is what the caller saw where that was an answer', () => {
    const branches = [leg(1, 10, 300, { ...BUSY, ...ON }), leg(2, 10, 900, { ...CANCELLED, ...ON })];
    const answered = { state: 'completed', status: 200, outcome: 'answered after 2 s' };
    expect(outcomeOf(leg(0, 0, 9000, COMPLETED), ...branches)).toEqual(answered);
  });

  it('is the failure of the last leg that the caller was told of', () => {
    const chain = [leg(0, 0, 33_000, UNAVAILABLE), leg(1, 10, 32_900, { ...UNAVAILABLE, ...ON })];
    const end = leg(2, 20, 32_800, { ...UNANSWERED, src: '10.0.0.20:5060', dst: '10.0.0.30:5060' });
    expect(outcomeOf(...chain, end)).toEqual({
      ...{ state: 'unanswered', status: null, outcome: 'leg 3 of 3: no reply to 7 INVITEs' },
    });
    expect(wholeOf([...chain, end]).hungUpBy).toBeNull();
  });

  it('is the failure of the first leg where no other explains it', () => {
    const legs = [leg(0, 0, 3000, UNAVAILABLE), leg(1, 10, 2000, { ...COMPLETED, ...ON })];
    expect(outcomeOf(...legs)).toEqual({ state: 'failed', status: 503, outcome: 'leg 1 of 2: 503 by 10.0.0.9' });
  });

  it('is why the caller gave up', () => {
    const legs = [leg(0, 0, 20_000, CANCELLED), leg(1, 10, 19_000, { ...UNANSWERED, ...ON })];
    expect(outcomeOf(...legs)).toMatchObject({ state: 'unanswered', outcome: 'leg 2 of 2: no reply to 7 INVITEs' });
    const both = [leg(0, 0, 20_000, CANCELLED), leg(1, 10, 20_010, { ...CANCELLED, ...ON })];
    expect(outcomeOf(...both)).toMatchObject({ state: 'cancelled', outcome: 'caller gave up' });
  });

  it('is not told by a failure after which the call went on', () => {
    const busy = leg(1, 10, 300, { ...BUSY, ...ON });
    const gaveUp = [leg(0, 0, 20_000, CANCELLED), busy, leg(2, 310, 20_010, { ...CANCELLED, ...ON })];
    expect(outcomeOf(...gaveUp)).toMatchObject({ state: 'cancelled' });
    const rings = [leg(0, 0, 500, RINGING), busy, leg(2, 10, 500, { ...RINGING, ...ON })];
    expect(outcomeOf(...rings)).toMatchObject({ state: 'ringing', outcome: 'ringing' });
  });

  it('is an answered branch of a fork, timed from the first', () => {
    const legs = [leg(0, 0, 300, BUSY), leg(1, 50, 9000, { ...COMPLETED, dst: '10.0.0.10:5060', hungUpBy: 'caller' })];
    expect(wholeOf(legs)).toMatchObject({
      ...{ state: 'completed', status: 200, outcome: 'leg 2 of 2: answered after 2 s', hungUpBy: 'caller' },
      ...{ ringMs: 250, setupMs: 2050 },
    });
  });

  it('is the answer of a leg that a redirection led to', () => {
    const legs = [leg(0, 0, 30, REDIRECTED), leg(1, 40, 9000, { ...COMPLETED, src: '10.0.0.77:5060' })];
    expect(outcomeOf(...legs)).toMatchObject({ state: 'completed', outcome: 'leg 2 of 2: answered after 2 s' });
  });

  it('is told by a leg whose beginning was captured', () => {
    const legs = [leg(0, 0, 30, PARTIAL), leg(1, 40, 9000, { ...COMPLETED, ...ON })];
    expect(outcomeOf(...legs)).toMatchObject({ state: 'completed', outcome: 'leg 2 of 2: answered after 2 s' });
    expect(outcomeOf(leg(0, 0, 1, PARTIAL), leg(1, 0, 1, PARTIAL))).toMatchObject({ state: 'partial' });
  });

  it('tells the legs of a host that calls itself apart by their ports', () => {
    const loop = (from: number, to: number) => ({ src: `127.0.0.1:${from}`, dst: `127.0.0.1:${to}` });
    const first = leg(0, 0, 3000, { ...UNAVAILABLE, ...loop(5070, 5060) });
    const sentOn = leg(1, 10, 2000, { ...COMPLETED, ...loop(5060, 5080) });
    expect(outcomeOf(first, sentOn)).toMatchObject({ state: 'failed' });
    const again = leg(1, 10, 2000, { ...COMPLETED, ...loop(5070, 5080) });
    expect(outcomeOf(first, again)).toMatchObject({ state: 'completed' });
  });
});

describe('the verdict of a call', () => {
  const verdict = (number: number, short: string, changes: Partial<NonNullable<ConversationRow['verdict']>> = {}) => ({
    cause: 'invite-never-answered' as const,
    about: '10.0.0.20:5060',
    verdict: {
      ...({ cause: 'invite-never-answered', certainty: 'certain', short, conversation: rowId(number) } as const),
      ...changes,
    },
  });

  it('is the surest of its legs, with the leg named', () => {
    const likely = { certainty: 'likely' } as const;
    const legs = [
      leg(0, 0, 100, { ...UNAVAILABLE, ...verdict(0, 'refused', likely) }),
      leg(1, 10, 90, { ...UNANSWERED, ...ON, ...verdict(1, 'no reply') }),
    ];
    expect(wholeOf(legs)).toMatchObject({
      ...{ cause: 'invite-never-answered', about: '10.0.0.20:5060' },
      verdict: { certainty: 'certain', short: 'leg 2 of 2: no reply' },
    });
  });

  it('is that of the leg itself before what another leg makes of it', () => {
    const legs = [
      leg(0, 0, 100, { ...UNAVAILABLE, ...verdict(1, 'leg 2: no reply') }),
      leg(1, 10, 90, { ...UNANSWERED, ...ON, ...verdict(1, 'no reply') }),
    ];
    expect(wholeOf(legs).verdict?.short).toBe('leg 2 of 2: no reply');
    const passedOn = [legs[0]!, leg(1, 10, 90, { ...UNANSWERED, ...ON })];
    expect(wholeOf(passedOn).verdict?.short).toBe('leg 2: no reply');
  });

  it('is not said of a call that was answered all the same; its cause can be filtered on', () => {
    const legs = [
      leg(0, 0, 9000, COMPLETED),
      leg(1, 10, 90, { ...UNANSWERED, ...ON, ...verdict(1, 'no reply') }),
      leg(2, 90, 8990, { ...COMPLETED, ...ON }),
    ];
    expect(wholeOf(legs)).toMatchObject({ cause: 'invite-never-answered', verdict: null });
    const dropped = legs.with(2, leg(2, 90, 8990, { ...COMPLETED, ...ON, ...verdict(2, 'BYE refused') }));
    expect(wholeOf(dropped).verdict?.short).toBe('leg 3 of 3: BYE refused');
  });
});
