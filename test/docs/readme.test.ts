/** The README matches the program: its tables are up to date, its links and commands exist. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CAUSE_IDS } from '../../src/model/causes.js';
import { causesPage } from './causes.js';
import { TABLE_NAMES, withTables } from './tables.js';

const root = new URL('../../', import.meta.url);
const pages = ['README.md', 'CONTRIBUTING.md', 'docs/architecture.md', 'docs/causes.md', 'samples/README.md'];
const read = (page: string) => readFileSync(new URL(page, root), 'utf8');

describe('the README', () => {
  it('has every table, as npm run docs writes it', () => {
    const readme = read('README.md');
    for (const name of TABLE_NAMES) expect(readme).toContain(`<!-- ${name}: `);
    expect(withTables(readme)).toBe(readme);
  });

  it('replaces a table between its markers and leaves the rest', () => {
    const filled = withTables(
      'before\n<!-- commands: made -->\nold\n<!-- end -->\nafter\n<!-- other: made -->\nkept\n<!-- end -->',
    );
    expect(filled).toMatch(
      /^before\n<!-- commands: made -->\n\n\| Command[\s\S]*`list FILE…`[\s\S]*\n\n<!-- end -->\nafter\n<!-- other: made -->\nkept\n<!-- end -->$/,
    );
  });
});

describe('docs/causes.md', () => {
  it('is as npm run docs writes it', () => {
    expect(read('docs/causes.md')).toBe(causesPage());
  });

  it('has an entry for each cause that there is', () => {
    const entries = [...causesPage().matchAll(/^### (\S+)$/gm)].map(([, id]) => id);
    expect(new Set(entries)).toEqual(new Set(CAUSE_IDS));
  });
});

describe('the pages', () => {
  it.each(pages)('%s links only to files that exist', page => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
      .map(found => found[1]!)
      .filter(link => !/^https?:/.test(link));
    expect(links.filter(link => !existsSync(new URL(link, new URL(page, root))))).toEqual([]);
  });

  it.each(pages)('%s names only scripts of package.json', page => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = [...read(page).matchAll(/npm run ([\w:]+)/g)].map(found => found[1]!);
    expect(named.filter(script => !scripts.includes(script))).toEqual([]);
  });

  it.each(['CONTRIBUTING.md', 'docs/architecture.md'])('%s names only files and folders that are there', page => {
    const named = [...read(page).matchAll(/`((?:[\w.-]+\/)+(?:[\w.-]+\.tsx?)?|[\w.-]+\.tsx?)`/g)].map(
      found => found[1]!,
    );
    // dist/ is there once it is built.
    const isThere = (path: string) =>
      path.startsWith('dist/') || ['', 'src/'].some(folder => existsSync(new URL(folder + path, root)));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(path => !isThere(path))).toEqual([]);
  });
});
