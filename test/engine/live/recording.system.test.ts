/** What -w writes: one file, or several under a bound, of which each can be read on its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Packet } from '../../../src/capture/packet.js';
import { emptyPacket } from '../../../src/capture/packet.js';
import type { Keep } from '../../../src/live/live-input.js';
import { Recording } from '../../../src/engine/live/recording.js';
import { withoutPeer } from '../../peer.js';
import { folder } from '../core-session.js';

const LINKTYPE_ETHERNET = 1;
const PACKET_BYTES = 1000;
const MEBIBYTE = 1 << 20;

function packet(number: number, linkType = LINKTYPE_ETHERNET): Packet {
  const bytes = new Uint8Array(PACKET_BYTES);
  new DataView(bytes.buffer).setUint32(14, number);
  const timeUs = 1_600_000_000_000_000 + number;
  return { ...emptyPacket(), linkType, timeUs, bytes, start: 0, end: PACKET_BYTES, originalLength: PACKET_BYTES };
}

function recording(path: string, keep: Keep | null, overwrite = false): Recording {
  const made = new Recording(path, overwrite, keep);
  onTestFinished(() => made.close());
  return made;
}

const bytesOf = (where: string) => readdirSync(where).reduce((sum, name) => sum + statSync(join(where, name)).size, 0);

/** How many packets a peer counts in a file. */
function counted(path: string): number {
  const { status, stdout, stderr } = spawnSync('tcpdump', ['-r', path, '--count'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number.parseInt(stdout, 10);
}

describe('a recording without a bound', () => {
  it('is one file of the name', () => {
    const where = folder();
    const made = recording(join(where, 'all.pcapng'), null);
    for (let number = 0; number < 3000; number++) made.packet(packet(number));
    made.close();
    expect(readdirSync(where)).toEqual(['all.pcapng']);
    expect(made.recorded).toMatchObject({ packets: 3000, files: 1, gone: 0, bytes: bytesOf(where) });
  });
});

describe.each(['pcapng', 'pcap'])('a recording under a bound, %s', ending => {
  it('stays under it; the oldest files go, each that is there opens on its own', { timeout: 60_000 }, () => {
    const where = folder();
    const made = recording(join(where, `all.${ending}`), { bytes: MEBIBYTE });
    let most = 0;
    for (let number = 0; number < 5000; number++) {
      made.packet(packet(number));
      if (number % 50 === 0) most = Math.max(most, bytesOf(where));
    }
    made.close();
    expect(Math.max(most, bytesOf(where))).toBeLessThanOrEqual(MEBIBYTE);
    const names = readdirSync(where).sort();
    expect(names[0]).toMatch(/^all-000\d\d\./);
    expect(names).not.toContain(`all-00001.${ending}`);
    // Most of the bound is used: what is there is not less than it could be.
    expect(bytesOf(where)).toBeGreaterThan(MEBIBYTE * 0.7);
    const { files, gone, packets } = made.recorded;
    expect({ files, packets }).toEqual({ files: names.length, packets: 5000 });
    expect(names.at(-1)).toBe(`all-${String(files + gone).padStart(5, '0')}.${ending}`);
    if (withoutPeer('tcpdump')) return;
    const kept = names.reduce((sum, name) => sum + counted(join(where, name)), 0);
    expect(kept * PACKET_BYTES).toBeGreaterThan(MEBIBYTE * 0.65);
    expect(kept).toBeLessThan(5000);
  });
});

describe('a recording under a bound of time', () => {
  it('begins a new file after a part of it, and lets go what is older', () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const where = folder();
    const made = recording(join(where, 'all.pcapng'), { us: 60e6 });
    for (let second = 0; second < 200; second++) {
      made.packet(packet(second));
      vi.advanceTimersByTime(1000);
    }
    made.close();
    // A tenth of a minute a file, a minute of complete ones and the one being written.
    const names = readdirSync(where).sort();
    expect(names.length).toBeGreaterThanOrEqual(10);
    expect(names.length).toBeLessThanOrEqual(12);
    expect(made.recorded.gone).toBeGreaterThan(20);
  });
});

describe('files of an earlier recording', () => {
  it('are not mixed with those of this one: refused, or replaced', () => {
    const where = folder();
    const earlier = join(where, 'all-00007.pcapng');
    const others = [join(where, 'all-7.pcapng'), join(where, 'all-00007.pcap'), join(where, 'small-00007.pcapng')];
    for (const path of [earlier, ...others]) writeFileSync(path, 'x');
    const path = join(where, 'all.pcapng');
    expect(() => new Recording(path, false, { bytes: MEBIBYTE })).toThrow(/all-00007\.pcapng exists/);
    recording(path, { bytes: MEBIBYTE }, true);
    expect(existsSync(earlier)).toBe(false);
    expect(others.filter(existsSync)).toEqual(others);
  });
});

it('a pcap that would need a second link type ends with a sentence, and holds all before', () => {
  const path = join(folder(), 'one.pcap');
  const made = recording(path, null);
  made.packet(packet(1));
  made.packet(packet(2, 113));
  made.packet(packet(3));
  made.close();
  expect(made.failure).toMatch(
    /is written no further: a pcap holds one link type \(1, not 113\), a \.pcapng holds all\./,
  );
  expect(made.recorded).toMatchObject({ packets: 1, notWritten: 2 });
  expect(readFileSync(path)).toHaveLength(24 + 16 + PACKET_BYTES);
});
