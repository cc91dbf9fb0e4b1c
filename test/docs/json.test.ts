/** docs/json.md has what the program promises by its own tables. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REASONS } from '../../src/model/call-links.js';

const page = readFileSync(new URL('../../docs/json.md', import.meta.url), 'utf8');

it('has every reason why legs are joined, in the words of the program', () => {
  const rows = Array.from(page.matchAll(/^\| `([\w-]+)` +\| (.*?) +\|$/gm), ([, id, words]) => [id, words]);
  expect(rows).toEqual(expect.arrayContaining(Object.entries(REASONS)));
});
