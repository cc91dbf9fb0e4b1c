/** The scanner of the core and the one in TypeScript say the same of mutated messages, of changed bytes and of any bytes. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { MESSAGE, messagePaths, readInput } from '../fuzz/inputs.js';
import { mutateMessage } from '../fuzz/mutate-message.js';
import { Random } from '../fuzz/random.js';
import { runs, trials } from '../runs.js';
import { INVITE } from '../sip/scan/scanned.js';
import { ScannerPair } from './scan-agreement.js';

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const messages = [latin1(MESSAGE), latin1(INVITE), ...messagePaths().map(readInput)];
/** What may stand behind a message. */
const BEHIND = [',', '\n', '\r', ' ', ';', 'a', '?', '"', '=', '\0'].map(character => latin1(character.repeat(64)));

test('mutated messages', () => {
  const pair = new ScannerPair();
  for (let trial = 0; trial < trials(20_000); trial++) {
    const random = new Random(11, trial);
    const mutated = mutateMessage(random.pick(messages), random);
    // Cut off, with the rest behind it, or whole.
    const end = random.below(mutated.length + 1);
    expect([trial, pair.differences(mutated.subarray(0, end), mutated.subarray(end))]).toEqual([trial, []]);
    expect([trial, pair.differences(mutated, random.pick(BEHIND))]).toEqual([trial, []]);
  }
}, 120_000);

describe('any bytes', () => {
  const pair = new ScannerPair();
  const behind = fc.constantFrom(...BEHIND);

  it('alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), behind, (bytes, around) => {
        expect(pair.differences(bytes, around)).toEqual([]);
      }),
      runs(1000),
    );
  });

  it('in the place of others', () => {
    const change = fc.tuple(fc.nat(INVITE.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 10 }), behind, (changes, around) => {
        const bytes = latin1(INVITE);
        for (const [at, value] of changes) bytes[at] = value;
        expect(pair.differences(bytes, around)).toEqual([]);
      }),
      runs(2000),
    );
  });

  it('of the alphabet of an address', () => {
    const value = fc.string({
      unit: fc.constantFrom(...'"<>@:;,=%?\\ \t[]1a', 'sip:', ';tag=', ';expires=0', '\r\n '),
      maxLength: 40,
    });
    const name = fc.constantFrom(
      'From',
      't',
      'Contact',
      'Via',
      'Route',
      'P-Asserted-Identity',
      'Replaces',
      'CSeq',
      'l',
    );
    fc.assert(
      fc.property(name, value, behind, (header, text, around) => {
        const message = latin1(`REGISTER sip:a SIP/2.0\r\n${header}: ${text}\r\nCall-ID: 1\r\n\r\n`);
        expect(pair.differences(message, around)).toEqual([]);
      }),
      runs(5000),
    );
  });
});
