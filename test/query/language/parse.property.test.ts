import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../../any-text.js';
import { parse } from '../../../src/query/language/parse.js';
import { runs } from '../../runs.js';
import { queryTexts } from '../trees.js';

it('parse never throws, and points into the text', () => {
  const check = (text: string) => {
    const parsed = parse(text);
    if (!('fault' in parsed)) return;
    const { start, end, message } = parsed.fault;
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
    expect(message).not.toBe('');
  };
  fc.assert(fc.property(anyText, check), runs(500));
  fc.assert(fc.property(queryTexts, check), runs(1000));
});
