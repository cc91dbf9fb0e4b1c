import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../any-text.js';
import { cut, pad, safe, slice, width, wrap } from '../../src/terminal/text.js';

/** Text as hostile as it comes: any code unit, with controls, marks, bidi, tabs and wide characters much more often. */
const hostile = fc
  .array(
    fc.oneof(
      anyText,
      fc.constantFrom(
        '\x1b[31m',
        '\x1b]52;c;AAAA\x07',
        '\x9b2J',
        '\x90',
        '\t',
        '\r\n',
        '\0',
        '\x7f',
        '\u202e',
        '\u2066',
        '\u200b',
      ),
      fc.constantFrom(
        '\u200d',
        '\ufe0f',
        '\u0301',
        '\u0488',
        '\u2028',
        '\ud800',
        '\udc00',
        '\ufeff',
        '\u3164',
        '世',
        '👩‍👩‍👧',
        'é',
        'ｶﾞ',
        'a',
      ),
    ),
  )
  .map(parts => parts.join(''));

const acts = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

describe('safe', () => {
  it('leaves text that only draws as it is', () => {
    for (const text of ['', 'INVITE sip:bob@example.com SIP/2.0', 'Zoë Müller', '世界', 'résumé ─│ ✓'])
      expect(safe(text)).toBe(text);
  });

  it('shows controls as their pictures', () => {
    expect(safe('a\0b\x1b[31mc\x7f\r\n')).toBe('a␀b␛[31mc␡␍␊');
  });

  it('shows what has no picture as a replacement character', () => {
    expect(safe('a\x9bb\u202ec\u200bd\ud800e\u2028')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffd');
  });

  it('expands tabs to stops of eight cells', () => {
    expect(safe('a\tb')).toBe('a       b');
    expect(safe('世\tb')).toBe('世      b');
    expect(safe('12345678\tb')).toBe('12345678        b');
  });

  it('keeps to ASCII where asked', () => {
    expect(safe('a\x1bé世\u202e\x85\tb', true)).toBe('a.???.  b');
  });

  it('keeps three marks on a base, shows the others and those without a base', () => {
    expect(safe('e\u0301')).toBe('e\u0301');
    expect(safe('e\u0301\u0302\u0303\u0304')).toBe('e\u0301\u0302\u0303\ufffd');
    expect(safe('\u0301e')).toBe('\ufffde');
  });

  it('never leaves anything a terminal acts on', () => {
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, ascii) => {
        expect(safe(text, ascii)).not.toMatch(acts);
      }),
    );
  });

  it('gives nothing but printable ASCII in ASCII mode', () => {
    fc.assert(
      fc.property(hostile, text => {
        expect(safe(text, true)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });
});

describe('width', () => {
  it('counts wide characters twice and marks not at all', () => {
    expect(width('世界')).toBe(4);
    expect(width('e\u0301')).toBe(1);
  });
});

describe('slice', () => {
  it('takes cells', () => {
    expect(slice('abcdef', 1, 4)).toBe('bcd');
    expect(slice('a世b界c', 1, 4)).toBe('世b');
    expect(slice('abc', 2, 9)).toBe('c');
    expect(slice('abc', 3, 1)).toBe('');
  });

  it('fills with spaces where a wide character lies across an edge', () => {
    expect(slice('世b界', 1, 4)).toBe(' b ');
  });

  it('takes exactly the cells available', () => {
    fc.assert(
      fc.property(hostile, fc.nat(40), fc.nat(40), (text, start, count) => {
        const shown = safe(text);
        const cells = Math.max(0, Math.min(count, width(shown) - start));
        expect(width(slice(shown, start, start + count))).toBe(cells);
      }),
    );
  });
});

describe('cut and pad', () => {
  it('ends what is too long in an ellipsis', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('abcdef', 4, '~')).toBe('abc~');
    expect(cut('世界世', 4)).toBe('世 …');
    expect(cut('abc', 1)).toBe('…');
    expect(cut('abc', 0)).toBe('');
  });

  it('fills on the side it is not aligned to', () => {
    expect(pad('ab', 4)).toBe('ab  ');
    expect(pad('ab', 4, 'right')).toBe('  ab');
    expect(pad('世', 3)).toBe('世 ');
  });

  it('never exceeds the cells, and pad takes all of them', () => {
    fc.assert(
      fc.property(hostile, fc.nat(30), (text, cells) => {
        const shown = safe(text);
        expect(width(cut(shown, cells))).toBeLessThanOrEqual(cells);
        expect(width(pad(shown, cells))).toBe(cells);
        if (width(shown) <= cells) expect(cut(shown, cells)).toBe(shown);
      }),
    );
  });
});

describe('wrap', () => {
  const pieces = (text: string, cells: number) => wrap(text, cells).map(({ start, end }) => text.slice(start, end));

  it('breaks after separators of the second half, else hard', () => {
    expect(pieces('To: <sip:a@b>;tag=12345678', 16)).toEqual(['To: <sip:a@b>;', 'tag=12345678']);
    expect(pieces('a bcdefghij', 8)).toEqual(['a bcdefg', 'hij']);
    expect(pieces('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(pieces('', 3)).toEqual(['']);
  });

  it('gives a character wider than the room a piece of its own', () => {
    expect(pieces('世a', 1)).toEqual(['世', 'a']);
  });

  it('leaves nothing out, repeats nothing, and never exceeds the cells', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 2, max: 30 }), (text, cells) => {
        const shown = safe(text);
        const parts = pieces(shown, cells);
        expect(parts.join('')).toBe(shown);
        for (const part of parts) expect(width(part)).toBeLessThanOrEqual(cells);
      }),
    );
  });
});
