import stringWidth from 'string-width';
import { expect, it } from 'vitest';
import { safe, width } from '../../src/terminal/text.js';

it('width measures what Ink measures, for every character taken the fast way', () => {
  const different: number[] = [];
  for (let code = 0x20; code < 0x10000; code++) {
    const character = String.fromCharCode(code);
    if (safe(character) === character && width(character) !== stringWidth(character)) different.push(code);
  }
  expect(different).toEqual([]);
});
