import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DamageLog } from '../../../src/capture/damage.js';
import { emptyPacket } from '../../../src/capture/packet.js';
import { PcapngReader } from '../../../src/capture/formats/pcapng.js';
import { Window } from '../../../src/capture/window.js';
import {
  block,
  concat,
  enhancedPacket,
  halves,
  hex,
  interfaceBlock,
  option,
  PiecesSupply,
  payload,
  readCapture,
  sectionBlock,
  words,
} from '../captures.js';

const TIME_US = 1_523_896_897_979_995;
const HIGH = Math.floor(TIME_US / 2 ** 32);
const LOW = TIME_US % 2 ** 32;
const END = Uint8Array.of(0, 0, 0, 0);

function packetsOf(littleEndian: boolean, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    enhancedPacket(littleEndian, 0, HIGH, LOW + index, payload(index, 40 + index)),
  );
}

function capture(littleEndian: boolean, count: number): Uint8Array {
  return concat(sectionBlock(littleEndian), interfaceBlock(littleEndian, 1), ...packetsOf(littleEndian, count));
}

describe.each([
  ['little-endian', true],
  ['big-endian', false],
])('pcapng, %s, is read', (_, littleEndian) => {
  test('enhanced packet blocks', async () => {
    const bytes = concat(
      sectionBlock(littleEndian),
      interfaceBlock(littleEndian, 1),
      interfaceBlock(littleEndian, 101),
      enhancedPacket(littleEndian, 1, HIGH, LOW, payload(1), 1500),
      enhancedPacket(littleEndian, 0, HIGH, LOW + 1, payload(2, 41)),
    );
    const reading = await readCapture(bytes);
    expect(reading).toMatchObject({ format: 'pcapng', dated: true, damage: [] });
    expect(reading.packets).toEqual([
      { timeUs: TIME_US, linkType: 101, bytes: hex(payload(1)), originalLength: 1500 },
      { timeUs: TIME_US + 1, linkType: 1, bytes: hex(payload(2, 41)), originalLength: 41 },
    ]);
  });

  test('obsolete packet blocks', async () => {
    const body = concat(halves(littleEndian, 0, 3), words(littleEndian, HIGH, LOW, 40, 60), payload(1));
    const { packets } = await readCapture(
      concat(sectionBlock(littleEndian), interfaceBlock(littleEndian, 1), block(littleEndian, 2, body)),
    );
    expect(packets).toEqual([{ timeUs: TIME_US, linkType: 1, bytes: hex(payload(1)), originalLength: 60 }]);
  });

  test('a simple packet block has the time of the packet before it, and the snap length of the first interface', async () => {
    const { packets } = await readCapture(
      concat(
        sectionBlock(littleEndian),
        interfaceBlock(littleEndian, 1, 30),
        enhancedPacket(littleEndian, 0, HIGH, LOW, payload(1)),
        block(littleEndian, 3, words(littleEndian, 40), payload(2, 30)),
      ),
    );
    expect(packets[1]).toEqual({ timeUs: TIME_US, linkType: 1, bytes: hex(payload(2, 30)), originalLength: 40 });
  });

  test('if_tsresol and if_tsoffset', async () => {
    const nanoseconds = 1_523_896_897_979_995_999n;
    const offset = littleEndian ? words(true, 3600, 0) : words(false, 0, 3600);
    const negative = littleEndian ? words(true, 0xffff_ffff, 0xffff_ffff) : words(false, 0xffff_ffff, 0xffff_ffff);
    const resolution = option(littleEndian, 9, Uint8Array.of(9));
    const { packets } = await readCapture(
      concat(
        sectionBlock(littleEndian),
        interfaceBlock(littleEndian, 1, 0, concat(resolution, option(littleEndian, 14, offset), END)),
        interfaceBlock(
          littleEndian,
          1,
          0,
          concat(option(littleEndian, 2, Buffer.from('eth0')), option(littleEndian, 9, Uint8Array.of(0x80 + 20)), END),
        ),
        interfaceBlock(littleEndian, 1, 0, concat(option(littleEndian, 14, negative), END)),
        enhancedPacket(littleEndian, 0, Number(nanoseconds >> 32n), Number(nanoseconds & 0xffff_ffffn), payload(1)),
        enhancedPacket(littleEndian, 1, 0, (5 << 20) + (1 << 19), payload(2)),
        enhancedPacket(littleEndian, 2, HIGH, LOW, payload(3)),
      ),
    );
    expect(packets.map(packet => packet.timeUs)).toEqual([TIME_US + 3600e6, 5.5e6, TIME_US - 1e6]);
  });

  test('blocks of other kinds are passed over', async () => {
    const { packets, damage } = await readCapture(
      concat(
        sectionBlock(littleEndian),
        block(littleEndian, 4, payload(1, 33)),
        interfaceBlock(littleEndian, 1),
        block(littleEndian, 0x1234_5678, payload(2, 70_000)),
        ...packetsOf(littleEndian, 2),
        block(littleEndian, 5, payload(3, 20)),
      ),
      [1000],
    );
    expect(packets).toHaveLength(2);
    expect(damage).toEqual([]);
  });

  test('TLS secrets are kept', async () => {
    const log = Buffer.from('CLIENT_RANDOM 00 11\n');
    const secrets = block(littleEndian, 10, words(littleEndian, 0x544c_534b, log.length), log);
    const other = block(littleEndian, 10, words(littleEndian, 0x5747_4b4c, log.length), log);
    const window = new Window(
      new PiecesSupply(concat(sectionBlock(littleEndian), secrets, other), [64]),
      new DamageLog(),
    );
    const reader = new PcapngReader(window, emptyPacket(), new DamageLog());
    while (reader.next() !== 'end') await window.fill();
    expect(reader.secrets.map(bytes => Buffer.from(bytes).toString())).toEqual([log.toString()]);
  });

  test('however the bytes are split, the packets are the same', async () => {
    const bytes = capture(littleEndian, 15);
    const whole = await readCapture(bytes);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 }),
        fc.boolean(),
        async (pieces, live) => {
          expect(await readCapture(bytes, pieces, live)).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test('sections of both byte orders follow each other, each with interfaces of its own', async () => {
  const bytes = concat(
    sectionBlock(true),
    interfaceBlock(true, 1),
    ...packetsOf(true, 2),
    sectionBlock(false),
    interfaceBlock(false, 101, 0, concat(option(false, 9, Uint8Array.of(3)), END)),
    enhancedPacket(false, 0, 0, 5, payload(3)),
  );
  const { packets } = await readCapture(bytes);
  expect(packets.map(packet => [packet.linkType, packet.timeUs])).toEqual([
    [1, TIME_US],
    [1, TIME_US + 1],
    [101, 5000],
  ]);
});

describe('damage loses only itself', () => {
  const head = concat(sectionBlock(true), interfaceBlock(true, 1));
  const packets = packetsOf(true, 8);
  const whole = concat(head, ...packets);
  const offsetOf = (index: number) => head.length + concat(...packets.slice(0, index)).length;

  test('garbage between blocks', async () => {
    const bytes = concat(head, ...packets.slice(0, 4), payload(9, 333), ...packets.slice(4));
    const reading = await readCapture(bytes, [50]);
    expect(reading.packets).toEqual((await readCapture(whole)).packets);
    expect(reading.damage).toEqual([{ offset: offsetOf(4), length: 333, what: 'bytes that are no blocks' }]);
  });

  test.each([
    ['too long', 0x7fff_ffff],
    ['too short', 4],
    ['of the block after it too', 200],
  ])('a length that is %s', async (_, length) => {
    const bytes = whole.slice();
    bytes.set(words(true, length), offsetOf(3) + 4);
    const reading = await readCapture(bytes);
    expect(reading.packets.map(packet => packet.timeUs - TIME_US)).toEqual([0, 1, 2, 4, 5, 6, 7]);
    expect(reading.damage).toEqual([
      { offset: offsetOf(3), length: packets[3]!.length, what: 'bytes that are no blocks' },
    ]);
  });

  test('a file cut inside a packet block yields the part it has', async () => {
    const reading = await readCapture(whole.subarray(0, offsetOf(7) + 28 + 11));
    expect(reading.packets).toHaveLength(8);
    expect(reading.packets[7]).toMatchObject({ bytes: hex(payload(7).subarray(0, 11)), originalLength: 47 });
    expect(reading.damage).toEqual([
      { offset: offsetOf(7), length: 0, what: 'the file ends in the middle of a block' },
    ]);
  });

  test('a file cut in a block header', async () => {
    const reading = await readCapture(whole.subarray(0, offsetOf(7) + 6));
    expect(reading.packets).toHaveLength(7);
    expect(reading.damage).toEqual([
      { offset: offsetOf(7), length: 6, what: 'the file ends in the middle of a block' },
    ]);
  });

  test('a packet of an interface whose description is lost is read as one of the others', async () => {
    const reading = await readCapture(
      concat(sectionBlock(true), interfaceBlock(true, 101), enhancedPacket(true, 7, HIGH, LOW, payload(1))),
    );
    expect(reading.packets).toMatchObject([{ linkType: 101, timeUs: TIME_US }]);
  });

  test('a packet longer than its block ends with it', async () => {
    const body = concat(words(true, 0, HIGH, LOW, 6553, 7000), payload(1, 8));
    const reading = await readCapture(concat(head, packets[0]!, block(true, 6, body), packets[1]!));
    expect(reading.packets).toHaveLength(3);
    expect(reading.packets[1]).toEqual({
      timeUs: TIME_US,
      linkType: 1,
      bytes: hex(payload(1, 8)),
      originalLength: 7000,
    });
    const offset = head.length + packets[0]!.length;
    expect(reading.damage).toEqual([{ offset, length: 0, what: 'a packet claims more bytes than its block holds' }]);
  });

  test('a packet block without room for a packet is reported', async () => {
    const short = block(true, 6, words(true, 0, HIGH, LOW));
    const reading = await readCapture(concat(head, packets[0]!, short, packets[1]!));
    expect(reading.packets).toHaveLength(2);
    const offset = head.length + packets[0]!.length;
    expect(reading.damage).toEqual([
      { offset, length: short.length, what: 'a packet block is too short to hold a packet' },
    ]);
  });

  test('a length that was not rounded up, of a block that was padded', async () => {
    const odd = packets[1]!.slice();
    const length = odd.length - 3;
    odd.set(words(true, length), 4);
    odd.set(words(true, length), odd.length - 4);
    const reading = await readCapture(concat(head, packets[0]!, odd, packets[2]!));
    expect(reading.packets).toHaveLength(3);
    expect(reading.damage).toEqual([]);
  });
});

test('any bytes after a section header end in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.integer({ min: 0, max: 11 }), async (bytes, type) => {
      const { packets, damage } = await readCapture(concat(sectionBlock(true), words(true, type, 40), bytes), [61]);
      expect(packets.length + damage.length).toBeGreaterThan(0);
    }),
  );
});
