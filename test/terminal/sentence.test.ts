/** Sentences for people: one line each, of bounded length, and one way out for all. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crashReport } from '../../src/terminal/crash.js';
import { complaint, sentence } from '../../src/terminal/sentence.js';

const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
const HOSTILE = '\x1b[2J\x07\r\n\t\0\x7f\x9b2J\u202e\u2066\u2028\ufeff\u{e0041}\ud800';

describe('a sentence', () => {
  it('is one line without anything that acts', () => {
    expect(complaint(`${HOSTILE} does not exist`)).toMatch(/^sipvestigator: .* does not exist\n$/);
    expect(complaint(`${HOSTILE} does not exist`, `  ${HOSTILE}`, '  ^').split('\n')).toHaveLength(4);
    expect(complaint(HOSTILE, HOSTILE)).not.toMatch(acting);
  });

  it('loses its middle where it is long, not what it begins with nor why', () => {
    const long = sentence(`Of ${'x'.repeat(5000)} there is none`);
    expect(long.length).toBeLessThan(2100);
    expect(long).toMatch(/^Of x+ … x+ there is none$/);
  });

  it('of a crash is one, with the stack below it where asked', () => {
    const error = new Error(HOSTILE);
    expect(crashReport(error, {})).toMatch(/^sipvestigator: stopped by an error of its own: .*\n$/);
    const report = crashReport(error, { SIPVESTIGATOR_DEBUG: '1' });
    expect(report.split('\n').length).toBeGreaterThan(3);
    expect(report).not.toMatch(acting);
  });
});

describe('standard output and standard error', () => {
  /** What passes the printer has no other way; the child is a program of its own, whose words are read by this one. */
  const WRITERS = ['live/children/cap-child.ts', 'main.ts', 'terminal/sentence.ts', 'terminal/session.ts'];

  it('are written to in few places, which make safe what they write', () => {
    const root = new URL('../../src/', import.meta.url).pathname;
    const writing = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(name => /\.tsx?$/.test(name))
      .filter(name => /process\.std(out|err)\.write\b|\bconsole\.\w+\(/.test(readFileSync(join(root, name), 'utf8')));
    expect(writing.sort()).toEqual(WRITERS);
  });
});
