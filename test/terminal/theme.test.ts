import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { asciiOnly, glyphsFor, screenFault } from '../../src/terminal/capabilities.js';
import { crashReport } from '../../src/terminal/crash.js';
import { cutLine, type Line, line, padLine, sliceLine, textOf, widthOf } from '../../src/terminal/line.js';
import { chooseTheme, paint, themes } from '../../src/terminal/theme.js';

const busy: Line = [
  { text: '486', role: 'failure' },
  { text: ' Busy ', role: 'plain' },
  { text: '世界', role: 'name', inverse: true },
];

describe('paint', () => {
  it('gives each role its look and leaves plain text alone', () => {
    expect(paint(busy, themes.dark)).toBe('\x1b[91m486\x1b[0m Busy \x1b[36;7m世界\x1b[0m');
  });

  it('inverts a whole row, and inverse spans in it back', () => {
    expect(paint(busy, themes.dark, true)).toBe('\x1b[91;7m486\x1b[0m\x1b[7m Busy \x1b[0m\x1b[36m世界\x1b[0m');
  });

  it('uses no colour in the theme without colours', () => {
    for (const codes of Object.values(themes.none)) expect(codes).toMatch(/^(?:[1247](?:;|$))*$/);
  });

  it('changes nothing but the look', () => {
    for (const theme of Object.values(themes)) {
      expect(stringWidth(paint(busy, theme))).toBe(13);
      expect(paint(busy, theme).replace(/\x1b\[[\d;]*m/g, '')).toBe(textOf(busy));
    }
  });
});

describe('chooseTheme', () => {
  it('heeds NO_COLOR before all else, when it is not empty', () => {
    expect(chooseTheme('dark', { NO_COLOR: '1' })).toBe('none');
    expect(chooseTheme('dark', { NO_COLOR: '' })).toBe('dark');
  });

  it('asks the terminal when set to auto', () => {
    expect(chooseTheme('auto', { COLORFGBG: '0;15' })).toBe('light');
    expect(chooseTheme('auto', { COLORFGBG: '15;default;0' })).toBe('dark');
    expect(chooseTheme('auto', {})).toBe('dark');
    expect(chooseTheme('light', { COLORFGBG: '15;0' })).toBe('light');
  });
});

describe('lines', () => {
  it('are measured, sliced, cut and padded in cells, roles kept', () => {
    expect(widthOf(busy)).toBe(13);
    expect(sliceLine(busy, 2, 10)).toEqual([
      { text: '6', role: 'failure' },
      { text: ' Busy ', role: 'plain' },
      { text: ' ', role: 'name', inverse: true },
    ]);
    expect(cutLine(busy, 13)).toBe(busy);
    expect(cutLine(busy, 12)).toEqual([...busy.slice(0, 2), { text: '世…', role: 'name', inverse: true }]);
    expect(textOf(cutLine(busy, 4))).toBe('486…');
    expect(textOf(cutLine(busy, 5, '~'))).toBe('486 ~');
    expect(cutLine(busy, 0)).toEqual([]);
    expect(textOf(padLine(line('ab', 'key'), 4))).toBe('ab  ');
    for (let cells = 0; cells < 16; cells++) expect(widthOf(padLine(busy, cells))).toBe(cells);
  });
});

describe('capabilities', () => {
  it('keeps to ASCII where the locale is not UTF-8, by the variable that counts', () => {
    expect(asciiOnly(false, { LANG: 'en_US.UTF-8' })).toBe(false);
    expect(asciiOnly(false, { LC_ALL: '', LC_CTYPE: 'de_DE.utf8', LANG: 'C' })).toBe(false);
    expect(asciiOnly(false, { LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' })).toBe(true);
    expect(asciiOnly(false, {})).toBe(true);
    expect(asciiOnly(true, { LANG: 'en_US.UTF-8' })).toBe(true);
  });

  it('draws every glyph in one cell, and in ASCII where it must', () => {
    for (const glyph of Object.values(glyphsFor(false))) expect([glyph, stringWidth(glyph)]).toEqual([glyph, 1]);
    for (const glyph of Object.values(glyphsFor(true))) expect(glyph).toMatch(/^[\x21-\x7e]$/);
  });

  it('refuses what can hold no screen, in a sentence', () => {
    expect(screenFault(true, { TERM: 'xterm' })).toBeNull();
    expect(screenFault(false, { TERM: 'xterm' })).toMatch(/^The screen needs a terminal/);
    expect(screenFault(true, { TERM: 'dumb' })).toMatch(/dumb/);
  });
});

describe('crashReport', () => {
  it('is one line, also for an error that quotes a packet', () => {
    const report = crashReport(new Error('bad \x1b[2J\nheader'), {});
    expect(report).toBe(
      'sipvestigator: stopped by an error of its own: bad ␛[2J␊header (SIPVESTIGATOR_DEBUG=1 shows where)\n',
    );
    expect(crashReport('just a text', {})).toContain('just a text');
  });

  it('adds the stack on request', () => {
    expect(crashReport(new Error('x'), { SIPVESTIGATOR_DEBUG: '1' })).toMatch(/theme\.test\.ts/);
  });
});
