/** Messages of sources that cannot be read again, and of sources that changed: their text, or why it is gone. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { emptyPacket } from '../../../src/capture/packet.js';
import { Files } from '../../../src/engine/sources/files.js';
import { Spool } from '../../../src/engine/spool/spool.js';
import { messageId, rowId } from '../../../src/model/ids.js';
import { request, writeCapture } from '../../commands/captures.js';
import { sample } from '../../sample.js';
import { withoutPeer } from '../../peer.js';
import { type CoreSession, folder, openCore, readTogether } from '../core-session.js';

/** Every message of a session, in order. */
async function texts({ ask }: CoreSession): Promise<string[]> {
  const { sip } = await ask('stats', {});
  const all = await Promise.all(Array.from({ length: sip.messages }, (_, id) => ask('message', { id: messageId(id) })));
  return all.map(answer => ('gone' in answer ? answer.gone : Buffer.from(answer.bytes).toString('latin1')));
}

/** Tables without a row. */
const NOTHING = () => ({ rows: rowId(0), messages: messageId(0) });

const CAPTURE = sample('call-diversion-wrong.pcap');

describe('the text of a message', () => {
  it('is kept of a packed capture', async () => {
    const packed = join(folder(), 'a.pcap.gz');
    writeFileSync(packed, gzipSync(readFileSync(CAPTURE)));
    const found = await texts(await readTogether(packed));
    expect(found).toEqual(await texts(await readTogether(CAPTURE)));
    expect(found.length).toBeGreaterThan(30);
  });

  it.skipIf(withoutPeer('mkfifo'))('is kept of a pipe', async () => {
    const pipe = join(folder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', CAPTURE, pipe]);
    const session = openCore();
    await session.ask('open', { paths: [pipe], limit: null });
    await session.ask('loaded', {});
    expect(writer.exitCode ?? 0).toBe(0);
    expect(await texts(session)).toEqual(await texts(await readTogether(CAPTURE)));
  });

  it('is kept of printed packets', async () => {
    const printed = await texts(await readTogether(sample('call-diversion-wrong.txt')));
    expect(printed).toEqual(await texts(await readTogether(CAPTURE)));
  });

  it('is kept of what TCP carried', async () => {
    const [question, answer] = await texts(await readTogether(sample('options-ping-tcp.pcap')));
    expect(question).toMatch(/^OPTIONS sip:.*\r\n[\s\S]*\r\n\r\n$/);
    expect(answer).toMatch(/^SIP\/2\.0 200 OK\r\n[\s\S]*\r\n\r\n$/);
  });

  it('is said to be gone where the file was written over', async () => {
    const file = writeCapture(join(folder(), 'a.pcap'), [
      request('OPTIONS'),
      request('OPTIONS', { CSeq: '2 OPTIONS' }),
    ]);
    const session = await readTogether(file);
    const { size } = statSync(file);
    writeFileSync(file, Buffer.alloc(size, 0x20), { flag: 'r+' });
    const gone = 'The file no longer holds this message: it was changed or cut since it was read.';
    expect(await texts(session)).toEqual([gone, gone]);
  });

  it('is said to be gone where the file was cut, and no other', async () => {
    const file = writeCapture(join(folder(), 'a.pcap'), [
      request('OPTIONS'),
      request('OPTIONS', { CSeq: '2 OPTIONS' }),
    ]);
    const session = await readTogether(file);
    truncateSync(file, statSync(file).size - 10);
    const [first, second] = await texts(session);
    expect(first).toContain('CSeq: 1 OPTIONS');
    expect(second).toContain('no longer holds this message');
  });
});

describe('the spool', () => {
  const packet = (text: string, timeUs: number) => {
    const bytes = Buffer.from(`..${text}..`);
    return { ...emptyPacket(), timeUs, bytes, start: 2, end: bytes.length - 2, originalLength: text.length + 5 };
  };

  it('gives packets back as they were, from memory and from its file', async () => {
    const files = new Files();
    const spool = new Spool(files, NOTHING, join(folder(), 'spool'));
    // More than the buffer of a segment holds.
    const given = Array.from({ length: 300 }, (_, at) => packet(`${at} `.repeat(1500), 1_700_000_000_000_000 + at));
    const kept = given.map(each => spool.packet(each));
    for (const at of [0, 1, 150, 298, 299]) {
      const { file, recordOffset } = kept[at]!;
      const found = files.packetAt(file, recordOffset);
      expect(found).toMatchObject({ timeUs: 1_700_000_000_000_000 + at, originalLength: given[at]!.originalLength });
      const text = Buffer.from(found!.bytes.subarray(found!.start, found!.end)).toString();
      expect(text).toBe(`${at} `.repeat(1500));
    }
    await files.close();
    spool.close();
  });

  it('is for the eyes of its owner, and gone when closed', async () => {
    const at = join(folder(), 'spool');
    const files = new Files();
    const spool = new Spool(files, NOTHING, at);
    spool.packet(packet('x', 1));
    expect(statSync(at).mode & 0o777).toBe(0o700);
    expect(statSync(join(at, 'segment-0.pcapng')).mode & 0o777).toBe(0o600);
    await files.close();
    spool.close();
    expect(existsSync(at)).toBe(false);
  });

  it('has a folder of its own, whatever a run of the same number left behind', async () => {
    vi.stubEnv('XDG_CACHE_HOME', folder());
    onTestFinished(() => void vi.unstubAllEnvs());
    const files = new Files();
    const spools = [new Spool(files, NOTHING), new Spool(files, NOTHING)];
    const kept = spools.map((spool, at) => spool.packet(packet(`packet ${at}`, at)));
    expect(spools.map(spool => spool.failure)).toEqual([undefined, undefined]);
    expect(kept.map(({ file, recordOffset }) => files.packetAt(file, recordOffset)?.timeUs)).toEqual([0, 1]);
    await files.close();
    for (const spool of spools) spool.close();
  });

  it('says once why nothing can be kept, and goes on', () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    const spool = new Spool(new Files(), NOTHING, join(file, 'spool'));
    expect(spool.packet(packet('x', 1))).toEqual({ file: 0, recordOffset: 0 });
    expect(spool.failure).toContain(join(file, 'spool'));
    expect(spool.packet(packet('y', 2))).toEqual({ file: 0, recordOffset: 0 });
  });
});
