/** What tshark writes in other formats: each is read like the capture, or refused by name. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from '../../../src/capture/open.js';
import { withoutPeer } from '../../peer.js';
import { sample } from '../../sample.js';
import { readAll } from '../captures.js';

const SAMPLE = sample('call-two-legs.pcap');
const READ = ['pcap', 'nsecpcap', 'modpcap', 'rh6_1pcap', 'suse6_3pcap', 'nokiapcap', 'pcapng', 'snoop'];
const REFUSED: Readonly<Record<string, RegExp>> = {
  '5views': /5Views capture; convert it/,
  k12text: /K12 text; convert it/,
  lanalyzer: /LANalyzer capture; convert it/,
  netmon1: /Network Monitor 1 capture; convert it/,
  netmon2: /Network Monitor 2 capture; convert it/,
  nettl: /nettl capture; convert it/,
  ngsniffer: /Sniffer capture; convert it/,
  ngwsniffer_2_0: /NetXRay capture; convert it/,
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

  async function packetsOf(path: string): Promise<unknown[]> {
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

  test.each(Object.entries(REFUSED))('as %s is refused by its name', async (format, sentence) => {
    const source = await openSource(written(format));
    expect('refused' in source && source.refused).toMatch(sentence);
  });
});
