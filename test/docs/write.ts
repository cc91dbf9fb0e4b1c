/**
 * Writes the README's tables anew (`npm run docs`). In: README.md and the tables of the program. Out: README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './tables.js';

const readme = new URL('../../README.md', import.meta.url);
writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
