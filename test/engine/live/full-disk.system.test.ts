/** What -w and the spool do on a disk that is full: whole records stay, and what is said can be read back. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyPacket, type Packet } from '../../../src/capture/packet.js';
import { Recording } from '../../../src/engine/live/recording.js';
import { NOWHERE, Spool } from '../../../src/engine/spool/spool.js';
import { Files } from '../../../src/engine/sources/files.js';
import { messageId, rowId } from '../../../src/model/ids.js';
import type { Keep } from '../../../src/live/live-input.js';
import { readCapture } from '../../capture/captures.js';
import { withoutPeer } from '../../peer.js';
import { folder } from '../core-session.js';
import { noSmallDisk, smallDisk } from '../../small-disk.js';

/** Odd, so that no page of the disk ends where a record does. */
const PACKET_BYTES = 1001;
const SENT = 3000;
/** Room for some 500 of them. */
const KIBIBYTES = 512;

function packet(number: number): Packet {
  const bytes = new Uint8Array(PACKET_BYTES).fill(number & 0xff);
  const timeUs = 1_600_000_000_000_000 + number;
  return { ...emptyPacket(), linkType: 1, timeUs, bytes, start: 0, end: PACKET_BYTES, originalLength: PACKET_BYTES };
}

function recording(path: string, keep: Keep | null = null): Recording {
  const made = new Recording(path, false, keep);
  onTestFinished(() => made.close());
  return made;
}

/** The packets of a file, after a peer read it without a word of damage. */
async function readBack(path: string): Promise<number> {
  const { packets, damage } = await readCapture(readFileSync(path));
  expect(damage).toEqual([]);
  if (!withoutPeer('tcpdump')) {
    const { status, stdout, stderr } = spawnSync('tcpdump', ['-r', path, '--count'], { encoding: 'utf8' });
    expect(stderr).not.toMatch(/truncated|bad/);
    expect({ status, packets: Number.parseInt(stdout, 10) }).toEqual({ status: 0, packets: packets.length });
  }
  return packets.length;
}

describe.skipIf(noSmallDisk).each(['pcapng', 'pcap'])('a recording on a full disk, %s', ending => {
  it('counts what can be read back, and says once why there is no more', async () => {
    const path = join(smallDisk(KIBIBYTES), `all.${ending}`);
    const made = recording(path);
    for (let number = 0; number < SENT; number++) made.packet(packet(number));
    made.close();
    const found = await readBack(path);
    expect(found).toBeGreaterThan(400);
    expect(made.recorded).toMatchObject({ packets: found, notWritten: SENT - found, files: 1 });
    expect(made.recorded.bytes).toBe(readFileSync(path).length);
    expect(made.failure).toBe(
      `${path} is written no further: no space left on device. ${found} packets can be read back; watching goes on.`,
    );
    expect(made.recorded.failure).toBe(made.failure);
  });

  it('under a bound larger than the disk counts the packets of all its files', async () => {
    const where = smallDisk(KIBIBYTES);
    const made = recording(join(where, `all.${ending}`), { bytes: 1 << 20 });
    for (let number = 0; number < SENT; number++) made.packet(packet(number));
    made.close();
    let found = 0;
    for (const name of readdirSync(where)) found += await readBack(join(where, name));
    expect(found).toBeGreaterThan(400);
    expect(made.recorded).toMatchObject({ packets: found, notWritten: SENT - found, gone: 0 });
  });

  it('that is found full at the end says so, too', async () => {
    const where = smallDisk(KIBIBYTES);
    const path = join(where, `all.${ending}`);
    const made = recording(path);
    for (let number = 0; number < 100; number++) made.packet(packet(number));
    writeFileSync(join(where, 'other'), new Uint8Array((KIBIBYTES - 16) << 10));
    made.settle();
    const found = await readBack(path);
    expect(found).toBeLessThan(100);
    expect(made.recorded).toMatchObject({ packets: found, notWritten: 100 - found });
  });

  it('that takes nothing at all leaves no file', () => {
    const where = smallDisk(KIBIBYTES);
    const path = join(where, `all.${ending}`);
    writeFileSync(join(where, 'other'), new Uint8Array(KIBIBYTES << 10));
    const record = () => {
      const made = recording(path);
      made.packet(packet(1));
      made.close();
      return made.failure;
    };
    // A pcapng begins with a header of its own; a pcap's tells the link type of its first packet.
    if (ending === 'pcapng') expect(record).toThrow('ENOSPC');
    else expect(record()).toContain('no space left on device. 0 packets can be read back');
    expect(existsSync(path)).toBe(false);
  });
});

describe.skipIf(noSmallDisk)('the spool on a full disk', () => {
  it('gives back all that it took, says why there is no more, and leaves whole records', async () => {
    const where = join(smallDisk(KIBIBYTES), 'spool');
    const files = new Files();
    const spool = new Spool(files, () => ({ rows: rowId(0), messages: messageId(0) }), where);
    const kept = Array.from({ length: SENT }, (_, number) => spool.packet(packet(number)));
    const taken = kept.filter(({ file }) => file !== NOWHERE.file);
    expect(taken.length).toBeGreaterThan(400);
    expect(spool.notKept).toBe(SENT - taken.length);
    expect(spool.failure).toMatch(/no space left on device\): they are listed without their text\.$/);
    for (const [number, { file, recordOffset }] of taken.entries()) {
      const found = files.packetAt(file, recordOffset);
      expect(found?.timeUs).toBe(packet(number).timeUs);
      expect(found?.bytes[found.start]).toBe(number & 0xff);
    }
    spool.leave();
    // What is in memory only cannot be left.
    const found = await readBack(join(where, 'segment-0.pcapng'));
    expect(found).toBeGreaterThan(400);
    expect(found).toBeLessThanOrEqual(taken.length);
    await files.close();
    spool.close();
  });
});

it.skipIf(noSmallDisk)('a device that takes nothing stays where it is', () => {
  const path = join(folder(), 'full.pcap');
  expect(spawnSync('mknod', [path, 'c', '1', '7']).status).toBe(0);
  const made = new Recording(path, true, null);
  made.packet(packet(1));
  made.close();
  expect(made.failure).toContain('no space left on device');
  expect(existsSync(path)).toBe(true);
});

describe('a recording of nothing', () => {
  it.each(['pcapng', 'pcap'])('is an empty %s that opens', async ending => {
    const path = join(folder(), `all.${ending}`);
    recording(path).close();
    expect(await readBack(path)).toBe(0);
  });
});
