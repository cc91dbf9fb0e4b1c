/** The compare pane: side by side or one above the other, only the differences on demand, never wider than it is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ComparePane, type ComparePaneProps, compareLines } from '../../../src/panes/message/compare-pane.js';
import { compareMessages } from '../../../src/sip/view/compare.js';
import { messageLines } from '../../../src/sip/view/message-lines.js';
import { type Line, textOf } from '../../../src/terminal/line.js';
import { width as widthOf } from '../../../src/terminal/text.js';
import { themes } from '../../../src/terminal/theme.js';
import { drawnByInk } from '../drawn.js';

const left = Buffer.from(
  'INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nTo: <sip:bob@x>\r\nSubject: one\r\n\r\n',
);
const right = Buffer.from(
  'INVITE sip:b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK2\r\nTo: <sip:rob@x>\r\nExpires: 60\r\n\r\n',
);

function props(changes: Partial<ComparePaneProps> = {}): ComparePaneProps {
  const names = { leftName: '10:00:00.000 INVITE', rightName: '10:00:05.000 INVITE' };
  return {
    left,
    right,
    ...names,
    onlyDifferences: false,
    top: 0,
    width: 100,
    height: 20,
    theme: themes.none,
    ascii: false,
    ...changes,
  };
}

function drawn(changes: Partial<ComparePaneProps> = {}): Line[] {
  const all = props(changes);
  return compareLines(compareMessages(messageLines(all.left), messageLines(all.right)), all);
}

describe('two messages', () => {
  it('stand side by side in a wide pane', () => {
    const lines = drawn().map(textOf);
    expect(lines[0]).toBe('1 differs, 1 only left, 1 only right, 1 only in branch, tag and the like, 1 equal');
    expect(lines.slice(1).map(line => line.split('│').map(side => side.trimEnd()))).toEqual([
      ['  10:00:00.000 INVITE', ' 10:00:05.000 INVITE'],
      ['  INVITE sip:b SIP/2.0', ' INVITE sip:b SIP/2.0'],
      ['~ Via: SIP/2.0/UDP h;branch=z9hG4bK1', ' Via: SIP/2.0/UDP h;branch=z9hG4bK2'],
      ['! To: <sip:bob@x>', ' To: <sip:rob@x>'],
      ['>', ' Expires: 60'],
      ['< Subject: one', ''],
    ]);
    expect(new Set(lines.slice(1).map(line => line.indexOf('│')))).toEqual(new Set([50]));
  });

  it('stand one above the other in a narrow one, equal lines once', () => {
    expect(drawn({ width: 60 }).slice(1).map(textOf)).toEqual([
      '< 10:00:00.000 INVITE   > 10:00:05.000 INVITE',
      '  INVITE sip:b SIP/2.0',
      '< Via: SIP/2.0/UDP h;branch=z9hG4bK1',
      '> Via: SIP/2.0/UDP h;branch=z9hG4bK2',
      '< To: <sip:bob@x>',
      '> To: <sip:rob@x>',
      '> Expires: 60',
      '< Subject: one',
    ]);
  });

  it('show only what matters on demand, and where a line differs', () => {
    const lines = drawn({ width: 60, onlyDifferences: true }).slice(2);
    expect(lines.map(textOf)).toEqual(['< To: <sip:bob@x>', '> To: <sip:rob@x>', '> Expires: 60', '< Subject: one']);
    expect(lines[0]!.filter(span => span.role === 'warning').map(span => span.text)).toEqual(['< ', 'b']);
  });

  it('scroll below their head, to the last line and no further', () => {
    const lines = drawn({ width: 60, height: 5, top: 99 }).map(textOf);
    expect(lines[0]).toMatch(/^1 differs/);
    expect(lines.slice(2)).toEqual(['> To: <sip:rob@x>', '> Expires: 60', '< Subject: one']);
  });

  it('say so where nothing that matters differs', () => {
    expect(textOf(drawn({ right: left })[0]!)).toBe('nothing that matters differs, 4 equal');
  });

  it('are drawn by Ink as they are', () => {
    expect(drawnByInk(<ComparePane {...props({ width: 60 })} />).join('\n')).toContain('> Expires: 60');
  });
});

describe('any two messages', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(fc.constantFrom('INVITE sip:電話📞@x SIP/2.0\r\n', 'To: 📞\r\n', 'To: 📟\x1b[2J\r\n', '\r\n', 'v=0\r\n'))
      .map(all => Buffer.from(all.join(''))),
  );

  it('fit the pane and hold no control character', () => {
    const changes = fc.record({
      left: bytes,
      right: bytes,
      width: fc.integer({ min: 0, max: 140 }),
      height: fc.integer({ min: 0, max: 30 }),
      top: fc.integer({ min: 0, max: 30 }),
      onlyDifferences: fc.boolean(),
    });
    fc.assert(
      fc.property(changes, all => {
        const lines = drawn(all).map(textOf);
        expect(lines.length).toBeLessThanOrEqual(all.height);
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThanOrEqual(all.width);
          expect(line).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
        }
      }),
    );
  });
});
