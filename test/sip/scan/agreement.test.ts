/** The scanner and the parser read the same of every message: the corpus and the torture messages. */
import { describe, expect, it } from 'vitest';
import { HEADER_TABLE } from '../../../src/sip/headers/header-table.js';
import { MANDATORY, ONCE } from '../../../src/sip/headers/header-rules.js';
import { CORPUS_ABSENT, hasCorpus } from '../../capture/captures.js';
import { MESSAGE, messagePaths, readInput } from '../../fuzz/inputs.js';
import { disagreements } from './agreement.js';

const original = new Uint8Array(Buffer.from(MESSAGE, 'latin1'));

describe('scanner and parser', () => {
  it('agree about a message in which everything is', () => {
    expect(disagreements(original)).toEqual([]);
  });

  it.skipIf(!hasCorpus)(`agree about the torture messages${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
    for (const path of messagePaths()) expect([path, disagreements(readInput(path))]).toEqual([path, []]);
  });

  it.each([
    ['a quote that is not closed', 'To: "Mr. J. User <sip:j.user@example.com>'],
    ['white space before a tag', 'From: <sip:a@b>;tag= 1'],
    ['white space before a branch', 'Via: SIP/2.0/UDP h;branch= z9hG4bK1'],
    ['a CSeq with a word too many', 'CSeq: 1 INVITE now'],
    ['a CSeq without space', 'CSeq: 1INVITE'],
    ['a CSeq whose method is no token', 'CSeq: 1 INV/ITE'],
    ['a Content-Length with more than digits', 'Content-Length: 2;x'],
    ['a lone carriage return at the beginning of a line', '\rSubject: x'],
    ['a type that only begins like SDP', 'Content-Type: application/sdpx'],
    ['white space around the slash of a type', 'c: application / sdp'],
    ['two types', 'Content-Type: text/plain\r\nContent-Type: application/sdp'],
  ])('agree about %s', (_, line) => {
    const text = `INVITE sip:a@b SIP/2.0\r\n${line}\r\nCall-ID: 1\r\n\r\nv=0\r\n`;
    expect(disagreements(new TextEncoder().encode(text))).toEqual([]);
  });

  it.each(['SIP/2.0 200OK', 'SIP/2.0  200', 'INV/ITE sip:a@b SIP/2.0', 'INVITE SIP/2.0', 'INVITE', 'SIP/2.0', ' '])(
    'agree about the start line %j',
    line => {
      expect(disagreements(new TextEncoder().encode(`${line}\r\nCall-ID: 1\r\n\r\n`))).toEqual([]);
    },
  );
});

describe('the header table', () => {
  const numbersOf = (bits: number) =>
    HEADER_TABLE.flatMap(({ name }, at) => ((bits & (1 << (at + 1))) !== 0 ? [name] : []));

  it('has the mandatory and the single headers among the numbers that fit in bits', () => {
    const first = HEADER_TABLE.slice(0, 31);
    expect(numbersOf(MANDATORY).slice(0, 5)).toEqual(['Via', 'From', 'To', 'Call-ID', 'CSeq']);
    expect(first.filter(row => row.mandatory).length).toBe(HEADER_TABLE.filter(row => row.mandatory).length);
    expect(first.filter(row => row.once).length).toBe(HEADER_TABLE.filter(row => row.once).length);
    expect(first.filter(row => row.value !== undefined)).toEqual(HEADER_TABLE.filter(row => row.value !== undefined));
    expect((ONCE & 1) | (MANDATORY & 1)).toBe(0);
  });

  it('has each name and each compact form once, and is plain data', () => {
    const spellings = HEADER_TABLE.flatMap(({ name, compact }) => [name.toLowerCase(), ...(compact ? [compact] : [])]);
    expect(new Set(spellings).size).toBe(spellings.length);
    expect(JSON.parse(JSON.stringify(HEADER_TABLE))).toEqual(HEADER_TABLE);
  });
});
