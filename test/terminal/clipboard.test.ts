import { describe, expect, it } from 'vitest';
import { copySequence, longestCopy } from '../../src/terminal/clipboard.js';

const textIn = (sequence: string) =>
  Buffer.from(/\x1b\]52;c;([^\x07]*)\x07/.exec(sequence)?.[1] ?? '', 'base64').toString();

describe('copySequence', () => {
  it('holds the text in base64', () => {
    expect(copySequence('Zoë', {})).toEqual({ sequence: '\x1b]52;c;Wm/Dqw==\x07', sent: 4, length: 4 });
  });

  it('stays below what terminals take, and cuts between characters', () => {
    const text = `x${'é'.repeat(40_000)}`;
    const copy = copySequence(text, {});
    expect(copy).toMatchObject({ sent: longestCopy - 1, length: 80_001 });
    expect(copy.sequence.length).toBeLessThanOrEqual(100_000);
    expect(text.startsWith(textIn(copy.sequence))).toBe(true);
    expect(Buffer.byteLength(textIn(copy.sequence))).toBe(longestCopy - 1);
  });

  it('holds nothing that acts on the terminal it is pasted into, but tabs and line ends', () => {
    const copied = textIn(copySequence('a\tb\r\nc\nd\x1b[201~\rrm\x9b\u202e\x07', {}).sequence);
    expect(copied).toBe('a\tb\r\nc\nd\u241b[201~\u240drm\ufffd\ufffd\u2407');
  });

  it('passes through tmux with its ESC doubled', () => {
    expect(copySequence('a', { TMUX: '/tmp/tmux-0/default,1,0', TERM: 'screen-256color' }).sequence).toBe(
      '\x1bPtmux;\x1b\x1b]52;c;YQ==\x07\x1b\\',
    );
  });

  it('passes through GNU screen in pieces', () => {
    const text = 'abc'.repeat(300);
    const { sequence } = copySequence(text, { STY: '1.pts-0.host', TERM: 'screen' });
    const pieces = sequence.split('\x1b\\').slice(0, -1);
    expect(pieces.length).toBeGreaterThan(4);
    for (const piece of pieces) {
      expect(piece.startsWith('\x1bP')).toBe(true);
      expect(piece.length).toBeLessThanOrEqual(242);
    }
    expect(textIn(pieces.map(piece => piece.slice(2)).join(''))).toBe(text);
  });
});
