/** Every column of the catalogue sorts by its type and can be filtered on, asked of the real tables. */
import { describe, expect, it } from 'vitest';
import type { ConversationRow } from '../../src/engine/protocol/rows.js';
import type { Sort, SortKey } from '../../src/engine/protocol/query.js';
import { type Field, FIELDS, valueIn } from '../../src/model/fields.js';
import { OUTCOMES } from '../../src/model/outcomes.js';
import { columnOf } from '../../src/store/list/columns.js';
import { sample } from '../sample.js';
import { readOnce } from '../engine/core-session.js';

const CAPTURES = [
  ...['call-unanswered-nat', 'call-caller-id-rejected', 'call-diversion-wrong', 'call-two-legs'],
  ...['registration-challenge', 'options-ping-tcp'],
].map(name => sample(`${name}.pcap`));

/** Numbers of the samples, so that there is something to be found. */
const NUMBERS = 'num 5660066 1502 4151502';

const shown = FIELDS.filter(({ column }) => column !== undefined);
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

type Known = string | number;

/** Addresses of the samples are IPv4. */
function addressParts(endpoint: string): number[] {
  return endpoint.split(/[.:]/).map(Number);
}

function compareLists(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, place) => part !== other[place]);
  return at < 0 ? 0 : one[at]! - other[at]!;
}

/** The order people expect of a field's values. */
function orderOf({ name, type, words = [] }: Field): (one: Known, other: Known) => number {
  if (type === 'outcome') {
    const kinds: readonly Known[] = OUTCOMES;
    const rank = (kind: Known) => (/^\d+$/.test(String(kind)) ? Number(kind) : kinds.indexOf(kind));
    return (one, other) => rank(one) - rank(other);
  }
  if (type === 'address') return (one, other) => compareLists(addressParts(String(one)), addressParts(String(other)));
  if (type === 'word') return (one, other) => words.indexOf(String(one)) - words.indexOf(String(other));
  if (name === 'callid') return (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  return (one, other) =>
    typeof one === 'number' && typeof other === 'number' ? one - other : collator.compare(String(one), String(other));
}

const session = readOnce(...CAPTURES);

async function asked(query: string, sort: Sort): Promise<ConversationRow[]> {
  expect(await session.ask('result', { query, sort })).toEqual({ fault: null });
  await session.ask('settled', {});
  return session.rows();
}

const BY_INDEX: Sort = { key: 'index', descending: false };

describe.each(shown.map(field => [field.name, field] as const))('the column %s', (name, field) => {
  const query = name === 'found' ? NUMBERS : '';
  const word = field.filter?.names?.[0] ?? name;

  it('sorts by its type, what is unknown last', async () => {
    const key: SortKey = columnOf(name)!.sort;
    const order = orderOf(field);
    for (const descending of [false, true]) {
      const values = (await asked(query, { key, descending })).map(row => valueIn(row, field));
      const known = values.filter(value => value !== null);
      expect(values.slice(known.length).every(value => value === null)).toBe(true);
      expect(known.length).toBeGreaterThan(0);
      for (const [at, value] of known.entries()) {
        const step = at === 0 ? 0 : order(known[at - 1]!, value);
        expect(descending ? -step : step).toBeLessThanOrEqual(0);
      }
    }
  });

  it('can be filtered on', async () => {
    const all = await asked(query, BY_INDEX);
    const known = all.filter(row => valueIn(row, field) !== null).map(({ index }) => index);
    const found = (await asked(`${query} ${word} *`, BY_INDEX)).map(({ index }) => index);
    // A status, a method or a reason is that of any message.
    expect(found).toEqual(
      field.filter?.ask && !('special' in field.filter.ask) ? expect.arrayContaining(known) : known,
    );
    const none = (await asked(`${query} not ${word} *`, BY_INDEX)).map(({ index }) => index);
    expect([...found, ...none].sort((a, b) => a - b)).toEqual(all.map(({ index }) => index));
  });
});

describe('outcomes', () => {
  it('are asked by kind, status or state', async () => {
    const all = await asked('', BY_INDEX);
    const of = async (query: string) => (await asked(query, BY_INDEX)).map(({ index }) => index);
    const where = (test: (row: ConversationRow) => boolean) => all.filter(test).map(({ index }) => index);
    const callerHungUp = where(row => row.hungUpBy === 'caller' && row.state === 'completed');
    expect(callerHungUp.length).toBeGreaterThan(0);
    expect(await of('outcome "caller hung up"')).toEqual(callerHungUp);
    expect(await of('outcome = "answered, caller hung up"')).toEqual(callerHungUp);
    expect(await of('outcome 403')).toEqual(where(row => row.status === 403));
    expect(await of('outcome 4xx')).toEqual(where(row => row.status !== null && row.status >= 400 && row.status < 500));
    expect(await of('outcome rejected')).toEqual(where(row => row.state === 'rejected'));
    expect(await of('outcome "no reply"')).toEqual(where(row => row.outcome.startsWith('no reply')));
    const { fault } = await session.ask('result', { query: 'outcome wibble', sort: BY_INDEX });
    expect(fault?.message).toContain('a final status, part of an outcome or one of calling');
  });

  it('are the sentence without its figures, or the status', async () => {
    for (const { outcome, outcomeKind, status } of await asked('', BY_INDEX)) {
      if (/^\d+$/.test(outcomeKind)) expect(outcomeKind).toBe(String(status));
      else {
        const bare = outcome.replace(
          / (after|in) [\d.]+ (ms|s|min|h)( \d+ (s|min))?( ringing)?| to .*| \([^)]*\)/g,
          '',
        );
        expect(bare).toBe(outcomeKind);
      }
    }
  });

  it('are counted for completion', async () => {
    const rows = await asked('', BY_INDEX);
    const counts = await session.ask('values', { field: 'outcome', limit: 50 });
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
    for (const { value, count } of counts) {
      expect(rows.filter(({ outcomeKind }) => outcomeKind === value)).toHaveLength(count);
    }
  });
});

it('finds where a number stands', async () => {
  const rows = await asked('num 1502', BY_INDEX);
  const diverted = rows.filter(({ found }) => found?.includes('Diversion')).map(({ index }) => index);
  expect(diverted.length).toBeGreaterThan(0);
  expect((await asked('num 1502 found diversion', BY_INDEX)).map(({ index }) => index)).toEqual(diverted);
});
