import { describe, expect, test } from 'vitest';
import { Float64Column, Int32Column, Uint8Column, Uint16Column, Uint32Column } from '../../src/tables/columns.js';
import { MovedRows } from '../../src/tables/moved-rows.js';
import { Records } from '../../src/tables/records.js';

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
    const wide = records.float64();
    const signed = records.int32();
    const unsigned = records.uint32();
    const short = records.uint16();
    const byte = records.uint8();
    const last = records.uint8();
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

describe('the rows of a record', () => {
  const moved = new MovedRows();
  const records = new Records(16, moved);
  const kept = records.uint8();
  const first = records.uint16();
  const second = records.id();
  const third = records.float64();
  const values = (row: number) => [kept.get(row), first.get(row), second.get(row), third.get(row)];
  const fill = (row: number) => {
    records.grow(row);
    kept.set(row, 1);
    first.set(row, 2);
    second.set(row, 3);
    third.set(row, 4);
  };

  test('are laid one field after the other, each at a multiple of its size', () => {
    expect(records.layout.map(({ offset, bytes }) => [offset, bytes])).toEqual([
      [0, 1],
      [2, 2],
      [4, 4],
      [8, 8],
    ]);
    expect(() => records.uint8()).toThrow('more than its 16 bytes');
  });

  test('are cleared from a field on, and copied, also where they moved', () => {
    for (const row of [0, 1, 65_535, 65_536, 65_537]) fill(row);
    records.clearFrom(first, 65_536);
    expect(values(65_536)).toEqual([1, 0, -1, 0]);
    records.copy(65_537, 65_536);
    expect(values(65_536)).toEqual([1, 2, 3, 4]);
    moved.moveChunk([0, 1]);
    records.clearFrom(second, 0);
    expect([values(0), values(1), values(65_535)]).toEqual([
      [1, 2, -1, 0],
      [1, 2, 3, 4],
      [0, 0, -1, 0],
    ]);
    records.copy(1, 0);
    expect(values(0)).toEqual([1, 2, 3, 4]);
  });
});

describe('a table that lets chunks go', () => {
  test('keeps the values of the rows that stay, and 0 of the others', () => {
    const moved = new MovedRows();
    const records = new Records(16, moved);
    const time = records.float64();
    const flags = records.uint16();
    const file = new Uint32Column(moved);
    const next = records.id();
    for (let row = 0; row < 200_000; row++) {
      records.grow(row);
      time.set(row, 1e15 + row);
      flags.set(row, row & 0xffff);
      file.set(row, row);
      if (row % 2 === 1) next.set(row, row - 1);
    }
    moved.moveChunk([5, 65_535]);
    moved.moveChunk([65_536]);
    expect(moved.end).toBe(131_072);
    for (const row of [5, 65_535, 65_536, 131_072, 199_999])
      expect([time.get(row), flags.get(row), file.get(row)]).toEqual([1e15 + row, row & 0xffff, row]);
    expect([5, 65_535, 65_536, 131_073, 131_072].map(row => next.get(row))).toEqual([4, 65_534, -1, 131_072, -1]);
    expect([0, 7, 9_999_999].map(row => next.get(row))).toEqual([-1, -1, -1]);
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
