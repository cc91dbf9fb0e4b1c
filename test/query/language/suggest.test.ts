/** Completion: what is offered where, and what a choice replaces. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../any-text.js';
import { suggest } from '../../../src/query/language/suggest.js';
import { queryTexts } from '../trees.js';

const HEADERS = ['Contact', 'Diversion', 'X-Any'];

/** `|` marks the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  return suggest(marked.replace('|', ''), caret, HEADERS);
}

function offered(marked: string): string[] {
  return at(marked).items.map(item => item.text);
}

describe('suggest', () => {
  it('offers fields at the beginning, and no joins', () => {
    expect(offered('|')).toContain('srcnum');
    expect(offered('|')).not.toContain('and');
    expect(offered('srcn|')[0]).toBe('srcnum');
    expect(offered('scrnum|')).toContain('srcnum');
  });

  it('offers nothing that only looks like a word that is complete', () => {
    expect(offered('bad|')).toEqual(['bad']);
    expect(offered('BAD|')).toEqual(['bad']);
    expect(offered('haeder|')).toContain('header.');
  });

  it('offers the values of a field', () => {
    expect(offered('state |')).toContain('busy');
    expect(offered('state |')).not.toContain('srcnum');
    expect(offered('state bu|')[0]).toBe('busy');
    expect(offered('method i|')[0]).toBe('INVITE');
    expect(offered('not (method INVITE or state > r|').slice(0, 2)).toEqual(['ringing', 'rejected']);
  });

  it('offers more values, fields and joins after a value', () => {
    expect(offered('state busy |')).toEqual(expect.arrayContaining(['failed', 'srcnum', 'and', 'or']));
    expect(offered('state busy o|')).toContain('or');
  });

  it('offers the headers that occur', () => {
    expect(offered('has |')).toEqual(['diversion', 'pai', 'ppi', 'rpid', 'privacy', ...HEADERS]);
    expect(offered('has x|')[0]).toBe('X-Any');
    expect(offered('header.c|')[0]).toBe('header.Contact');
    expect(offered('has diversion |')).toContain('srcnum');
  });

  it('asks for the values of a field in the capture', () => {
    expect(at('num 566|')).toMatchObject({ want: { field: 'num' }, prefix: '566', from: 4, to: 7 });
    expect(at('ua "Aster|')).toMatchObject({ want: { field: 'ua' }, prefix: 'Aster', from: 3, to: 9 });
    expect(at('duration > |').want).toBeNull();
    expect(at('has |').want).toBeNull();
  });

  it('replaces the whole word the caret is in', () => {
    expect(at('not sta|te busy')).toMatchObject({ from: 4, to: 9, prefix: 'sta' });
    expect(at('state busy|')).toMatchObject({ from: 6, to: 10 });
  });

  it('never throws, and stays in the text', () => {
    fc.assert(
      fc.property(fc.oneof(queryTexts, anyText), fc.nat(), (text, choice) => {
        const caret = choice % (text.length + 1);
        const { from, to } = suggest(text, caret, HEADERS);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(from).toBeLessThanOrEqual(caret);
        expect(to).toBeGreaterThanOrEqual(caret);
        expect(to).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
