/** The parts that joining stands on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayBeMade, originalsOf } from '../../src/calls/call-id-forms.js';
import { type Bond, Groups, MAX_LEGS } from '../../src/calls/groups.js';
import { MOST_SHARING, SharedValues } from '../../src/calls/shared-values.js';
import { tracesIn } from '../../src/calls/trace-headers.js';
import { NO_MESSAGE, type RowId, rowId } from '../../src/model/ids.js';
import { MovedRows } from '../../src/tables/moved-rows.js';

const bond = (a: number, b: number): Bond => ({
  ...{ a: rowId(a), b: rowId(b), reason: 'relay', points: 70, messageA: NO_MESSAGE, messageB: NO_MESSAGE },
});

describe('groups', () => {
  it('are the connected parts of what was joined, each held by one bond fewer than it has legs', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 60 }), pairs => {
        const groups = new Groups(new MovedRows<RowId>());
        const roots = Array.from({ length: 31 }, (_, row) => row);
        for (const [a, b] of pairs) {
          const [one, other] = [roots[a]!, roots[b]!];
          expect(groups.join(bond(a, b))).toBe(one !== other);
          for (const [row, root] of roots.entries())
            if (root === one || root === other) roots[row] = Math.min(one, other);
        }
        expect(roots.map((_, row) => Number(groups.of(rowId(row))))).toEqual(roots);
        for (const call of new Set(roots)) {
          const legs = roots.flatMap((root, row) => (root === call ? [row] : []));
          expect(groups.legs(rowId(call))).toEqual(legs);
          expect(groups.bonds(rowId(call))).toHaveLength(legs.length - 1);
          for (const { a, b } of groups.bonds(rowId(call))) expect(legs).toEqual(expect.arrayContaining([a, b]));
        }
        expect(groups.joined).toBe(31 - new Set(roots).size);
        for (const call of new Set(roots)) groups.dissolve(rowId(call));
        expect(groups.joined).toBe(0);
      }),
    );
  });

  it('have so many legs at most', () => {
    const groups = new Groups(new MovedRows<RowId>());
    for (let row = 1; row < MAX_LEGS; row++) expect(groups.join(bond(row - 1, row))).toBe(true);
    expect(groups.join(bond(0, MAX_LEGS))).toBe(false);
    expect(groups.legs(rowId(0))).toHaveLength(MAX_LEGS);
  });
});

describe('shared values', () => {
  it('tell who had a value before, as a map from values to rows does, until too many have it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(20)), { maxLength: 120 }), steps => {
        const shared = new SharedValues();
        const model = new Map<string, number[]>();
        for (const [one, other, row] of steps) {
          const known = model.get(`${one}/${other}`) ?? [];
          const isNew = !known.includes(row) && known.length <= MOST_SHARING;
          const expected = isNew && known.length < MOST_SHARING ? known.toSorted() : [];
          expect([...shared.note(one, other, rowId(row))].toSorted()).toEqual(expected);
          if (isNew) model.set(`${one}/${other}`, [...known, row]);
        }
      }),
    );
  });

  it('keep all they had when they grow', () => {
    const shared = new SharedValues();
    for (let at = 0; at < 100_000; at++) shared.note(at, at ^ 77, rowId(at));
    for (const at of [0, 1, 16_384, 99_999]) expect(shared.note(at, at ^ 77, rowId(200_000))).toEqual([at]);
  });
});

describe('Call-IDs made from others', () => {
  /** With other bytes around it. */
  const isMarked = (callId: string) => {
    const bytes = new TextEncoder().encode(`_-${callId}_-@`);
    return mayBeMade(bytes, 2, bytes.length - 3);
  };

  it.each([
    ['a84b4c76e66710_b2b-1', 'a84b4c76e66710'],
    ['a84b4c76e66710@host_pbx-2', 'a84b4c76e66710@host'],
    ['a84b4c76e66710-0@host', 'a84b4c76e66710@host'],
    ['SDl1e9601-a84b4c76e66710@host', 'a84b4c76e66710@host'],
    ['DLGCH_YTg0YjRjNzZlNjY3MTBAaG9zdA--', 'a84b4c76e66710@host'],
  ])('%s', (made, original) => {
    expect(isMarked(made)).toBe(true);
    expect(originalsOf(made)).toContain(original);
  });

  it.each(['a84b4c76e66710@host', '3848276298220188511@atlanta.example.com', ''])('%s is made from none', callId => {
    expect(originalsOf(callId)).toEqual([]);
    expect(isMarked(callId)).toBe(false);
  });
});

describe('headers that link', () => {
  it.each([
    [
      'Session-ID',
      'AB30317F1A784DC48FF824D0D3715D86;remote=00000000000000000000000000000000',
      ['session-id ab30317f1a784dc48ff824d0d3715d86'],
    ],
    [
      'In-Reply-To',
      '70710@saturn.bell-tel.com, 17320@saturn.bell-tel.com',
      ['replaces 70710@saturn.bell-tel.com', 'replaces 17320@saturn.bell-tel.com'],
    ],
    [
      'Refer-To',
      '<sip:dave@denver.example.org?Replaces=12345%40192.168.118.3%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994>',
      ['replaces 12345@192.168.118.3'],
    ],
    ['Refer-To', '<sip:dave@denver.example.org>', []],
    ['X-Tenant', 'customer-of-the-house', ['call-id-header customer-of-the-house']],
    ['X-Trace', '7f3a9c41d2e85b60', ['learned-header 7f3a9c41d2e85b60']],
    ['cisco-guid', '1-2-3-4', ['trace-header 1-2-3-4']],
  ])('%s: %s', (header, value, expected) => {
    expect(tracesIn(header, value).map(({ reason, text }) => `${reason} ${text}`)).toEqual(expected);
  });
});
