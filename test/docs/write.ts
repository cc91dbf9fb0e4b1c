/** Rewrites the README's tables, and docs/causes.md (`npm run docs`). */
import { readFileSync, writeFileSync } from 'node:fs';
import { causesPage } from './causes.js';
import { withTables } from './tables.js';

const readme = new URL('../../README.md', import.meta.url);
writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
writeFileSync(new URL('../../docs/causes.md', import.meta.url), causesPage());
