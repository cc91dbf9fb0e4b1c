import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Editor, edited, editorOf, insert, remembered } from '../../../src/store/input/editor.js';

/** Types "|" where the cursor is. */
function shown({ text, cursor }: Editor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function typing(text: string, ...keys: string[]): string {
  return shown(keys.reduce((editor, key) => edited(editor, key) ?? insert(editor, key), editorOf(text)));
}

describe('editing a line', () => {
  it('moves and deletes as readline does', () => {
    expect(typing('srcnum 566', 'ctrl+a')).toBe('|srcnum 566');
    expect(typing('srcnum 566', 'alt+b')).toBe('srcnum |566');
    expect(typing('srcnum 566', 'alt+b', 'alt+b')).toBe('|srcnum 566');
    expect(typing('srcnum 566', 'ctrl+a', 'alt+f')).toBe('srcnum| 566');
    expect(typing('srcnum 566', 'ctrl+w')).toBe('srcnum |');
    expect(typing('srcnum 566', 'alt+backspace')).toBe('srcnum |');
    expect(typing('a b', 'left', 'ctrl+u')).toBe('|b');
    expect(typing('a b', 'left', 'ctrl+k')).toBe('a |');
    expect(typing('ab', 'left', 'delete')).toBe('a|');
    expect(typing('ab', 'ctrl+a', 'backspace')).toBe('|ab');
  });

  it('puts back what was cut', () => {
    expect(typing('has diversion', 'ctrl+w', 'ctrl+a', 'ctrl+y')).toBe('diversion|has ');
  });

  it('undoes and redoes', () => {
    expect(typing('has x', 'ctrl+u', 'ctrl+_')).toBe('has x|');
    expect(typing('has x', 'ctrl+u', 'ctrl+_', 'alt+_')).toBe('|');
  });

  it('steps over a character of several units as one', () => {
    expect(typing('a👍🏽', 'left')).toBe('a|👍🏽');
    expect(typing('a👍🏽', 'backspace')).toBe('a|');
  });

  it('goes through the history and back to what was being written', () => {
    const history = ['first', 'second'];
    const up = edited(editorOf('new'), 'up', history)!;
    expect(up.text).toBe('second');
    const upper = edited(up, 'up', history)!;
    expect(upper.text).toBe('first');
    expect(edited(upper, 'up', history)!.text).toBe('first');
    expect(edited(edited(upper, 'down', history)!, 'down', history)!.text).toBe('new');
  });

  it('keeps line ends and controls of a paste out', () => {
    expect(insert(editorOf(''), 'a\r\nb\tc\x1b[2J').text).toBe('a b c[2J');
  });

  it('never loses its cursor, whatever is pressed', () => {
    const keys = fc.constantFrom(
      'left',
      'right',
      'home',
      'end',
      'backspace',
      'delete',
      'ctrl+k',
      'ctrl+u',
      'ctrl+w',
      'alt+b',
      'alt+f',
      'alt+d',
      'alt+backspace',
      'ctrl+y',
      'ctrl+_',
      'alt+_',
      'up',
      'down',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.oneof(keys, fc.string({ maxLength: 3 }))),
        (text, pressed) => {
          let editor = editorOf(text);
          for (const key of pressed) {
            editor = edited(editor, key, ['one', 'two']) ?? insert(editor, key);
            expect(editor.cursor).toBeGreaterThanOrEqual(0);
            expect(editor.cursor).toBeLessThanOrEqual(editor.text.length);
          }
        },
      ),
    );
  });
});

describe('a history', () => {
  it('keeps an entry once, the newest last', () => {
    expect(remembered(['a', 'b'], ' a ')).toEqual(['b', 'a']);
    expect(remembered(['a'], '  ')).toEqual(['a']);
    expect(remembered(['a', 'b'], 'c', 2)).toEqual(['b', 'c']);
  });
});
