/** What captured a message that was seen twice: two captures of one call, and one capture of several interfaces. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pcapFileHeader, pcapRecord } from '../../../src/capture/formats/pcap-writer.js';
import { interfaceName } from '../../../src/live/devices.js';
import { bytes, fill, ipv4, request, u16, u32, udp } from '../../decode/wire.js';
import { sample } from '../../sample.js';
import { folder, readTogether } from '../core-session.js';

const SAMPLE = sample('registration-challenge.pcap');
const SLL2 = 276;
const IPV4 = 0x0800;

/** A packet as `tcpdump -i any` keeps it: protocol, reserved, interface, hardware type, packet type, address. */
function cooked(index: number, ip: Uint8Array): Uint8Array {
  return bytes(u16(IPV4), u16(0), u32(index), u16(1), [0, 6], fill(8), ip);
}

describe('a message seen twice', () => {
  it('says which of two captures each was in', async () => {
    const where = folder();
    const [a, b] = [join(where, 'sbc.pcap'), join(where, 'proxy.pcap')];
    copyFileSync(SAMPLE, a);
    copyFileSync(SAMPLE, b);
    const session = await readTogether(a, b);
    const messages = await session.messages(0);
    const single = await (await readTogether(a)).messages(0);
    expect(messages).toHaveLength(2 * single.length);
    expect(messages.filter(({ copy }) => copy)).toHaveLength(single.length);
    expect(messages.filter(({ seenBy }) => seenBy === 'sbc.pcap')).toHaveLength(single.length);
    expect(messages.filter(({ seenBy }) => seenBy === 'proxy.pcap')).toHaveLength(single.length);
    // Each message and its copy lie in different captures.
    for (const copy of messages.filter(row => row.copy)) {
      const first = messages.find(row => !row.copy && row.branch === copy.branch && row.status === copy.status);
      expect(first?.seenBy).not.toBe(copy.seenBy);
    }
  });

  it('says which interface each was captured on', async () => {
    const path = join(folder(), 'any.pcap');
    const ip = ipv4(udp(Buffer.from(request())));
    const records = [7, 9].map((index, at) => {
      const packet = cooked(index, ip);
      return pcapRecord(1_700_000_000_000_000 + at * 50, packet, 0, packet.length, packet.length);
    });
    writeFileSync(path, Buffer.concat([pcapFileHeader(SLL2), ...records]));
    const messages = await (await readTogether(path)).messages(0);
    expect(messages.map(({ copy, seenBy }) => [copy, seenBy])).toEqual([
      [false, 'interface 7'],
      [true, 'interface 9'],
    ]);
  });

  it('says nothing where nothing was seen twice', async () => {
    const messages = await (await readTogether(SAMPLE)).messages(0);
    expect(messages.every(({ copy, seenBy }) => !copy && seenBy === null)).toBe(true);
  });

  it('knows the interfaces of this machine by their numbers', () => {
    // The loopback is the first that Linux makes.
    expect(interfaceName(1)).toBe('lo');
    expect(interfaceName(2 ** 31)).toBeNull();
  });
});
