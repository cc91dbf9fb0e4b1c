/** The header lists of messages and conversations, also where a capture has more of them than are kept. */
import { describe, expect, test } from 'vitest';
import { HeaderSets } from '../../../src/conversations/values/header-sets.js';
import { UNNUMBERED } from '../../../src/conversations/message-table.js';
import { HeaderNames } from '../../../src/sip/headers/header-names.js';
import { CoreScan } from '../../../src/binding/core-scan.js';
import { WasmCore } from '../../../src/binding/wasm-core.js';

const names = [
  'Via',
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Subject',
  'Allow',
  'Date',
  'Event',
  'Server',
  'Warning',
  'Path',
];

class Messages {
  readonly names = new HeaderNames();
  readonly #core = new WasmCore();
  readonly sets = new HeaderSets(this.#core);
  readonly #scan = new CoreScan(this.#core, this.names);

  /** Takes in a message with these headers; the numbers of its shape, and of the set of its conversation from now on. */
  add(headers: readonly string[], set = 0): { shape: number; set: number } {
    const bytes = new TextEncoder().encode(`A b SIP/2.0\r\n${headers.map(name => `${name}: 1\r\n`).join('')}\r\n`);
    this.#scan.scanOnly(bytes, 0, bytes.length);
    const shape = this.#core.exports.shapeOfMessage();
    return { shape, set: this.#core.exports.unionWith(set, shape) };
  }

  /** Which of the names a conversation has, and might have. */
  has(set: number, ...asked: string[]): [string[], string[]] {
    const number = (name: string) => this.names.find(name);
    return [
      asked.filter(name => this.sets.has(set, number(name))),
      asked.filter(name => this.sets.mightHave(set, number(name))),
    ];
  }
}

describe('header lists', () => {
  test('have a number for each order of names, and one set for all', () => {
    const messages = new Messages();
    const first = messages.add(['Via', 'From', 'Subject', 'Subject', 'From']);
    const again = messages.add(['v', 'f', 'SUBJECT', 'From']);
    const other = messages.add(['From', 'Via', 'Subject']);
    expect(again).toEqual(first);
    expect(other.shape).not.toBe(first.shape);
    expect(other.set).toBe(first.set);
    const { set } = messages.add(['To', 'Via'], other.set);
    expect(messages.has(set, 'Via', 'From', 'To', 'Subject', 'Date')).toEqual([
      ['Via', 'From', 'To', 'Subject'],
      ['Via', 'From', 'To', 'Subject'],
    ]);
    expect(messages.sets.unlisted).toBe(0);
  });

  test('of conversations count for each of their headers', () => {
    const messages = new Messages();
    const sets = [messages.add(['Via', 'To']).set, messages.add(['Via']).set, messages.add(['x'.repeat(129)]).set];
    const counts = messages.sets.counts([0, 1, 2] as never[], { get: row => sets[row]! }, messages.names.count);
    expect([counts[messages.names.find('Via')], counts[messages.names.find('To')]]).toEqual([2, 1]);
  });
});

describe('what is not listed', () => {
  test.each<[string, string[]]>([
    ['a name that is too long', ['Via', 'x'.repeat(129)]],
    ['too many header lines', Array.from({ length: 258 }, (_, at) => (at % 2 === 0 ? 'Via' : 'To'))],
  ])('is a message with %s, and its conversation from then on', (_, headers) => {
    const messages = new Messages();
    const known = messages.add(['Subject']);
    const { shape, set } = messages.add(headers, known.set);
    expect(shape).toBe(UNNUMBERED);
    expect(messages.sets.shapeMightHave(shape, messages.names.find('Date'))).toBe(true);
    expect(messages.has(set, 'Subject', 'Date')).toEqual([[], ['Subject', 'Date']]);
    expect(messages.add(['Subject'], set).set).toBe(set);
    expect(messages.sets.unlisted).toBe(2);
  });

  test('is a message with a name that the table of names has no room for', () => {
    const messages = new Messages();
    for (let at = 0; at < 200; at++) messages.add(Array.from({ length: 30 }, (_, n) => `X-${at}-${n}`));
    expect(messages.names.count).toBe(4095);
    const { set } = messages.add(['X-199-29']);
    expect(messages.names.find('X-199-29')).toBe(0);
    expect(messages.has(set, 'X-199-29')).toEqual([[], ['X-199-29']]);
    // What has only names that are known is listed as before.
    expect(messages.has(messages.add(['X-0-1', 'Via']).set, 'X-0-1', 'To')).toEqual([['X-0-1'], ['X-0-1']]);
  });

  test('is a conversation with more than 512 headers, though its messages are listed', () => {
    const messages = new Messages();
    let set = 0;
    for (let at = 0; at < 6; at++)
      ({ set } = messages.add(
        Array.from({ length: 100 }, (_, n) => `X-${at}-${n}`),
        set,
      ));
    expect(messages.has(set, 'X-0-1', 'Date')).toEqual([[], ['X-0-1', 'Date']]);
    expect(messages.sets.unlisted).toBe(1);
  });
});

describe('memory is bounded', () => {
  /** The order of the names by its number in factorial digits. */
  const permuted = (number: number) => {
    const left = [...names];
    const made: string[] = [];
    for (let rest = number; left.length > 0; rest = Math.floor(rest / (left.length + 1)))
      made.push(...left.splice(rest % left.length, 1));
    return made;
  };

  test('where the names come in another order with every message', () => {
    const messages = new Messages();
    for (let at = 0; at < 70_000; at++) messages.add(permuted(at * 6841));
    // 65,535 lists of 12 numbers of two bytes: 1.6 MB, with what an interner needs beside them below 6.
    expect(messages.sets.bytes).toBeLessThan(6 * 2 ** 20);
    // All have the same set.
    expect(messages.sets.unlisted).toBe(70_000 - 65_535);
  });

  test('where a conversation gets one more header with every message', () => {
    const messages = new Messages();
    for (let call = 0; call < 20; call++) {
      let set = 0;
      for (let at = 0; at < 500; at++) ({ set } = messages.add([`X-${(7 * at + 13 * call) % 500}`], set));
    }
    // Twenty calls of 500 sets each would be 2,505,000 numbers; 2^21 of two bytes are kept.
    expect(messages.sets.bytes).toBeLessThan(8 * 2 ** 20);
    expect(messages.sets.unlisted).toBeGreaterThan(0);
  });
});
