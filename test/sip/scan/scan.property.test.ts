/** The scanner and the parser over bytes that no one sends: mutated messages, changed bytes, any bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/bytes/text.js';
import { HeaderNames } from '../../../src/sip/headers/header-names.js';
import { trimmed } from '../../../src/sip/headers/white-space.js';
import { parseMessage } from '../../../src/sip/message/message.js';
import { MESSAGE, messagePaths, readInput, WORDS } from '../../fuzz/inputs.js';
import { mutate } from '../../fuzz/mutate.js';
import { Random } from '../../fuzz/random.js';
import { runs, trials } from '../../runs.js';
import { disagreements } from './agreement.js';
import { expectCleared, INVITE, scan } from './scanned.js';

const original = new Uint8Array(Buffer.from(MESSAGE, 'latin1'));
const messages = [original, ...messagePaths().map(readInput)];

test('scanner and parser agree about mutated messages', () => {
  for (let trial = 0; trial < trials(4000); trial++) {
    const random = new Random(3, trial);
    const mutated = mutate(random.pick(messages), random, 1 + random.below(6), WORDS);
    expect([trial, disagreements(mutated)]).toEqual([trial, []]);
  }
}, 120_000);

test('a message the scanner clears has no fault, whatever was done to it', () => {
  for (let trial = 0; trial < trials(3000); trial++) {
    const random = new Random(7, trial);
    expectCleared(mutate(original, random, 1 + random.below(3), WORDS), `trial ${trial}`);
  }
}, 30_000);

describe('any bytes', () => {
  const agrees = (bytes: Uint8Array) => {
    const scanned = scan(bytes);
    const parsed = parseMessage(bytes);
    expect(scanned.out.isResponse === 1).toBe(/^sip\//i.test(parsed.startLine));
    const callId = parsed.fields.find(field => field.canonical === 'Call-ID');
    // White space of SIP, not of JavaScript: a vertical tab is none.
    const value = callId === undefined ? '' : decodeText(bytes, callId.valueStart, callId.end);
    expect(scanned.callId).toBe(trimmed(value, ' \t\r\n'));
    for (const [start, end] of [
      [scanned.out.callIdStart, scanned.out.callIdEnd],
      [scanned.out.fromStart, scanned.out.fromEnd],
      [scanned.out.bodyStart, bytes.length + 10],
    ] as const) {
      expect(start).toBeGreaterThanOrEqual(10);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(bytes.length + 10);
    }
  };

  test('never throw, and stay within bounds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        scan(bytes);
        parseMessage(bytes);
      }),
      runs(),
    );
  });

  test('changed in a message: scanner and parser see the same Call-ID', () => {
    const original = new TextEncoder().encode(INVITE);
    const edit = fc.record({
      at: fc.nat({ max: original.length - 1 }),
      drop: fc.nat({ max: 30 }),
      put: fc.uint8Array({ maxLength: 10 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), edits => {
        let bytes = [...original];
        for (const { at, drop, put } of edits) bytes.splice(at, drop, ...put);
        if (bytes.length === 0) bytes = [0];
        agrees(Uint8Array.from(bytes));
      }),
      runs(500),
    );
  });

  test('read after another message are read the same', () => {
    const names = new HeaderNames();
    const messages = [
      INVITE,
      INVITE.replace('Via', 'v'),
      'SIP/2.0 200 OK\r\nVia: a\r\nFrom : <sip:1@b>\r\nTo: c\r\n\r\n',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...messages), { maxLength: 6 }), sequence => {
        for (const message of sequence) {
          const { out: _ours, ...reused } = scan(message, names);
          const { out: _theirs, ...fresh } = scan(message);
          expect(reused).toEqual(fresh);
        }
      }),
      runs(),
    );
  });
});
