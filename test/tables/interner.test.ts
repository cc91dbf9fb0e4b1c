import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WasmCore } from '../../src/binding/wasm-core.js';
import { Interner } from '../../src/tables/interner.js';
import { colliding } from '../hostile/collisions.js';

describe('interner', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test('gives the same bytes the same id, and tells them back', () => {
    const core = new WasmCore();
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 300 }), runs => {
        const interner = new Interner(undefined, { core });
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

describe('an interner that forgets', () => {
  /** Runs of two or three letters: few enough to be met again. */
  const word = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'c', 'd') });
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('intern' as const), word }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('release' as const), word }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rewrite' as const), word }) },
  );

  test('is a map from bytes to ids that are never given twice', () => {
    const core = new WasmCore();
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), steps => {
        const interner = new Interner(undefined, { core });
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

describe('an interner, of texts made to collide', () => {
  const texts = colliding(50_000);

  test('compares the bytes of hardly any', () => {
    const core = new WasmCore();
    const interner = new Interner(undefined, { core });
    const compared = () => core.exports.runsCompared.value;
    for (const text of texts) interner.intern(text, 0, text.length);
    expect(interner.count).toBe(50_000);
    // Only texts that share all 32 bits of the hash are compared: 0.3 pairs of 50,000 do.
    expect(compared()).toBeLessThan(10);
    for (const text of texts) interner.intern(text, 0, text.length);
    expect(compared()).toBeLessThan(50_010);
  });
});
