import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Float64Column,
  Int32Column,
  Uint8Column,
  Uint16Column,
  Uint32Column,
} from '../../src/tables/columns.js';
import { Endpoints, formatIpv6 } from '../../src/conversations/endpoints.js';
import { Interner } from '../../src/tables/interner.js';
import { MessageTable } from '../../src/conversations/message-table.js';
import { MovedRows } from '../../src/tables/moved-rows.js';
import { duration } from '../../src/conversations/outcome.js';
import {
  Float64Field,
  Int32Field,
  Records,
  Uint8Field,
  Uint16Field,
  Uint32Field,
} from '../../src/tables/records.js';

describe('columns', () => {
  test.each([
    [new Int32Column(), -5],
    [new Uint32Column(), 0xffff_ffff],
    [new Uint16Column(), 0xffff],
    [new Uint8Column(), 255],
    [new Float64Column(), 2 ** 52 + 1],
  ])('keep values beyond a chunk and answer 0 for rows never set', (column, value) => {
    column.set(3, value);
    column.set(200_000, value);
    expect([column.get(3), column.get(200_000), column.get(4), column.get(100_000), column.get(9_999_999)]).toEqual([
      value,
      value,
      0,
      0,
      0,
    ]);
  });

  test('cost nothing while all values are 0', () => {
    const column = new Int32Column();
    column.set(1_000_000, 0);
    expect(column.bytes).toBe(0);
  });
});

describe('records', () => {
  test('keep fields of all kinds side by side', () => {
    const records = new Records(24);
    const wide = new Float64Field(records, 0);
    const signed = new Int32Field(records, 8);
    const unsigned = new Uint32Field(records, 12);
    const short = new Uint16Field(records, 16);
    const byte = new Uint8Field(records, 18);
    const last = new Uint8Field(records, 23);
    for (const row of [0, 65_535, 65_536, 70_000]) {
      records.grow(row);
      wide.set(row, row + 0.5);
      signed.set(row, -row);
      unsigned.set(row, 0xffff_ffff);
      short.set(row, 0xabcd);
      byte.set(row, 7);
      last.set(row, 9);
    }
    for (const row of [0, 65_535, 65_536, 70_000]) {
      const read = [
        wide.get(row),
        signed.get(row) + 0,
        unsigned.get(row),
        short.get(row),
        byte.get(row),
        last.get(row),
      ];
      expect(read).toEqual([row + 0.5, 0 - row + 0, 0xffff_ffff, 0xabcd, 7, 9]);
    }
    expect(wide.get(1_000_000)).toBe(0);
    expect(wide.get(-1)).toBe(0);
  });
});

describe('interner', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('gives the same bytes the same id, and tells them back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 300 }), runs => {
        const interner = new Interner();
        const ids = new Map<string, number>();
        for (const run of runs) {
          const key = run.join();
          const id = interner.intern(run, 0, run.length);
          expect(id).toBe(ids.get(key) ?? ids.size);
          ids.set(key, id);
          expect(interner.find(run)).toBe(id);
          expect(interner.bytesOf(id)).toEqual(run);
        }
        expect(interner.count).toBe(ids.size);
      }),
    );
  });

  test('grows over many arena chunks', () => {
    const interner = new Interner();
    const names = Array.from({ length: 30_000 }, (_, i) => `${i}@${'x'.repeat(80)}`);
    for (const name of names) interner.intern(bytes(name), 0, name.length);
    expect(interner.count).toBe(30_000);
    expect(interner.text(12_345)).toBe(names[12_345]);
    expect(interner.find(bytes('30000@'))).toBe(-1);
  });

  test('takes part of an array, and no more than its limit', () => {
    const interner = new Interner(2);
    expect(interner.intern(bytes('..ab..'), 2, 4)).toBe(0);
    expect(interner.intern(bytes('ab'), 0, 2)).toBe(0);
    expect(interner.intern(bytes('b'), 0, 1)).toBe(1);
    expect(interner.intern(bytes('c'), 0, 1)).toBe(-1);
    expect(interner.intern(bytes('b'), 0, 1)).toBe(1);
  });

  test('keeps runs longer than 65,535 bytes apart where their beginnings differ', () => {
    const interner = new Interner();
    const long = new Uint8Array(70_000).fill(65);
    expect(interner.intern(long, 0, long.length)).toBe(0);
    expect(interner.intern(long, 0, long.length)).toBe(0);
    expect(interner.bytesOf(0)).toHaveLength(65_535);
  });

  test('decodes what is no UTF-8 as Latin-1', () => {
    const interner = new Interner();
    interner.intern(Uint8Array.of(0xe9, 0x41), 0, 2);
    interner.intern(bytes('é'), 0, 2);
    expect([interner.text(0), interner.text(1)]).toEqual(['éA', 'é']);
  });
});

describe('endpoints', () => {
  test('print as the JSON does', () => {
    const endpoints = new Endpoints();
    const six = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    const ids = [
      endpoints.id(Uint8Array.of(9, 10, 0, 0, 1), 1, 4, 5060),
      endpoints.id(six, 0, 16, 65_535),
      endpoints.id(six, 0, 0, 5060),
      endpoints.id(Uint8Array.of(10, 0, 0, 1), 0, 4, 5060),
    ];
    expect(ids.map(id => endpoints.format(id))).toEqual([
      '10.0.0.1:5060',
      '[2001:db8::1]:65535',
      null,
      '10.0.0.1:5060',
    ]);
    expect(ids[3]).toBe(ids[0]);
    expect([endpoints.host(ids[0]!), endpoints.port(ids[1]!)]).toEqual(['10.0.0.1', 65_535]);
  });

  test('sort as numbers', () => {
    const endpoints = new Endpoints();
    const id = (last: number, port: number) => endpoints.id(Uint8Array.of(10, 0, 0, last), 0, 4, port);
    const sorted = [id(10, 5060), id(9, 5060), 0, id(9, 80)].sort((a, b) => endpoints.compare(a, b));
    expect(sorted.map(each => endpoints.format(each))).toEqual([
      null,
      '10.0.0.9:80',
      '10.0.0.9:5060',
      '10.0.0.10:5060',
    ]);
  });

  // The examples of RFC 5952 sections 4 and 5.
  test.each([
    ['20010db8000000000000000000020001', '2001:db8::2:1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
    ['20010db80aaa0000000000000000cdef', '2001:db8:aaa::cdef'],
  ])('%s is %s', (hex, text) => {
    expect(formatIpv6(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(text);
  });
});

describe('message table', () => {
  test('tells the packets that carried a message', () => {
    const table = new MessageTable();
    const [first, second, third] = [table.add(), table.add(), table.add()];
    const several = [
      { file: 1, recordOffset: 5e9, start: 82, length: 700 },
      { file: 1, recordOffset: 5e9 + 100, start: 54, length: 12 },
    ];
    const alone = { file: 2, recordOffset: 24, start: 0, length: 0 };
    table.parts.set(first, table.addParts(several));
    table.parts.set(third, table.addParts([alone]));
    expect([table.partsOf(first), table.partsOf(second), table.partsOf(third)]).toEqual([several, [], [alone]]);
  });

  test('takes a bounded number of bytes a message', () => {
    const table = new MessageTable();
    for (let i = 0; i < 65_536; i++) table.payloadDelta.set(table.add(), 42);
    expect(table.bytes / table.count).toBeLessThanOrEqual(72);
  });
});

test.each([
  [850_000, '850 ms'],
  [4_000_000, '4 s'],
  [63_000_000, '1 min 3 s'],
  [120_000_000, '2 min'],
  [7_500_000_000, '2 h 5 min'],
])('%i µs is %s', (us, text) => {
  expect(duration(us)).toBe(text);
});

describe('an interner that forgets', () => {
  /** Runs of two or three letters: few enough to be met again. */
  const word = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'c', 'd') });
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('intern' as const), word }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), word }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rewrite' as const), word }) },
  );

  test('is a map from bytes to ids that are never given twice', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), steps => {
        const interner = new Interner();
        const model = new Map<string, number>();
        let next = 0;
        for (const { kind, word } of steps) {
          const bytes = new TextEncoder().encode(word);
          const known = model.get(word);
          if (kind === 'intern') {
            const id = interner.intern(bytes, 0, bytes.length);
            expect(id).toBe(known ?? next);
            if (known === undefined) model.set(word, next++);
          } else if (known !== undefined) {
            if (kind === 'release') {
              interner.release(known);
              model.delete(word);
              expect([interner.find(bytes), interner.text(known)]).toEqual([-1, '']);
            } else interner.rewrite(known);
          }
          for (const [text, id] of model) {
            expect([interner.find(new TextEncoder().encode(text)), interner.text(id)]).toEqual([id, text]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('keeps what is in use through chunks of ids and of bytes, and lets the rest go', () => {
    const interner = new Interner();
    const intern = (text: string) => interner.intern(new TextEncoder().encode(text), 0, text.length);
    const text = (at: number) => `a number that is long enough to fill the arena: ${at}`;
    const total = 200_000;
    for (let at = 0; at < total; at++) intern(text(at));
    const full = interner.bytes;
    const marks = interner.mark();
    for (let at = 0; at < total; at += 1000) marks.add(at);
    const sweep = interner.sweep();
    // Met again while the sweep is under way, it is in use.
    sweep.next();
    expect(intern(text(199_999))).toBe(199_999);
    while (!sweep.next().done);
    expect(interner.find(new TextEncoder().encode(text(1001)))).toBe(-1);
    expect([interner.text(199_999), interner.text(1001)]).toEqual([text(199_999), '']);
    for (let at = 0; at < total; at += 1000) {
      expect([intern(text(at)), interner.text(at)]).toEqual([at, text(at)]);
    }
    expect(intern(text(1001))).toBe(total);
    // The slots stay, the bytes of the runs do not.
    expect(interner.bytes).toBeLessThan(full / 2);
  });
});

describe('a table that lets chunks go', () => {
  test('keeps the values of the rows that stay, and 0 of the others', () => {
    const moved = new MovedRows();
    const records = new Records(16, moved);
    const time = new Float64Field(records, 0);
    const flags = new Uint16Field(records, 8);
    const file = new Uint32Column(moved);
    for (let row = 0; row < 200_000; row++) {
      records.grow(row);
      time.set(row, 1e15 + row);
      flags.set(row, row & 0xffff);
      file.set(row, row);
    }
    moved.moveChunk([5, 65_535]);
    moved.moveChunk([65_536]);
    expect(moved.end).toBe(131_072);
    for (const row of [5, 65_535, 65_536, 131_072, 199_999])
      expect([time.get(row), flags.get(row), file.get(row)]).toEqual([1e15 + row, row & 0xffff, row]);
    for (const row of [0, 6, 131_071]) expect([time.get(row), flags.get(row), file.get(row)]).toEqual([0, 0, 0]);
    time.set(5, 7);
    file.set(6, 9);
    moved.release(65_535);
    expect([time.get(5), file.get(6), time.get(65_535)]).toEqual([7, 0, 0]);
    // The place of the one that went is taken again.
    moved.moveChunk([131_072]);
    expect([time.get(131_072), time.get(65_536), time.get(65_535)]).toEqual([1e15 + 131_072, 1e15 + 65_536, 0]);
  });
});
