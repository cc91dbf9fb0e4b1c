/** The formats conversations are saved in: told apart by the endings of names. */
import { expect, it } from 'vitest';
import { FORMATS, formatOf } from '../../src/model/formats.js';

it.each([
  ['calls.pcap', 'pcap'],
  ['/tmp/a.pcap/calls.pcapng', 'pcapng'],
  ['CALLS.TXT', 'txt'],
  ['calls.pcap.gz', undefined],
  ['pcap', undefined],
  ['', undefined],
])('"%s" is %s', (path, name) => {
  expect(formatOf(path)?.name).toBe(name);
});

it.each(FORMATS)('$name is what its own ending says, and no other has its name', format => {
  expect(formatOf(`calls${format.ending}`)).toBe(format);
  expect(FORMATS.filter(({ name }) => name === format.name)).toEqual([format]);
});
