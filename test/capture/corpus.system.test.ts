import { createReadStream } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openSource } from '../../src/capture/open.js';
import type { Source } from '../../src/capture/source.js';
import {
  CORPUS_ABSENT,
  corpusBytes,
  corpusFile,
  corpusTable,
  hasCorpus,
  hex,
  type Reading,
  readAll,
  readCapture,
} from './captures.js';

/** Packets by which a file differs from the manifest (TShark's count), and why this count is right. */
const DIFFERENT: Readonly<Record<string, [packets: number, why: string]>> = {
  'derived/sngrep-aaa.cut-mid-packet.pcap': [393, 'the packet that the end of the file cuts is read as far as it goes'],
  'pcap-variety/malformed/clusterfuzz-testcase-minimized-FuzzTarge_310097.pcap': [
    1,
    'TShark takes 16 bytes, mostly zeros, for a packet header; no header that can be true follows the first packet',
  ],
  'pcap-variety/linktypes/lt164-juniper_monitor_invalid_cookie_length.pcap': [1, 'a link type TShark does not know'],
  'pcap-variety/linktypes/lt182-frf16_magic_ie-oobr.pcap': [1, 'a link type TShark does not know'],
  'pcap-variety/linktypes/lt281-brcm-tag-stp.pcap': [4, 'a link type TShark does not know'],
  'pcap-variety/linktypes/lt281-brcm-tag.pcap': [15, 'a link type TShark does not know'],
  'pcap-variety/linktypes/lt282-brcm-tag-prepend.pcap': [15, 'a link type TShark does not know'],
  'pcap-variety/linktypes/lt284-dsa-high-vid.pcap': [4, 'a link type TShark does not know'],
  'pcap-variety/linktypes/lt3145728-linktype-reserved-field-not-zero.pcap': [
    0,
    'reserved bits of the link type field are passed over',
  ],
  'pcap-variety/malformed/crash-pcapng-epb-unbounded-length.pcap': [1, 'a packet longer than its block ends with it'],
};

const REFUSED: Readonly<Record<string, string>> = {
  'pcap-variety/not-a-capture-lfs-pointer.pcap': 'Git LFS pointer',
};

const captures = hasCorpus ? corpusTable('manifest.tsv').filter(row => row['packets'] !== '-') : [];

async function opened(path: string): Promise<Source> {
  const source = await openSource(corpusFile(path));
  if ('refused' in source) throw new Error(source.refused);
  return source;
}

async function readFile(path: string): Promise<Reading> {
  const source = await opened(path);
  const reading = await readAll(source);
  await source.close();
  return reading;
}

describe.skipIf(!hasCorpus)(`the corpus${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  test.each(captures.map(row => [row['path'] ?? '', row['packets'] ?? '']))('%s', async (path, listed) => {
    const source = await openSource(corpusFile(path));
    const refusal = REFUSED[path];
    if (refusal !== undefined) {
      expect(source).toMatchObject({ refused: expect.stringContaining(refusal) });
      return;
    }
    if ('refused' in source) throw new Error(source.refused);
    const { packets } = await readAll(source);
    expect(packets).toHaveLength(DIFFERENT[path]?.[0] ?? Number(listed));
    await source.close();
  });

  test.each(captures.map(row => row['path'] ?? '').filter(path => !(path in REFUSED) && !path.endsWith('.gz')))(
    'every record of %s is read again',
    async path => {
      const source = await opened(path);
      const again: [first: string, second: string][] = [];
      for (let step = source.next(); step !== 'end'; step = source.next()) {
        if (step === 'starved') await source.fill();
        const { recordOffset, recordHeaderLength, bytes, start, end, timeUs, linkType } = source.packet;
        if (step !== 'packet' || recordOffset < 0 || again.length >= 300) continue;
        const second = source.readAt(recordOffset);
        if (second === undefined) throw new Error(`the record at ${recordOffset} is gone`);
        const raw = source.bytesAt(recordOffset + recordHeaderLength, end - start);
        const data = hex(bytes.subarray(start, end));
        again.push([
          `${timeUs} ${linkType} ${data} ${data}`,
          `${second.timeUs} ${second.linkType} ${hex(second.bytes.subarray(second.start, second.end))} ${hex(raw)}`,
        ]);
      }
      for (const [first, second] of again) expect(second).toBe(first);
      await source.close();
      expect(source.readAt(24)).toBeUndefined();
    },
  );

  test.each([
    ['derived/goffinet-proxy.big-endian.pcap', 'goffinet/SIP-Call-with-Proxy-Server.pcap'],
    ['derived/goffinet-proxy.nsec.pcap', 'goffinet/SIP-Call-with-Proxy-Server.pcap'],
    ['derived/goffinet-sdp-example.pcap.gz', 'goffinet/SIP-SDP-Example.pcap'],
    ['derived/goffinet-sip-over-tcp.snoop', 'goffinet/SIP-Call-Flow-Over-TCP.pcap'],
  ])('%s holds the packets of %s', async (derived, origin) => {
    expect((await readFile(derived)).packets).toEqual((await readFile(origin)).packets);
  });

  test('simple packet blocks hold the bytes of the origin, enhanced ones its times too', async () => {
    const derived = (await readFile('derived/goffinet-proxy.be-tsresol9-spb.pcapng')).packets;
    const origin = (await readFile('goffinet/SIP-Call-with-Proxy-Server.pcap')).packets;
    expect(derived.map(packet => packet.bytes)).toEqual(origin.map(packet => packet.bytes));
    const timed = origin.map((packet, index) => (index % 4 === 3 ? origin[index - 1] : packet));
    expect(derived.map(packet => packet.timeUs)).toEqual(timed.map(packet => packet?.timeUs));
  });

  test('a cut file holds the packets of the whole one', async () => {
    const cut = (await readFile('derived/sngrep-aaa.cut-mid-packet.pcap')).packets;
    const whole = (await readFile('sngrep/aaa.pcap')).packets;
    expect(cut.slice(0, -1)).toEqual(whole.slice(0, cut.length - 1));
    expect(whole[cut.length - 1]?.bytes.startsWith(cut.at(-1)?.bytes ?? '?')).toBe(true);
  });

  test.each([
    'goffinet/SIP-Call-with-Proxy-Server.pcap',
    'gprshome-wireshark/sip.pcap',
    'pcapapplication/sip.pcap',
    'pkts/sipp_sll.pcap',
  ])('%s is framed as pcap-parser frames it', async path => {
    // The package has no types of its own.
    const { default: pcapp } = (await import('pcap-parser' as string)) as {
      default: { parse(stream: NodeJS.ReadableStream): NodeJS.EventEmitter };
    };
    const theirs: [number, string][] = [];
    await new Promise((resolve, reject) => {
      const parser = pcapp.parse(createReadStream(corpusFile(path)));
      parser.on(
        'packet',
        (packet: { header: { timestampSeconds: number; timestampMicroseconds: number }; data: Buffer }) =>
          theirs.push([
            packet.header.timestampSeconds * 1e6 + packet.header.timestampMicroseconds,
            packet.data.toString('hex'),
          ]),
      );
      parser.on('end', resolve);
      parser.on('error', reject);
    });
    const ours = (await readFile(path)).packets.map(packet => [packet.timeUs, packet.bytes]);
    expect(ours).toEqual(theirs);
  });

  test('flipped, cut and repeated bytes never throw and lose little', async () => {
    const bytes = corpusBytes('goffinet/SIP-Call-Flow-Over-TCP.pcap');
    const whole = (await readCapture(bytes)).packets.length;
    for (let seed = 1; seed <= 60; seed++) {
      const at = 24 + ((seed * 7919) % (bytes.length - 400));
      const flipped = bytes.slice();
      flipped[at] = flipped[at]! ^ (1 << (seed % 8));
      expect((await readCapture(flipped)).packets.length).toBeGreaterThanOrEqual(whole - 1);
      const missing = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 50)]);
      // The piece lies in one or two packets; what is not of them is read.
      expect((await readCapture(missing)).packets.length).toBeGreaterThanOrEqual(whole - 2);
      const repeated = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at - 24)]);
      expect((await readCapture(repeated)).packets.length).toBeGreaterThanOrEqual(whole - 1);
    }
  });
});
