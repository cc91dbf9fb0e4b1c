import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, hex, type PcapShape, payload, pcapHeader, pcapRecordBytes, readCapture, words } from '../captures.js';

const SECONDS = 1_523_896_897;

function capture(count: number, shape: PcapShape = {}): Uint8Array {
  const records = Array.from({ length: count }, (_, index) =>
    pcapRecordBytes(shape, SECONDS + index, 979_995, payload(index, 40 + index)),
  );
  return concat(pcapHeader(shape), ...records);
}

function recordLength(index: number): number {
  return 16 + 40 + index;
}

function offsetOf(index: number): number {
  let offset = 24;
  for (let before = 0; before < index; before++) offset += recordLength(before);
  return offset;
}

describe('pcap is read', () => {
  for (const littleEndian of [true, false]) {
    for (const [name, magic, fraction] of [
      ['microseconds', 0xa1b2c3d4, 979_995],
      ['nanoseconds', 0xa1b23c4d, 979_995_999],
      ['the modified variant', 0xa1b2cd34, 979_995],
    ] as const) {
      test(`${name}, ${littleEndian ? 'little' : 'big'}-endian`, async () => {
        const shape = { littleEndian, magic, network: 113 };
        const bytes = concat(
          pcapHeader(shape),
          pcapRecordBytes(shape, SECONDS, fraction, payload(1)),
          pcapRecordBytes(shape, 0xffff_fff0, 1, payload(2), 1500),
        );
        const { format, dated, packets, damage } = await readCapture(bytes);
        expect(format).toBe('pcap');
        expect(dated).toBe(true);
        expect(packets).toEqual([
          { timeUs: 1_523_896_897_979_995, linkType: 113, bytes: hex(payload(1)), originalLength: 40 },
          {
            timeUs: 0xffff_fff0 * 1e6 + (magic === 0xa1b23c4d ? 0 : 1),
            linkType: 113,
            bytes: hex(payload(2)),
            originalLength: 1500,
          },
        ]);
        expect(damage).toEqual([]);
      });
    }
  }

  test('the length of the frame check sequence beside the link type is passed over', async () => {
    const { packets } = await readCapture(
      concat(pcapHeader({ network: 0x4400_0001 }), pcapRecordBytes({}, 1, 1, payload(0))),
    );
    expect(packets[0]?.linkType).toBe(1);
  });

  test('a file header alone is a capture without packets', async () => {
    expect(await readCapture(pcapHeader())).toMatchObject({ packets: [], damage: [] });
  });

  test('an empty packet counts', async () => {
    const bytes = concat(
      pcapHeader(),
      pcapRecordBytes({}, SECONDS, 0, new Uint8Array(0), 60),
      pcapRecordBytes({}, SECONDS, 1, payload(1)),
    );
    expect((await readCapture(bytes)).packets.map(packet => packet.originalLength)).toEqual([60, 40]);
  });

  test('a file older than version 2.3 has its lengths the other way round', async () => {
    const header = pcapHeader();
    header[6] = 2;
    const record = concat(words(true, SECONDS, 0, 1500, 40), payload(1));
    expect((await readCapture(concat(header, record))).packets).toEqual([
      { timeUs: SECONDS * 1e6, linkType: 1, bytes: hex(payload(1)), originalLength: 1500 },
    ]);
  });

  test('however the bytes are split, the packets are the same', async () => {
    const bytes = capture(20);
    const whole = await readCapture(bytes);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 10 }),
        fc.boolean(),
        async (pieces, live) => {
          expect(await readCapture(bytes, pieces, live)).toEqual(whole);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('damage loses only itself', () => {
  test('a file cut inside a packet yields the part it has', async () => {
    const bytes = capture(5).subarray(0, offsetOf(4) + 16 + 10);
    const { packets, damage } = await readCapture(bytes);
    expect(packets).toHaveLength(5);
    expect(packets[4]).toMatchObject({ bytes: hex(payload(4).subarray(0, 10)), originalLength: 44 });
    expect(damage).toEqual([{ offset: offsetOf(4), length: 0, what: 'the file ends in the middle of a packet' }]);
  });

  test('a file cut in a record header', async () => {
    const { packets, damage } = await readCapture(capture(5).subarray(0, offsetOf(4) + 7));
    expect(packets).toHaveLength(4);
    expect(damage).toEqual([
      { offset: offsetOf(4), length: 7, what: 'the file ends in the middle of a packet header' },
    ]);
  });

  test('garbage between two packets', async () => {
    const bytes = capture(12);
    const garbage = payload(99, 777);
    const { packets, damage } = await readCapture(
      concat(bytes.subarray(0, offsetOf(6)), garbage, bytes.subarray(offsetOf(6))),
    );
    expect(packets).toEqual((await readCapture(bytes)).packets);
    expect(damage).toEqual([{ offset: offsetOf(6), length: 777, what: 'bytes that are no packets' }]);
  });

  test('a hole of zeros between two packets', async () => {
    const bytes = capture(12);
    const { packets, damage } = await readCapture(
      concat(bytes.subarray(0, offsetOf(6)), new Uint8Array(4096), bytes.subarray(offsetOf(6))),
    );
    expect(packets).toEqual((await readCapture(bytes)).packets);
    expect(damage).toMatchObject([{ offset: offsetOf(6), length: 4096 }]);
  });

  test('an impossible length is corrected by the other length', async () => {
    const bytes = capture(12);
    bytes.set(words(true, 0xffff_ffff), offsetOf(5) + 8);
    const { packets, damage } = await readCapture(bytes);
    expect(packets).toEqual((await readCapture(capture(12))).packets);
    expect(damage).toEqual([{ offset: offsetOf(5), length: 0, what: 'the captured length of a packet is wrong' }]);
  });

  test('two impossible lengths lose one packet', async () => {
    const bytes = capture(12);
    bytes.set(words(true, 0xffff_ffff, 0xffff_ffff), offsetOf(5) + 8);
    const { packets, damage } = await readCapture(bytes);
    expect(packets.map(packet => packet.timeUs / 1e6 - SECONDS).map(Math.floor)).toEqual([
      0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11,
    ]);
    expect(damage).toEqual([{ offset: offsetOf(5), length: recordLength(5), what: 'bytes that are no packets' }]);
  });

  test('a length that swallows other packets loses one packet', async () => {
    const bytes = capture(12);
    bytes.set(words(true, 250, 250), offsetOf(5) + 8);
    const { packets, damage } = await readCapture(bytes);
    expect(packets).toHaveLength(11);
    expect(damage).toEqual([
      { offset: offsetOf(5), length: recordLength(5), what: 'a packet has an impossible length' },
    ]);
  });

  test('a length too short leaves the packets after it whole', async () => {
    const bytes = capture(12);
    bytes.set(words(true, 20, 20), offsetOf(5) + 8);
    const { packets, damage } = await readCapture(bytes);
    expect(packets).toHaveLength(12);
    expect(packets[6]?.bytes).toBe(hex(payload(6, 46)));
    expect(damage).toMatchObject([{ offset: offsetOf(5) + 36, length: recordLength(5) - 36 }]);
  });

  test('a missing piece loses only its own packets', async () => {
    const bytes = capture(12);
    const { packets } = await readCapture(
      concat(bytes.subarray(0, offsetOf(4) + 30), bytes.subarray(offsetOf(7) + 20)),
    );
    const times = packets.map(packet => Math.floor(packet.timeUs / 1e6) - SECONDS);
    for (const index of [0, 1, 2, 3, 8, 9, 10, 11]) expect(times).toContain(index);
  });

  test('damage in the first record', async () => {
    const bytes = capture(12);
    bytes.set(words(true, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff), 24);
    const { packets, damage } = await readCapture(bytes);
    expect(packets).toHaveLength(11);
    expect(damage).toMatchObject([{ offset: 24, length: recordLength(0) }]);
  });

  test('damaged places are listed up to a bound and counted beyond it', async () => {
    const shape = {};
    const parts = [pcapHeader()];
    for (let index = 0; index < 4800; index++) {
      parts.push(pcapRecordBytes(shape, SECONDS + index, 1, payload(index)));
      if (index % 4 === 3) parts.push(new Uint8Array(50).fill(0xee));
    }
    const { packets, damage } = await readCapture(concat(...parts));
    expect(packets).toHaveLength(4800);
    expect(damage).toHaveLength(1000);
  });
});

describe('hostile bytes', () => {
  test('any bytes after a file header end in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async bytes => {
        const { packets, damage } = await readCapture(concat(pcapHeader(), bytes), [97]);
        expect(packets.every(packet => packet.originalLength >= packet.bytes.length / 2)).toBe(true);
        expect(packets.length + damage.length).toBeGreaterThanOrEqual(bytes.length > 0 ? 1 : 0);
      }),
    );
  });

  test('nested records cost one look per byte', async () => {
    // Every 17 bytes a header that claims to reach beyond the end.
    const nested = concat(
      ...Array.from({ length: 20_000 }, () => concat(words(true, SECONDS, 1, 1_000_000, 1_000_000), Uint8Array.of(7))),
    );
    const { packets } = await readCapture(concat(pcapHeader(), nested));
    expect(packets.length).toBeGreaterThan(0);
  });
});

describe('held against pcap-parser', () => {
  test('the same times, lengths and bytes', async () => {
    const bytes = capture(300);
    // The package has no types of its own.
    const { default: pcapp } = (await import('pcap-parser' as string)) as {
      default: { parse(stream: Readable): NodeJS.EventEmitter };
    };
    const theirs: unknown[] = [];
    await new Promise((resolve, reject) => {
      const parser = pcapp.parse(Readable.from([Buffer.from(bytes)]));
      parser.on(
        'packet',
        (packet: {
          header: { timestampSeconds: number; timestampMicroseconds: number; originalLength: number };
          data: Buffer;
        }) =>
          theirs.push({
            timeUs: packet.header.timestampSeconds * 1e6 + packet.header.timestampMicroseconds,
            bytes: packet.data.toString('hex'),
            originalLength: packet.header.originalLength,
          }),
      );
      parser.on('end', resolve);
      parser.on('error', reject);
    });
    const ours = (await readCapture(bytes)).packets.map(({ timeUs, bytes: data, originalLength }) => ({
      timeUs,
      bytes: data,
      originalLength,
    }));
    expect(ours).toEqual(theirs);
  });
});
