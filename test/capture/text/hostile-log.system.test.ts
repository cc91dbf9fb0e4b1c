/** Text of a mebibyte that is all of one kind: it is read or refused in time. */
import { describe, test } from 'vitest';
import { read } from '../captures.js';
import { HEADERS, pjsip, START } from './printed-message.js';

describe('hostile text', () => {
  const long = 1 << 20;

  test.each([
    ['a start line without end', `${START}\n${'a'.repeat(long)}`],
    ['blanks', `${START}\n${' '.repeat(long)}x`],
    ['start lines', `${START} `.repeat(long / 40)],
    ['quote marks', `${'> '.repeat(long / 2)}${START}`],
    ['empty lines', `${START}\n${HEADERS.join('\n')}\nContent-Length: 9999999\n\n${'\n'.repeat(long)}x`],
    ['one header in a thousand pieces', `${START}\n${HEADERS.join('\n')}\n${`${'b'.repeat(70)}\n`.repeat(long / 70)}`],
    ['dots', `U 192.0.2.1:5060 -> 192.0.2.2:5060\n  ${'.'.repeat(long)}`],
    ['headings', `${pjsip}\n`.repeat(long / 70)],
    ['a heading that does not end', `recv 1 bytes from udp/[1]:1 at ${'1 '.repeat(long / 2)}x`],
    ['a tree', `Frame 1: 9 bytes on wire (9 bits)\nSession Initiation Protocol (INVITE)\n${'    '.repeat(long / 4)}x`],
    ['layers', `Frame 1: 9 bytes on wire\nInternet Protocol Version 4, Src: ${'1'.repeat(long)}`],
    ['what looks like a start line', `${START}\n`.repeat(long / 10)],
    ['the same after a message', `${pjsip}\n${START}\n${HEADERS.join('\n')}\n\n${`${START}\n`.repeat(long / 10)}`],
    ['start lines with a header that is none', `${START}\nX: y\n`.repeat(long / 50)],
    [
      'clocks that are none',
      `${`${'99:99:99 '.repeat(80)}\n`.repeat(6)}${START}\n${HEADERS.join('\n')}\n\n`.repeat(200),
    ],
    [
      'addresses before a message',
      `${`${'10.0.0.1:5060 '.repeat(50)}\n`.repeat(6)}${START}\n${HEADERS.join('\n')}\n\n`.repeat(200),
    ],
    ['arrows', `${'-'.repeat(long / 2)}>${'<'.repeat(long / 2)}\n${START}\n${HEADERS.join('\n')}\n`],
    ['words', `${'sent '.repeat(long / 5)}\n${START}\n${HEADERS.join('\n')}\n`],
    ['groups of IPv6', `${'a:'.repeat(long / 2)}\n${START}\n${HEADERS.join('\n')}\n`],
    ['entities of entities', `&lt;sip:a&gt; ${'&amp;'.repeat(long / 5)}lt;\n${START}\n${HEADERS.join('\n')}\n`],
    ['tags', `&lt;sip:a&gt; ${'<a'.repeat(long / 2)}\n${START}\n`],
    ['JSON in JSON', `${'{"a":'.repeat(long / 5)}1${'}'.repeat(long / 5)}\n${START}\n${HEADERS.join('\n')}\n`],
    [
      'objects of JSON',
      `[${Array.from({ length: 20_000 }, () => '{"log":"x"}').join(',')}]\n${START}\n${HEADERS.join('\n')}\n`,
    ],
    ['a record of JSON that does not end', `{"log":"${'\\r\\n'.repeat(long / 4)}}\n`.repeat(2)],
    ['escaped line ends', `x ${START}${String.raw`\r\n`.repeat(long / 4)}`],
    ['dotted line ends', `(${START}${'..'.repeat(long / 2)}`],
    ['dotted headers', `(${START}${'..a'.repeat(long / 3)}`],
    ['quotes', `"${START}${String.raw`\r\n`}${'"'.repeat(long)}`],
    ['backslashes', `"${START}${String.raw`\r\n`}${'\\'.repeat(long)}"`],
    ['rules', `${` ${'-'.repeat(60)}`.repeat(long / 61)}x\n${START}\n`],
    ['headings without messages', 'From: 10.0.0.1:5060\nSent to 10.0.0.2:5060:\n\n'.repeat(long / 50)],
  ])('%s', async (_, text) => {
    await read(Buffer.from(text, 'latin1'));
  });
});
