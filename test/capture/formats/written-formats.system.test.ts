/** What tshark writes in other formats: each is read like the capture, or refused by name. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from '../../../src/capture/open.js';
import { withoutPeer } from '../../peer.js';
import { sample } from '../../sample.js';
import { type ReadPacket, readAll } from '../captures.js';

const SAMPLE = sample('call-two-legs.pcap');
const READ = ['pcap', 'nsecpcap', 'modpcap', 'rh6_1pcap', 'suse6_3pcap', 'nokiapcap', 'pcapng', 'snoop', 'netmon2'];
const REFUSED: Readonly<Record<string, RegExp>> = {
  '5views': /5Views capture; convert it/,
  k12text: /K12 text; convert it/,
  lanalyzer: /LANalyzer capture; convert it/,
  'commview-ncf': /CommView capture; convert it/,
  'commview-ncfx': /CommView capture; convert it/,
  nettl: /nettl capture; convert it/,
  ngsniffer: /Sniffer capture; convert it/,
  ngwsniffer_1_1: /NetXRay or Windows Sniffer capture; convert it/,
  ngwsniffer_2_0: /NetXRay or Windows Sniffer capture; convert it/,
  observer: /Observer capture; convert it/,
  visual: /Visual Networks capture; convert it/,
};

describe.skipIf(withoutPeer('tshark'))('a capture written by tshark', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'written-formats-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function written(format: string): string {
    const path = join(folder, `capture.${format}`);
    execFileSync('tshark', ['-r', SAMPLE, '-F', format, '-w', path], { stdio: 'ignore' });
    return path;
  }

  async function packetsOf(path: string): Promise<ReadPacket[]> {
    const source = await openSource(path);
    if ('refused' in source) throw new Error(source.refused);
    const { packets, damage } = await readAll(source);
    await source.close();
    expect(damage).toEqual([]);
    return packets;
  }

  test.each(READ)('as %s is read', async format => {
    const packets = await packetsOf(written(format));
    expect(packets).toHaveLength(500);
    expect(packets).toEqual(await packetsOf(SAMPLE));
  });

  test('as netmon1 is read, with its milliseconds', async () => {
    const packets = await packetsOf(written('netmon1'));
    const exact = await packetsOf(SAMPLE);
    expect(packets).toHaveLength(500);
    expect(packets.map(({ bytes }) => bytes)).toEqual(exact.map(({ bytes }) => bytes));
    for (const [i, { timeUs }] of packets.entries()) expect(Math.abs(timeUs - exact[i]!.timeUs)).toBeLessThan(1000);
  });

  // It has no magic.
  test('as erf is refused by its name', async () => {
    const path = join(folder, 'capture.erf');
    const record = Buffer.alloc(16 + 60);
    record.writeUInt32LE(1_523_896_897, 4);
    record.set([2, 4], 8);
    record.writeUInt16BE(record.length, 10);
    record.writeUInt16BE(58, 14);
    writeFileSync(path, Buffer.concat([record, record, record]));
    const read = execFileSync('tshark', ['-r', path, '-T', 'fields', '-e', 'frame.number'], { encoding: 'utf8' });
    expect(read.trim().split('\n')).toHaveLength(3);
    const source = await openSource(path);
    expect('refused' in source && source.refused).toMatch(/Endace ERF capture; convert it/);
  });

  test('in every format that it can write is read or refused by a name', async () => {
    const { stdout, stderr } = spawnSync('editcap', ['-F'], { encoding: 'utf8' });
    const help = stdout + stderr;
    const formats = Array.from(help.matchAll(/^ +(\S+) - /gm), ([, format]) => format!);
    expect(formats.length).toBeGreaterThan(20);
    for (const format of formats) {
      const path = join(folder, `any.${format}`);
      // Not every format holds Ethernet.
      if (spawnSync('editcap', ['-F', format, SAMPLE, path], { stdio: 'ignore' }).status !== 0) continue;
      const source = await openSource(path);
      const says = 'refused' in source ? source.refused : source.format;
      expect(says).toMatch(/convert it with: editcap|^pcap|^snoop|^Network Monitor/);
    }
  });

  test.each(Object.entries(REFUSED))('as %s is refused by its name', async (format, sentence) => {
    const source = await openSource(written(format));
    expect('refused' in source && source.refused).toMatch(sentence);
  });
});
