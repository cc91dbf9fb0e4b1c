import { expect, it } from 'vitest';
import { graphemes } from '../../src/format/graphemes.js';

it.each([
  ['ASCII', 'a b', ['a', ' ', 'b']],
  ['a base and its mark', 'e\u0301x', ['e\u0301', 'x']],
  ['a flag, and an emoji of several characters', '🇩🇪👩‍🚀', ['🇩🇪', '👩‍🚀']],
  ['nothing', '', []],
])('cuts %s into clusters', (_, text, clusters) => {
  expect([...graphemes(text)]).toEqual(clusters);
});
