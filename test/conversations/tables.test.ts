import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConversationTable } from '../../src/conversations/conversation-table.js';
import { Endpoints, formatIpv6 } from '../../src/conversations/values/endpoints.js';
import { MessageTable } from '../../src/conversations/message-table.js';

describe('endpoints', () => {
  test('print as the JSON does', () => {
    const endpoints = new Endpoints();
    const six = Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
    const ids = [
      endpoints.id(Uint8Array.of(9, 10, 0, 0, 1), 1, 4, 5060),
      endpoints.id(six, 0, 16, 65_535),
      endpoints.id(six, 0, 0, 5060),
      endpoints.id(Uint8Array.of(10, 0, 0, 1), 0, 4, 5060),
    ];
    expect(ids.map(id => endpoints.format(id))).toEqual([
      '10.0.0.1:5060',
      '[2001:db8::1]:65535',
      null,
      '10.0.0.1:5060',
    ]);
    expect(ids[3]).toBe(ids[0]);
    expect([endpoints.host(ids[0]!), endpoints.port(ids[1]!)]).toEqual(['10.0.0.1', 65_535]);
  });

  test('sort as numbers', () => {
    const endpoints = new Endpoints();
    const id = (last: number, port: number) => endpoints.id(Uint8Array.of(10, 0, 0, last), 0, 4, port);
    const sorted = [id(10, 5060), id(9, 5060), 0, id(9, 80)].sort((a, b) => endpoints.compare(a, b));
    expect(sorted.map(each => endpoints.format(each))).toEqual([
      null,
      '10.0.0.9:80',
      '10.0.0.9:5060',
      '10.0.0.10:5060',
    ]);
  });

  // The examples of RFC 5952 sections 4 and 5.
  test.each([
    ['20010db8000000000000000000020001', '2001:db8::2:1'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
    ['20010db80aaa0000000000000000cdef', '2001:db8:aaa::cdef'],
  ])('%s is %s', (hex, text) => {
    expect(formatIpv6(Uint8Array.from(Buffer.from(hex, 'hex')))).toBe(text);
  });
});

describe('message table', () => {
  test('has the packets that carried a message', () => {
    const table = new MessageTable();
    const [first, second, third] = [table.add(), table.add(), table.add()];
    const several = [
      { file: 1, recordOffset: 5e9, start: 82, length: 700 },
      { file: 1, recordOffset: 5e9 + 100, start: 54, length: 12 },
    ];
    const alone = { file: 2, recordOffset: 24, start: 0, length: 0 };
    table.parts.set(first, table.addParts(several));
    table.parts.set(third, table.addParts([alone]));
    expect([table.partsOf(first), table.partsOf(second), table.partsOf(third)]).toEqual([several, [], [alone]]);
  });

  test('takes a bounded number of bytes per message', () => {
    const table = new MessageTable();
    for (let i = 0; i < 65_536; i++) table.payloadDelta.set(table.add(), 42);
    expect(table.bytes / table.count).toBeLessThanOrEqual(72);
  });
});

describe('the drawing of a record', () => {
  /** "24 changed 1" for each field drawn in a source file: a byte is eight characters wide, what is blank is free. */
  function drawn(file: string): string[] {
    const text = readFileSync(new URL(`../../src/conversations/${file}`, import.meta.url), 'utf8');
    return Array.from(text.matchAll(/^ \* +(\d+) │(.*)│$/gm)).flatMap(([, start, line]) => {
      let offset = Number(start);
      return line!.split('│').flatMap(cell => {
        const bytes = (cell.length + 1) / 8;
        const field = `${offset} ${cell.trim()} ${bytes}`;
        offset += bytes;
        return cell.trim() === '' ? [] : [field];
      });
    });
  }

  function laid(table: MessageTable | ConversationTable): string[] {
    const names = new Map<unknown, string>(Object.entries(table).map(([name, field]) => [field, name]));
    return table.record.layout.map(({ field, offset, bytes }) => `${offset} ${names.get(field)} ${bytes}`);
  }

  const messages = new MessageTable();
  test.each([
    ['message-table.ts', messages],
    ['conversation-table.ts', new ConversationTable(messages)],
  ])('%s is what the fields make of it', (file, table) => {
    expect(drawn(file)).toEqual(laid(table));
  });
});
