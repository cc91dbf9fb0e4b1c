/** Decryption from end to end: a key log beside the capture or inside it; held against tshark. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PcapngWriter } from '../../../src/capture/formats/pcapng-writer.js';
import { messageId } from '../../../src/model/ids.js';
import { corpusFile, hasCorpus, pcapHeader, pcapRecordBytes, words } from '../../capture/captures.js';
import { exchange, type Exchange } from '../../decode/tls/exchange.js';
import { type Bytes, bytes, request } from '../../decode/wire.js';
import { withoutPeer } from '../../peer.js';
import { folder, openCore, readTogether } from '../core-session.js';

const TEXTS = [request('one'), request('two'), request('one', '', 'BYE')];
const SAID = TEXTS.map(text => ({ by: 'client' as const, text }));
const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
const made = (maxVersion: (typeof VERSIONS)[number]): Promise<Exchange> => exchange({ maxVersion }, SAID);

function pcap(packets: readonly Bytes[]): string {
  const path = join(folder(), 'tls.pcap');
  const records = packets.map((packet, at) => pcapRecordBytes({}, 1_700_000_000 + at, 0, packet));
  writeFileSync(path, bytes(pcapHeader(), ...records));
  return path;
}

/** With a decryption secrets block before the packets (draft-ietf-opsawg-pcapng 4.7). */
function pcapng({ packets, keyLog }: Exchange): string {
  const path = join(folder(), 'tls.pcapng');
  const writer = new PcapngWriter();
  const length = 20 + ((keyLog.length + 3) & ~3);
  const secrets = bytes(
    words(true, 10, length, 0x544c534b, keyLog.length),
    keyLog,
    new Uint8Array(-keyLog.length & 3),
    words(true, length),
  );
  const blocks = packets.map((packet, at) =>
    writer.packet(1, (1_700_000_000 + at) * 1e6, packet, 0, packet.length, packet.length),
  );
  writeFileSync(path, bytes(writer.sectionHeader(), secrets, ...blocks));
  return path;
}

async function textsOf(session: Awaited<ReturnType<typeof readTogether>>): Promise<string[]> {
  const texts: string[] = [];
  for (let id = 0; id < session.core.index.conversations.messages.count; id++) {
    const message = await session.ask('message', { id: messageId(id) });
    texts.push('gone' in message ? message.gone : Buffer.from(message.bytes).toString('latin1'));
  }
  return texts;
}

describe.each(VERSIONS)('%s', version => {
  it('is decrypted with a key log', async () => {
    const { packets, keyLog } = await made(version);
    const path = join(folder(), 'keys.log');
    writeFileSync(path, keyLog);
    const session = openCore();
    expect(await session.ask('keyLog', { path })).toEqual({ failed: null });
    await session.ask('open', { paths: [pcap(packets)], limit: null });
    await session.ask('loaded', {});
    expect(await textsOf(session)).toEqual(TEXTS);
    expect(await session.rows()).toMatchObject([
      { callId: 'one', transport: 'TLS', src: '192.0.2.1:40061', dst: '192.0.2.2:5061', messages: 2 },
      { callId: 'two', transport: 'TLS', messages: 1 },
    ]);
    const saved = join(folder(), 'saved.pcap');
    const save = { selection: { all: true } as const, path: saved, format: 'pcap' as const, overwrite: false };
    // Saved are the packets that carried the messages, as they were.
    expect(await session.ask('save', save)).toMatchObject({ messages: 3, packets: 3 });
  });

  it('is decrypted with the secrets of the capture', async () => {
    const session = await readTogether(pcapng(await made(version)));
    expect(await textsOf(session)).toEqual(TEXTS);
  });

  it('is decrypted with a key log that is written after it was named', async () => {
    const { packets, keyLog } = await made(version);
    const path = join(folder(), 'keys.log');
    writeFileSync(path, '# nothing yet\n');
    const session = openCore();
    await session.ask('keyLog', { path });
    appendFileSync(path, keyLog);
    await session.ask('open', { paths: [pcap(packets)], limit: null });
    await session.ask('loaded', {});
    expect(await textsOf(session)).toEqual(TEXTS);
  });

  it('is counted, and said to be encrypted, without secrets', async () => {
    const { packets } = await made(version);
    const { ask } = await readTogether(pcap(packets));
    const { other, tlsRecords, whyEmpty, packets: sums } = await ask('stats', {});
    expect(tlsRecords).toBeGreaterThan(5);
    expect(other['tls']).toBe(packets.filter(packet => packet.length > 54).length);
    expect(sums.sip + sums.other + sums.undecodable).toBe(sums.read);
    expect(whyEmpty).toContain(`${tlsRecords} records, not decrypted`);
  });

  it.skipIf(withoutPeer('tshark'))('holds the messages tshark finds (skipped without tshark)', async () => {
    const { packets, keyLog } = await made(version);
    const path = join(folder(), 'keys.log');
    writeFileSync(path, keyLog);
    const args = ['-r', pcap(packets), '-o', `tls.keylog_file:${path}`, '-d', 'tcp.port==5061,tls', '-Y', 'sip'];
    const { stdout } = spawnSync('tshark', [...args, '-T', 'fields', '-e', 'sip.Call-ID', '-e', 'sip.Method'], {
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toEqual(['one\tINVITE', 'two\tINVITE', 'one\tBYE']);
  });
});

describe('a key log', () => {
  it('that is not there is refused in a sentence', async () => {
    const { failed } = await openCore().ask('keyLog', { path: join(folder(), 'none.log') });
    expect(failed).toMatch(/none\.log cannot be read: /);
  });
});

describe.skipIf(!hasCorpus)('sngrep/tlssaved.pcap', () => {
  it('is TLS, not decrypted', async () => {
    const { ask } = await readTogether(corpusFile('sngrep/tlssaved.pcap'));
    const { tlsRecords, other, sip } = await ask('stats', {});
    // As tshark counts them in ten packets; it gives no more than we do for the two that come too late.
    expect({ tlsRecords, sip: sip.messages }).toEqual({ tlsRecords: 18, sip: 0 });
    expect(other['tls']).toBe(12);
  });
});
