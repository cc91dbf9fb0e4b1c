/** The message pane: exact text, faults under their lines, places found, and what a line means; never wider than it is. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MessagePane, type MessagePaneProps, messagePaneLines } from '../../../src/panes/message/message-pane.js';
import { colouredLine, withHits } from '../../../src/panes/message/message-text.js';
import { messageText, textRows } from '../../../src/store/view/message-layout.js';
import { findInMessage } from '../../../src/sip/view/find.js';
import { type Line, textOf } from '../../../src/terminal/line.js';
import { width as widthOf } from '../../../src/terminal/text.js';
import { themes } from '../../../src/terminal/theme.js';
import { drawnByInk } from '../drawn.js';

const text = [
  'INVITE sip:bob@example.com SIP/2.0',
  'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
  'From: <sip:alice@example.com>;tag=1',
  'To: <sip:bob@example.com>',
  'Call-ID: 1@example.com',
  'CSeq: 1 INVITE',
  'no colon here',
  'Content-Type: application/sdp',
  'Content-Length: 5',
  '',
  'v=0',
  '',
].join('\r\n');

function props(changes: Partial<MessagePaneProps> = {}): MessagePaneProps {
  const base = {
    bytes: Buffer.from(text),
    absent: '',
    truncated: false,
    cursor: 0,
    offsetX: 0,
    wrap: false,
    find: '',
    hit: -1,
    syntax: true,
  };
  return { ...base, width: 60, height: 30, focused: true, theme: themes.none, ascii: false, ...changes };
}

function drawn(changes: Partial<MessagePaneProps> = {}): Line[] {
  const all = props(changes);
  const message = messageText(all.bytes ?? new Uint8Array(), all.truncated, all.ascii);
  return messagePaneLines(
    message,
    textRows(message, all.width - 2, all.wrap),
    findInMessage(message.lines, all.find).hits,
    all,
  );
}

describe('the text', () => {
  it('is exact, with a pointer at the cursor and a sentence under what is wrong', () => {
    const lines = drawn({ cursor: 3 }).map(textOf);
    expect(lines.slice(0, 13)).toEqual([
      '  INVITE sip:bob@example.com SIP/2.0',
      '  Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
      '  From: <sip:alice@example.com>;tag=1',
      '› To: <sip:bob@example.com>',
      '  Call-ID: 1@example.com',
      '  CSeq: 1 INVITE',
      '  no colon here',
      '  ^ A header line has no name followed by a colon (RFC 3261 ',
      '  section 7.3.1).',
      '  Content-Type: application/sdp',
      '  Content-Length: 5',
      '  ',
      '  v=0',
    ]);
  });

  it('is coloured at its beginning where a line is very long, and marked everywhere, however many places there are', () => {
    const value = ';a=b'.repeat(250_000);
    const bytes = Buffer.from(`INVITE sip:bob@example.com SIP/2.0\r\nX: ${value}c\r\n\r\n`);
    const { texts, lines } = messageText(bytes, false, false);
    const coloured = colouredLine({ texts, lines, faults: new Map(), missing: null }, 1, true);
    expect(textOf(coloured)).toBe(`X: ${value}c`);
    expect(coloured.length).toBeLessThan(5 * 16_384);
    expect(coloured.at(-1)!.role).toBe('plain');
    const hits = findInMessage(lines, 'a').hits.filter(hit => hit.line === 1);
    const marked = withHits(coloured, hits, 3);
    expect(textOf(marked)).toBe(textOf(coloured));
    expect(marked.filter(({ role }) => role === 'hit')).toHaveLength(hits.length);
    expect(marked.findIndex(span => span.inverse)).toBe(marked.findIndex(({ role }) => role === 'hit') + 3 * 4);
    // A place that goes through several colours is one.
    const whole = [{ start: 1, end: 12 }];
    expect(withHits(coloured, whole, 0).slice(0, 2)).toEqual([
      { text: 'X', role: 'name' },
      { text: ': ;a=b;a=b;', role: 'hit', inverse: true },
    ]);
  });

  it('is coloured by what it is', () => {
    const roles = drawn()[2]!.map(span => `${span.role} ${span.text}`);
    expect(roles).toContain('name From');
    expect(roles).toContain('number alice');
    expect(roles).toContain('key 1');
    expect(drawn({ bytes: Buffer.from('SIP/2.0 180 Ringing\r\n\r\n') })[0]!.at(-1)).toEqual({
      text: '180 Ringing',
      role: 'provisional',
    });
  });

  it('loses no character where it is wrapped', () => {
    const wrapped = drawn({ wrap: true, width: 17, height: 100 }).map(line => textOf(line).slice(2));
    expect(
      wrapped
        .join('')
        .replace(/\^ A header.*7\.3\.1\)\./, '')
        .startsWith(text.replaceAll('\r\n', '').slice(0, 150)),
    ).toBe(true);
  });

  it('scrolls sideways where it is not', () => {
    expect(textOf(drawn({ offsetX: 7 })[0]!)).toBe('› sip:bob@example.com SIP/2.0');
  });

  it('says what the capture lacks', () => {
    const cut = drawn({
      bytes: Buffer.from(text.replace('Content-Length: 5', 'Content-Length: 105')),
      truncated: true,
    }).map(textOf);
    expect(cut).toContain('  [100 of the 105 bytes of the body are not in the capture]');
    expect(cut.join('\n')).not.toContain('Content-Length is not');
    expect(
      drawn({ bytes: Buffer.from('INVITE sip:b SIP/2.0\r\nVia'), truncated: true })
        .map(textOf)
        .join('\n'),
    ).toContain('[the capture ends before the headers do]');
  });
});

describe('the cursor', () => {
  it('is told what its line means, in the last rows', () => {
    const lines = drawn({ cursor: 4, height: 30, width: 200 }).map(textOf);
    expect(lines).toHaveLength(30);
    expect(lines[28]).toMatch(/^Call-ID: .* \(RFC 3261\)$/);
    expect(textOf(drawn({ cursor: 0, height: 6 })[5]!)).toMatch(/^INVITE, request: .*…$/);
  });

  it('is always in view', () => {
    for (const height of [2, 5, 9]) {
      for (let cursor = 0; cursor < 11; cursor++) {
        const lines = drawn({ cursor, height, wrap: true, width: 20 }).map(textOf);
        expect(lines.some(line => line.startsWith('›'))).toBe(true);
        expect(lines.length).toBeLessThanOrEqual(height);
      }
    }
  });
});

describe('what is looked for', () => {
  it('is marked wherever it is, the current place inverse', () => {
    const spans = drawn({ find: 'example', hit: 1, cursor: 2 })
      .flat()
      .filter(span => span.role === 'hit');
    expect(spans.map(span => [span.text, span.inverse])).toEqual([
      ['example', false],
      ['example', true],
      ['example', false],
      ['example', false],
    ]);
  });

  it('is brought into view sideways', () => {
    const line = drawn({ find: 'z9hG4bK1', hit: 0, cursor: 1, width: 20 })[1]!;
    expect(line.some(span => span.inverse && span.text === 'z9hG4bK1')).toBe(true);
  });
});

describe('any bytes', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          'INVITE sip:電話@x SIP/2.0\r\n',
          'To: \x1b]0;x\x07\r\n',
          ' fold\t\r\n',
          '\r\n',
          'a=\u202e\u200b',
          '\x9b2J',
        ),
      )
      .map(all => Buffer.from(all.join(''))),
  );

  it('give lines that fit the pane and hold no control character', () => {
    const changes = fc.record({
      bytes,
      width: fc.integer({ min: 0, max: 90 }),
      height: fc.integer({ min: 0, max: 30 }),
      cursor: fc.integer({ min: 0, max: 20 }),
      offsetX: fc.integer({ min: 0, max: 100 }),
      wrap: fc.boolean(),
      truncated: fc.boolean(),
      ascii: fc.boolean(),
      find: fc.constantFrom('', 'o', '/./', '電'),
      hit: fc.integer({ min: -1, max: 5 }),
    });
    fc.assert(
      fc.property(changes, all => {
        const lines = drawn(all).map(textOf);
        expect(lines.length).toBeLessThanOrEqual(all.height);
        for (const line of lines) {
          expect(widthOf(line)).toBeLessThanOrEqual(all.width);
          expect(line).toMatch(all.ascii ? /^[\x20-\x7e]*$/ : /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
        }
      }),
    );
  });
});

describe('MessagePane', () => {
  it('shows the message, or why there is none', () => {
    expect(drawnByInk(<MessagePane {...props()} />)).toContain('  Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1');
    const absent = drawnByInk(<MessagePane {...props({ bytes: null, absent: 'The file is gone.' })} />);
    expect(absent.join('')).toBe('The file is gone.');
  });
});
