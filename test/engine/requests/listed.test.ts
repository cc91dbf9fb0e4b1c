/** What `list --json`, saving and text terms read again, many messages at a time: from any source, and from files that changed. */
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../src/sip/headers/address.js';
import { headerValue, parseMessage } from '../../../src/sip/message/message.js';
import { pcapHeader, pcapRecordBytes } from '../../capture/captures.js';
import { request, writeCapture } from '../../commands/captures.js';
import { bytes, ethernet, ipv4, tcp, udp } from '../../decode/wire.js';
import { sample } from '../../sample.js';
import { type CoreSession, folder, openCore, readTogether } from '../core-session.js';

const GONE = 'The file no longer holds this message: it was changed or cut since it was read.';

/** From and To of the first message of each conversation, read one by one and parsed in full. */
async function urisOneByOne(session: CoreSession): Promise<unknown[]> {
  const rows = await session.rows();
  const first = await Promise.all(rows.map(async ({ index }) => (await session.messages(index))[0]!.id));
  return Promise.all(
    first.map(async id => {
      const answer = await session.ask('message', { id });
      if ('gone' in answer) return { fromUri: null, toUri: null };
      const message = parseMessage(answer.bytes);
      const uri = (name: string) => parseAddress(headerValue(message, name) ?? '')?.uri || null;
      return { fromUri: uri('From'), toUri: uri('To') };
    }),
  );
}

async function uris(session: CoreSession): Promise<unknown[]> {
  return (await session.listed()).map(({ fromUri, toUri }) => ({ fromUri, toUri }));
}

/** Two OPTIONS in one stream, cut in the middle of the second, and one in two fragments. */
function writePieces(path: string): string {
  const stream = bytes(
    request('OPTIONS', { 'Call-ID': 'a', From: '<sip:a@example.com>' }),
    request('OPTIONS', { 'Call-ID': 'b', From: 'sip:b@example.com;tag=1', To: '"B, <b>" <sip:b2@example.com>' }),
  );
  const cut = stream.length - 200;
  const datagram = udp(request('OPTIONS', { 'Call-ID': 'c', From: '<sip:c@example.com>', 'X-Long': 'x'.repeat(800) }));
  const packets = [
    ethernet(ipv4(tcp('', { flags: 'S', sequence: 99 }), { protocol: 6 })),
    ethernet(ipv4(tcp(stream.subarray(0, cut), { sequence: 100 }), { protocol: 6 })),
    ethernet(ipv4(datagram.subarray(0, 400), { id: 7, more: true })),
    ethernet(ipv4(tcp(stream.subarray(cut), { sequence: 100 + cut }), { protocol: 6 })),
    ethernet(ipv4(datagram.subarray(400), { id: 7, offset: 400 })),
  ];
  const records = packets.map((packet, at) => pcapRecordBytes({}, 1_715_587_200, at * 1000, packet));
  writeFileSync(path, bytes(pcapHeader(), ...records));
  return path;
}

/** So many conversations of one message. */
function writeMany(path: string, count: number): string {
  const messages = Array.from({ length: count }, (_, at) =>
    request('OPTIONS', { 'Call-ID': `call ${at}`, From: `<sip:${at}@example.com>`, 'X-Mark': 'marked' }),
  );
  return writeCapture(path, messages);
}

describe('the URIs of a list', () => {
  it('are those of each first message, of files side by side, packed ones, streams and fragments, in any order', async () => {
    const at = folder();
    const packed = join(at, 'packed.pcap.gz');
    writeFileSync(packed, gzipSync(readFileSync(sample('call-two-legs.pcap'))));
    const pieces = writePieces(join(at, 'pieces.pcap'));
    const session = await readTogether(
      sample('call-unanswered-nat.pcap'),
      packed,
      pieces,
      sample('options-ping-tcp.pcap'),
    );
    for (const descending of [false, true]) {
      await session.ask('result', { query: '', sort: { key: 'duration', descending } });
      await session.ask('settled', {});
      const found = await uris(session);
      expect(found.length).toBeGreaterThan(10);
      expect(found).toEqual(await urisOneByOne(session));
    }
    expect(await uris(session)).toContainEqual({ fromUri: 'sip:b@example.com', toUri: 'sip:b2@example.com' });
    expect(await uris(session)).toContainEqual({ fromUri: 'sip:c@example.com', toUri: 'sip:1002@example.com' });
  });

  it('are null where the file was cut, and no others', async () => {
    const file = writeMany(join(folder(), 'many.pcap'), 600);
    const session = await readTogether(file);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const found = await session.listed();
    expect(found.map(({ callId }) => callId)).toEqual(Array.from({ length: 600 }, (_, at) => `call ${at}`));
    const lost = found.findIndex(({ fromUri }) => fromUri === null);
    expect(lost).toBeGreaterThan(280);
    expect(lost).toBeLessThan(320);
    for (const [at, { fromUri }] of found.entries()) expect(fromUri).toBe(at < lost ? `sip:${at}@example.com` : null);
  });

  it('are null where the file was written over', async () => {
    const file = writeMany(join(folder(), 'many.pcap'), 3);
    const session = await readTogether(file);
    writeFileSync(file, Buffer.alloc(statSync(file).size, 0x20), { flag: 'r+' });
    expect((await session.listed()).map(({ fromUri, toUri }) => [fromUri, toUri])).toEqual(Array(3).fill([null, null]));
  });

  it('come page by page, and nothing behind the last', async () => {
    const session = await readTogether(writeMany(join(folder(), 'many.pcap'), 12));
    const page = async (first: number) => (await session.ask('listed', { first, count: 5 })).lines.length;
    expect(await Promise.all([0, 5, 10, 15].map(page))).toEqual([5, 5, 2, 0]);
  });
});

describe('a text saved', () => {
  it('says which messages are gone of a file that shrinks meanwhile', async () => {
    const at = folder();
    const file = writeMany(join(at, 'many.pcap'), 600);
    const session = await readTogether(file);
    const path = join(at, 'saved.txt');
    const saving = session.ask('save', { selection: { all: true }, path, format: 'txt', overwrite: false });
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(await saving).toMatchObject({ messages: 600 });
    const saved = readFileSync(path, 'latin1');
    const gone = saved.split(`(${GONE})`).length - 1;
    expect(gone).toBeGreaterThan(280);
    expect(saved.split('Call-ID: call').length - 1).toBe(600 - gone);
  });
});

describe('a text term', () => {
  it('finds no message that is gone, whenever it is asked', async () => {
    const file = writeMany(join(folder(), 'many.pcap'), 600);
    const session = openCore();
    const matched = async (query: string) => {
      await session.ask('result', { query, sort: { key: 'index', descending: false } });
      return (await session.ask('settled', {})).matched;
    };
    await session.ask('open', { paths: [file], limit: null });
    await session.ask('loaded', {});
    expect(await matched('text marked')).toBe(600);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const left = await matched('text "X-Mark: marked"');
    expect(left).toBeGreaterThan(280);
    expect(left).toBeLessThan(320);
    // A negation holds of what cannot be read any more.
    expect(await matched('not text "x-mark: marked"')).toBe(600 - left);
  });
});
