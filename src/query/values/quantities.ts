/** Values that are counts, statuses or durations. NaN (unknown) passes no test. */
import { quoted } from '../../format/excerpts.js';
import { isAnything, type Reading, rangeOf } from './reading.js';
import type { Value } from '../language/tree.js';

export type QuantityTest = (value: number) => boolean;

/** The range a word covers, both ends included: 4xx is 400 to 499. */
interface Interval {
  low: number;
  high: number;
}

type Read = (word: string) => Interval | null;

/** Reads a whole number; `50*` is any that begins so. */
export function countTest(value: Value): Reading<QuantityTest> {
  const begin = /^(\d{1,15})\*$/.exec(value.text)?.[1];
  const isPattern = value.form === 'word' && (value.comparison === '' || value.comparison === '=');
  if (begin !== undefined && isPattern) return { test: known => String(known).startsWith(begin) };
  return quantity(value, count, 'a number was expected: 5, >= 10 or 3..9');
}

/** Reads a status: 486, 4xx, 48x, 400..499. */
export function statusTest(value: Value): Reading<QuantityTest> {
  return quantity(value, status, 'a status was expected: 486, 4xx, 400..499 or >= 500');
}

/**
 * Reads a duration into milliseconds: 3s, 500ms, 1m30s, 2h; a bare number is seconds. `3s` covers that whole second.
 */
export function durationTest(value: Value): Reading<QuantityTest> {
  const exact = value.comparison === '' || value.comparison === '=';
  const read = exact && rangeOf(value) === null ? wholeUnit : (word: string) => duration(word);
  return quantity(value, read, 'a duration was expected: > 3s, 500ms..2s or <= 1m30s');
}

function count(word: string): Interval | null {
  if (!/^\d{1,15}$/.test(word)) return null;
  return { low: Number(word), high: Number(word) };
}

function status(word: string): Interval | null {
  if (!/^[1-9](?:\d\d|\dx|xx)$/i.test(word)) return null;
  return { low: Number(word.replace(/x/gi, '0')), high: Number(word.replace(/x/gi, '9')) };
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, and the precision of the word. */
function durationParts(word: string): { ms: number; step: number } | null {
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(word)) word += 's';
  if (!/^(?:\d{1,9}(?:\.\d{1,6})?(?:ms|min|[smhd]))+$/i.test(word)) return null;
  let ms = 0;
  let step = 0;
  for (const part of word.matchAll(/(\d+)(?:\.(\d+))?([a-z]+)/gi)) {
    const unit = UNITS[part[3]!.toLowerCase()]!;
    ms += Number(`${part[1]}.${part[2] ?? '0'}`) * unit;
    step = unit / 10 ** (part[2]?.length ?? 0);
  }
  return { ms, step };
}

function duration(word: string): Interval | null {
  const parts = durationParts(word);
  return parts && { low: parts.ms, high: parts.ms };
}

function wholeUnit(word: string): Interval | null {
  const parts = durationParts(word);
  // The engine's clock counts microseconds, so the interval ends one before the next step. A rounding error must not put the end
  // before the beginning.
  return parts && { low: parts.ms, high: Math.max(parts.ms, parts.ms + parts.step - 0.001) };
}

function quantity(value: Value, read: Read, expected: string): Reading<QuantityTest> {
  if (value.form === 'regex') return { expected };
  if (isAnything(value)) return { test: known => !Number.isNaN(known) };
  const range = rangeOf(value);
  if (range !== null) {
    const from = range.from === '' ? { low: Number.NEGATIVE_INFINITY } : read(range.from);
    const to = range.to === '' ? { high: Number.POSITIVE_INFINITY } : read(range.to);
    if (from === null || to === null) return { expected };
    if (from.low > to.high) return { expected: `the range ${quoted(value.text)} ends before it begins` };
    return { test: known => known >= from.low && known <= to.high };
  }
  const interval = read(value.text);
  if (interval === null) return { expected };
  const { low, high } = interval;
  switch (value.comparison) {
    case '>':
      return { test: known => known > high };
    case '>=':
      return { test: known => known >= low };
    case '<':
      return { test: known => known < low };
    case '<=':
      return { test: known => known <= high };
    default:
      return { test: known => known >= low && known <= high };
  }
}
