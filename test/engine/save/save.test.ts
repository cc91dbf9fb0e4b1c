/** Saving: every packet that carried a message, once, in order of time; never over a file, never half a file. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rowId } from '../../../src/model/ids.js';
import { FORMATS, type FormatName } from '../../../src/model/formats.js';
import { pcapHeader, pcapRecordBytes, readCapture } from '../../capture/captures.js';
import { request, writeCapture } from '../../commands/captures.js';
import { sample } from '../../sample.js';
import { type Bytes, bytes, ethernet, ipv4, tcp, udp } from '../../decode/wire.js';
import { type CoreSession, folder, openCore, readTogether } from '../core-session.js';

/** Writes Ethernet packets a millisecond apart. */
function writePackets(path: string, packets: readonly Bytes[], network = 1): string {
  const records = packets.map((packet, at) => pcapRecordBytes({}, 1_715_587_200, at * 1000, packet));
  writeFileSync(path, bytes(pcapHeader({ network }), ...records));
  return path;
}

function save(session: CoreSession, path: string, format: FormatName = 'pcap', overwrite = false) {
  return session.ask('save', { selection: { all: true }, path, format, overwrite });
}

const readPackets = async (path: string) => (await readCapture(readFileSync(path))).packets;

describe('packets', () => {
  it('are all fragments of a datagram, and no other', async () => {
    const at = folder();
    const datagram = udp(request('INVITE', { 'X-Long': 'x'.repeat(2000) }));
    const other = ethernet(ipv4(udp('not SIP', 4000, 4000)));
    const fragments = [
      ethernet(ipv4(datagram.subarray(0, 800), { id: 7, more: true })),
      ethernet(ipv4(datagram.subarray(800, 1600), { id: 7, offset: 800, more: true })),
      ethernet(ipv4(datagram.subarray(1600), { id: 7, offset: 1600 })),
    ];
    const file = writePackets(join(at, 'in.pcap'), [fragments[0]!, other, fragments[2]!, other, fragments[1]!]);
    const session = await readTogether(file);
    const out = join(at, 'out.pcap');
    expect(await save(session, out)).toMatchObject({ conversations: 1, messages: 1, packets: 3 });
    const given = await readPackets(file);
    expect(await readPackets(out)).toEqual([given[0], given[2], given[4]]);
  });

  it('are all segments of a stream that carried SIP, each once though it carried two messages', async () => {
    const at = folder();
    const first = request('OPTIONS');
    const second = request('OPTIONS', { CSeq: '2 OPTIONS', 'Call-ID': 'two@192.0.2.1' });
    const stream = bytes(first, second);
    const cut = first.length - 100;
    const packets = [
      ethernet(ipv4(tcp('', { flags: 'S', sequence: 99 }), { protocol: 6 })),
      ethernet(ipv4(tcp(stream.subarray(0, cut), { sequence: 100 }), { protocol: 6 })),
      ethernet(ipv4(tcp(stream.subarray(cut), { sequence: 100 + cut }), { protocol: 6 })),
    ];
    const file = writePackets(join(at, 'in.pcap'), packets);
    const session = await readTogether(file);
    const out = join(at, 'out.pcap');
    expect(await save(session, out)).toMatchObject({ conversations: 2, messages: 2, packets: 2 });
    expect(await readPackets(out)).toEqual((await readPackets(file)).slice(1));
    const again = await readTogether(out);
    expect((await again.rows()).map(({ callId }) => callId)).toEqual(['one@192.0.2.1', 'two@192.0.2.1']);
  });

  it('of several files are in one order of time', async () => {
    const at = folder();
    const message = (callId: string) => request('OPTIONS', { 'Call-ID': callId });
    const records = (names: string[], from: number) =>
      names.map((name, i) => pcapRecordBytes({}, from + 2 * i, 0, ethernet(ipv4(udp(message(name))))));
    writeFileSync(join(at, 'a.pcap'), bytes(pcapHeader(), ...records(['a', 'c'], 1000)));
    writeFileSync(join(at, 'b.pcap'), bytes(pcapHeader(), ...records(['b', 'd'], 1001)));
    const session = await readTogether(join(at, 'b.pcap'), join(at, 'a.pcap'));
    const out = join(at, 'out.pcapng');
    await save(session, out, 'pcapng');
    expect((await readPackets(out)).map(({ timeUs }) => timeUs / 1e6)).toEqual([1000, 1001, 1002, 1003]);
  });

  it('of chosen conversations, or of the result', async () => {
    const session = await readTogether(sample('call-unanswered-nat.pcap'));
    const at = folder();
    const path = (name: string) => join(at, name);
    const how = { format: 'pcap', overwrite: false } as const;
    const chosen = { selection: { conversations: [rowId(4)] }, path: path('a') };
    expect(await session.ask('save', { ...chosen, ...how })).toMatchObject({ conversations: 1, messages: 14 });
    await session.ask('result', { query: 'method OPTIONS', sort: { key: 'index', descending: false } });
    await session.ask('settled', {});
    const result = { selection: { result: true }, path: path('b') } as const;
    expect(await session.ask('save', { ...result, ...how })).toMatchObject({ conversations: 2, messages: 4 });
  });

  it('of different link types need pcapng', async () => {
    const at = folder();
    const packet = ipv4(udp(request('OPTIONS')));
    const other = ipv4(udp(request('OPTIONS', { 'Call-ID': 'two' })));
    const session = await readTogether(
      writePackets(join(at, 'a.pcap'), [ethernet(packet)]),
      writePackets(join(at, 'b.pcap'), [other], 101),
    );
    const out = join(at, 'out.pcap');
    expect(await save(session, out)).toEqual({ failed: expect.stringContaining('.pcapng') });
    expect(readdirSync(at).sort()).toEqual(['a.pcap', 'b.pcap']);
    const ng = join(at, 'out.pcapng');
    expect(await save(session, ng, 'pcapng')).toMatchObject({ packets: 2 });
    expect((await readPackets(ng)).map(({ linkType }) => linkType)).toEqual([1, 101]);
  });
});

describe('text', () => {
  it('has the exact bytes of each message after a line with its time and addresses', async () => {
    const at = folder();
    const message = request('OPTIONS', { Subject: 'caf\xe9' });
    const session = await readTogether(writeCapture(join(at, 'in.pcap'), [message]));
    expect(await save(session, join(at, 'out.txt'), 'txt')).toMatchObject({ messages: 1 });
    const written = readFileSync(join(at, 'out.txt'));
    const [head = ''] = written.toString('latin1').split('\n', 1);
    expect(head).toBe('2024/05/13 08:00:00.000000 192.0.2.1:5060 -> 192.0.2.2:5060');
    expect(written.subarray(head.length + 1)).toEqual(Buffer.from(bytes(message, '\n\n')));
  });
});

describe('text that a terminal would act on', () => {
  const body = (message: Uint8Array) => Buffer.from(message).toString('latin1').split('\r\n').slice(-1)[0] ?? '';
  const saved = async (text: string | Buffer) => {
    const at = folder();
    const session = await readTogether(
      writeCapture(join(at, 'in.pcap'), [
        bytes(request('MESSAGE'), typeof text === 'string' ? Buffer.from(text) : text),
      ]),
    );
    await save(session, join(at, 'out.txt'), 'txt');
    return body(readFileSync(join(at, 'out.txt')));
  };

  it('has a dot for each of its bytes', async () => {
    const acting = '\x1b[2J\x7f|\u009b|\u061c|\u202e|\u2028|\ufeff|\ufff9|\u{e0041}|';
    expect(await saved(acting)).toBe('.[2J.|..|..|...|...|...|...|....|\n\n');
  });

  it('keeps tabs, line ends, and what only draws', async () => {
    const drawing = 'a\tb\nZo\u00eb \u4e16 \u{1f600}';
    expect(Buffer.from(await saved(drawing), 'latin1').toString()).toBe(`${drawing}\n\n`);
  });

  it('is found where only a part is UTF-8', async () => {
    const mixed = Buffer.concat([Buffer.from('\ufeff\ufff9\u202e\u00eb'), Buffer.of(0xff)]);
    expect(await saved(mixed)).toBe('.........\xc3\xab\xff\n\n');
  });

  it('is found where it is no UTF-8, too', async () => {
    expect(await saved(Buffer.from('caf\xe9 \x9b2J\rover', 'latin1'))).toBe('caf\xe9 .2J.over\n\n');
  });
});

/** How a file of each format begins: a magic number, or the time of the first message. */
const BEGINNINGS: Readonly<Record<FormatName, RegExp>> = {
  pcap: /^\xd4\xc3\xb2\xa1\x02\0\x04\0/,
  pcapng: /^\x0a\x0d\x0d\x0a/,
  txt: /^2024\/05\/13 08:00:00\.000000 /,
};

describe('every format', () => {
  it.each(FORMATS)('is written, $name to a name that ends in $ending', async ({ name, ending }) => {
    const session = await readTogether(writeCapture(join(folder(), 'in.pcap'), [request('OPTIONS')]));
    const out = join(folder(), `out${ending}`);
    const answer = await save(session, out, name);
    const written = readFileSync(out, 'latin1');
    expect(answer).toMatchObject({ conversations: 1, messages: 1, bytes: written.length });
    expect(written).toMatch(BEGINNINGS[name]);
  });
});

describe('the file', () => {
  it('that exists is never written over unasked, and whole when asked', async () => {
    const at = folder();
    const session = await readTogether(sample('options-ping-tcp.pcap'));
    const out = join(at, 'out.pcap');
    writeFileSync(out, 'x'.repeat(100_000));
    expect(await save(session, out)).toEqual({ exists: true });
    expect(readFileSync(out, 'latin1')).toBe('x'.repeat(100_000));
    expect(await save(session, out, 'pcap', true)).toMatchObject({ packets: 2 });
    expect((await readPackets(out)).length).toBe(2);
    expect(readdirSync(at)).toEqual(['out.pcap']);
  });

  it('is not there after a failure, nor anything beside it', async () => {
    const at = folder();
    const session = await readTogether(sample('options-ping-tcp.pcap'));
    mkdirSync(join(at, 'folder.pcap'));
    expect(await save(session, join(at, 'folder.pcap'), 'pcap', true)).toEqual({ failed: expect.any(String) });
    expect(await save(session, join(at, 'none', 'out.pcap'))).toEqual({ failed: expect.stringContaining('out.pcap') });
    expect(readdirSync(at)).toEqual(['folder.pcap']);
  });

  it.each(FORMATS)('of nothing is not made as $name, and one that exists stays as it is', async ({ name, ending }) => {
    const at = folder();
    const out = join(at, `out${ending}`);
    expect(await save(openCore(), out, name)).toMatchObject({ conversations: 0, packets: 0 });
    expect(readdirSync(at)).toEqual([]);
    writeFileSync(out, 'mine');
    expect(await save(openCore(), out, name, true)).toMatchObject({ conversations: 0, packets: 0 });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect(readdirSync(at)).toEqual([`out${ending}`]);
  });

  it('that may not be made leaves nothing beside the one that has the name', async () => {
    const at = folder();
    const session = await readTogether(sample('options-ping-tcp.pcap'));
    const out = join(at, 'out.pcap');
    writeFileSync(out, 'mine');
    expect(await save(session, out)).toEqual({ exists: true });
    expect(readdirSync(at)).toEqual(['out.pcap']);
  });

  it('is given up when the engine closes', async () => {
    const at = folder();
    const session = await readTogether(sample('options-ping-tcp.pcap'));
    const answer = save(session, join(at, 'out.pcap'));
    await session.close();
    expect(await answer).toHaveProperty('failed');
    expect(readdirSync(at)).toEqual([]);
  });

  it('may be the capture itself: it is replaced when it was read', async () => {
    const file = writeCapture(join(folder(), 'in.pcap'), [request('OPTIONS'), bytes('no SIP')]);
    const session = await readTogether(file);
    expect(await save(session, file, 'pcap', true)).toMatchObject({ packets: 1 });
    expect((await readPackets(file)).length).toBe(1);
  });
});
