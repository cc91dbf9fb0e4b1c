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
  ])('%s', async (_, text) => {
    await read(Buffer.from(text, 'latin1'));
  });
});
