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

describe('a table that lets chunks go', () => {
  test('keeps the values of the rows that stay, and 0 of the others', () => {
    const moved = new MovedRows();
    const records = new Records(16, moved);
    const time = records.float64();
    const flags = records.uint16();
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
