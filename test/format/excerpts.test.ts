/** Long texts as sentences quote them. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { excerpt, quoted } from '../../src/format/excerpts.js';

it('leaves short texts alone', () => {
  expect(quoted('dstnumm')).toBe('dstnumm');
  expect(excerpt('state busyy', 6, 11)).toEqual({ text: 'state busyy', start: 6, end: 11 });
});

it('cuts a long word', () => {
  const cut = quoted('x'.repeat(20_000));
  expect(cut).toMatch(/^x+…$/);
  expect(cut.length).toBeLessThan(100);
});

it('has the mark over the same text, bounded, with no half characters', () => {
  const texts = fc.array(fc.constantFrom('a', 'é', '電', '😀', '\t'), { maxLength: 600 }).map(all => all.join(''));
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (text, one, other) => {
      const places = [...text].map((_, at, all) => all.slice(0, at).join('').length);
      places.push(text.length);
      const [start, end] = [places[one % places.length]!, places[other % places.length]!].sort((a, b) => a - b);
      const part = excerpt(text, start!, end!);
      expect(part.text.length).toBeLessThanOrEqual(162);
      expect(() => encodeURIComponent(part.text)).not.toThrow();
      expect(text.slice(start, end).startsWith(part.text.slice(part.start, part.end))).toBe(true);
      if (end! > start!) expect(part.end).toBeGreaterThan(part.start);
    }),
  );
});
