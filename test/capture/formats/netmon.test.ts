/** Network Monitor captures made by hand from the description of the format, whole and damaged, from a file and a pipe. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from '../../../src/capture/open.js';
import { concat, halves, hex, payload, type Reading, read, readAll, readCapture, words } from '../captures.js';

const HEADER = 128;
/** 2018-04-16 16:41:37.979, in the zone of the tests, which is UTC. */
const START_US = 1_523_896_897_979_000;

interface Shape {
  major?: number;
  minor?: number;
  network?: number;
  /** Entries of the table; absent: the right ones. */
  table?: (offsets: number[]) => number[];
  tableOffset?: number;
  year?: number;
}

/** The header of a file whose table of so many entries begins there. */
function header(
  { major = 2, minor = 0, network = 1, year = 2018 }: Shape,
  tableOffset: number,
  entries: number,
): Uint8Array {
  const magic = Buffer.from(major === 1 ? 'RTSS' : 'GMBU');
  // Year, month, day of the week, day, hour, minute, second, millisecond.
  const start = halves(true, year, 4, 1, 16, 16, 41, 37, 979);
  const head = concat(magic, Uint8Array.of(minor, major), halves(true, network), start);
  const table = words(true, tableOffset, entries * 4);
  return concat(head, table, new Uint8Array(HEADER - head.length - table.length));
}

interface Frame {
  data: Uint8Array;
  /** µs since the start. */
  afterUs: number;
  original?: number;
  network?: number;
  /** A FILETIME in two halves. */
  utc?: readonly [low: number, high: number];
  /** The captured length that it claims. */
  claims?: number;
}

function frameBytes({ major = 2, minor = 0 }: Shape, frame: Frame): Uint8Array {
  const { data, afterUs, original = data.length, network = 1, utc = [0, 0], claims = data.length } = frame;
  if (major === 1) return concat(words(true, Math.floor(afterUs / 1000)), halves(true, original, claims), data);
  const delta = words(true, afterUs >>> 0, Math.floor(afterUs / 2 ** 32));
  const all = concat(halves(true, network), words(true, 0, ...utc), Uint8Array.of(0));
  const trailer = all.subarray(0, [0, 2, 6][minor] ?? 15);
  return concat(delta, words(true, original, claims), data, trailer);
}

function capture(shape: Shape, frames: readonly Frame[]): { bytes: Uint8Array; offsets: number[] } {
  const parts = frames.map(frame => frameBytes(shape, frame));
  const offsets: number[] = [];
  let end = HEADER;
  for (const part of parts) {
    offsets.push(end);
    end += part.length;
  }
  const table = shape.table?.(offsets) ?? offsets;
  const head = header(shape, shape.tableOffset ?? end, table.length);
  return { bytes: concat(head, ...parts, words(true, ...table)), offsets };
}

const frames = (count: number, more: Partial<Frame> = {}): Frame[] =>
  Array.from({ length: count }, (_, i) => ({ data: payload(i, 40 + i), afterUs: 1000 * (i + 1), ...more }));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netmon-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** As a plain file, whose table is read first; each packet is also read again where that is possible. */
async function readFile(bytes: Uint8Array): Promise<Reading> {
  const path = join(folder, 'x.cap');
  writeFileSync(path, bytes);
  const source = await openSource(path);
  if ('refused' in source) throw new Error(source.refused);
  const reading = await readAll(source);
  for (const offset of [0, 1, HEADER - 1, bytes.length - 1, bytes.length + 5]) source.readAt(offset);
  await source.close();
  return reading;
}

const packetsOf = (reading: Reading) => reading.packets.map(({ bytes }) => bytes);
const damageOf = (reading: Reading) => reading.damage.map(({ offset, what }) => `${what} at ${offset}`);
const dataOf = (list: readonly Frame[]) => list.map(({ data }) => hex(data));

describe.each<[string, Shape]>([
  ['1', { major: 1, minor: 1 }],
  ['2.0', { minor: 0 }],
  ['2.1', { minor: 1 }],
  ['2.2', { minor: 2 }],
  ['2.3', { minor: 3 }],
])('version %s', (_, shape) => {
  const { bytes } = capture(shape, frames(15, { original: 1500 }));
  const expected = frames(15).map(({ data, afterUs }) => ({
    timeUs: START_US + afterUs,
    linkType: 1,
    bytes: hex(data),
    originalLength: 1500,
  }));

  test('is read from a file and from a pipe', async () => {
    const whole = {
      format: `Network Monitor ${shape.major ?? 2}`,
      dated: true,
      datagrams: [],
      remarks: [],
      damage: [],
    };
    expect(await readFile(bytes)).toEqual({ ...whole, packets: expected });
    expect(await readCapture(bytes)).toEqual({ ...whole, packets: expected });
  });

  test('however the bytes are split, the packets are the same', async () => {
    const whole = await readCapture(bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 }), async pieces => {
        expect(await readCapture(bytes, pieces)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  test('packets are found again', async () => {
    const path = join(folder, 'again.cap');
    writeFileSync(path, bytes);
    const source = await openSource(path);
    if ('refused' in source) throw new Error(source.refused);
    const { offsets } = capture(shape, frames(15, { original: 1500 }));
    expect(source.rereadable).toBe(true);
    for (const [i, offset] of offsets.entries()) {
      const packet = source.readAt(offset)!;
      expect(packet).toMatchObject({ timeUs: expected[i]!.timeUs, linkType: 1, recordOffset: offset });
      expect(hex(packet.bytes.subarray(packet.start, packet.end))).toBe(expected[i]!.bytes);
      expect(hex(source.bytesAt(offset + packet.recordHeaderLength, packet.end - packet.start))).toBe(
        expected[i]!.bytes,
      );
    }
    await source.close();
  });

  test('any cut gives all that is before it, and says that there is a cut', async () => {
    const list = frames(4);
    const small = capture(shape, list).bytes;
    for (let length = HEADER; length < small.length - 16; length += 7) {
      const cut = small.subarray(0, length);
      for (const reading of [await readFile(cut), await readCapture(cut)]) {
        expect(reading.damage).not.toEqual([]);
        const whole = packetsOf(reading).slice(0, -1);
        expect(dataOf(list).slice(0, whole.length)).toEqual(whole);
      }
    }
  });
});

describe('what a frame says of itself', () => {
  test('a time in UTC is taken before that of the header', async () => {
    // 2018-04-16 14:41:37.9799955 UTC: 131,683,632,979,799,955 times 100 ns since 1601.
    const ticks = (BigInt(START_US + 996) + 11_644_473_600_000_000n) * 10n + 5n;
    const utc = [Number(ticks & 0xffffffffn), Number(ticks >> 32n)] as const;
    const { bytes } = capture({ minor: 3 }, frames(1, { utc }));
    expect((await readFile(bytes)).packets[0]!.timeUs).toBe(START_US + 996);
  });

  test('a time before the start, and one of hours', async () => {
    const [frame] = frames(1);
    const { bytes } = capture({}, [
      { ...frame!, afterUs: -5 },
      { ...frame!, afterUs: 2 ** 33 },
    ]);
    expect((await readFile(bytes)).packets.map(({ timeUs }) => timeUs)).toEqual([START_US - 5, START_US + 2 ** 33]);
  });

  test('no time where the file has no start', async () => {
    const { bytes } = capture({ year: 0 }, frames(1));
    expect((await readFile(bytes)).packets[0]!.timeUs).toBeNaN();
  });

  test.each([
    [0, 1],
    [1, 1],
    [2, 6],
    [3, 10],
    [7, 101],
    [9, 101],
    [4, 0x20004],
    [0xe000 + 113, 113],
    [0xe000 + 228, 228],
  ])('network %i as link type %i, in 2.0 of the file and later of the frame', async (network, linkType) => {
    const old = capture({ network }, frames(1, { network: 77 }));
    expect((await readFile(old.bytes)).packets[0]!.linkType).toBe(linkType);
    const later = capture({ minor: 2, network: 1 }, frames(1, { network }));
    expect((await readFile(later.bytes)).packets[0]!.linkType).toBe(linkType);
  });

  test('802.11 without the radio header before it', async () => {
    const inner = payload(1, 50);
    const data = concat(Uint8Array.of(2, 32, 0), new Uint8Array(29), inner);
    const { bytes } = capture({ minor: 1 }, [{ data, afterUs: 0, network: 6, original: 100 }]);
    expect((await readFile(bytes)).packets).toMatchObject([{ linkType: 105, bytes: hex(inner), originalLength: 68 }]);
    // A radio header that claims more than there is.
    const wrong = capture({ minor: 1 }, [{ data: Uint8Array.of(2, 255, 255, 1), afterUs: 0, network: 6 }]);
    expect((await readFile(wrong.bytes)).packets).toMatchObject([{ bytes: '02ffff01' }]);
  });

  test.each([0xffe0, 0xfffb, 0xfffd, 0xffff])('notes of the program (%i) are no packets', async network => {
    const list = frames(3);
    const { bytes } = capture({ minor: 2 }, [list[0]!, { ...list[1]!, network }, list[2]!]);
    const expected = dataOf([list[0]!, list[2]!]);
    expect(packetsOf(await readFile(bytes))).toEqual(expected);
    expect(packetsOf(await readCapture(bytes))).toEqual(expected);
  });
});

describe('damage of a file', () => {
  const list = frames(5);
  const good = dataOf(list);

  test('in the table: entries beyond the file, in the header, in the table and twice', async () => {
    const { bytes } = capture({}, list);
    const end = bytes.length - 20;
    const wild = capture({ table: offsets => [...offsets, 0xffffffff, 3, end + 4, offsets[2]!] }, list);
    const reading = await readFile(wild.bytes);
    expect(packetsOf(reading)).toEqual(good);
    expect(damageOf(reading)).toEqual([`3 entries of the table of frames point to where no frame can be at ${end}`]);
  });

  test('in the table: an order that is not that of the file', async () => {
    const { bytes } = capture({ table: offsets => offsets.toReversed() }, list);
    expect(packetsOf(await readFile(bytes))).toEqual(good);
  });

  test('in the table: an entry in the middle of a frame', async () => {
    const { bytes, offsets } = capture({ table: at => [...at, at[2]! + 20] }, list);
    const reading = await readFile(bytes);
    expect(packetsOf(reading)).toEqual(good);
    expect(damageOf(reading)).toEqual([`the table of frames points into a frame at ${offsets[2]}`]);
  });

  test.each([
    ['beyond the file', 0x7fffffff],
    ['in the header', 5],
  ])('a table %s: frames are read one after another', async (_, tableOffset) => {
    const { bytes } = capture({ tableOffset }, list);
    const withoutTable = bytes.subarray(0, bytes.length - 20);
    const reading = await readFile(withoutTable);
    expect(packetsOf(reading)).toEqual(good);
    expect(reading.damage.map(({ what }) => what)).toContain(
      'the table of frames is missing, they are read one after another',
    );
  });

  test('a frame that claims too much costs only itself, and gives what there is of it', async () => {
    for (const claims of [1000, 0x7fffffff, 0xffffffff]) {
      const { bytes, offsets } = capture(
        {},
        list.map((frame, i) => (i === 2 ? { ...frame, claims } : frame)),
      );
      const reading = await readFile(bytes);
      expect(packetsOf(reading)).toEqual(good);
      expect(damageOf(reading)).toEqual([`a frame has an impossible length at ${offsets[2]}`]);
    }
  });

  test('a frame that claims too little gives that', async () => {
    const { bytes } = capture(
      {},
      list.map((frame, i) => (i === 2 ? { ...frame, claims: 10 } : frame)),
    );
    expect(packetsOf(await readFile(bytes))).toEqual(good.map((text, i) => (i === 2 ? text.slice(0, 20) : text)));
  });

  test('no frames', async () => {
    const { bytes } = capture({}, []);
    expect(await readFile(bytes)).toMatchObject({ packets: [], damage: [] });
    expect(await readCapture(bytes)).toMatchObject({ packets: [], damage: [] });
  });

  test('a header that is cut is refused', async () => {
    const { bytes } = capture({}, list);
    expect(await read(bytes.subarray(0, 100))).toBe(
      'test ends within its Network Monitor header; there is no packet in it',
    );
  });

  test('a version nobody knows is refused by its name', async () => {
    const { bytes } = capture({ major: 3 }, list);
    expect(await read(bytes)).toMatch(/^test is a Network Monitor capture of version 3; convert it/);
  });
});

describe('damage of a pipe', () => {
  const list = frames(8);
  const good = dataOf(list);

  test('bytes that are no frames are passed over', async () => {
    const { bytes, offsets } = capture({}, list);
    const broken = Uint8Array.from(bytes);
    broken.fill(0xff, offsets[3]! + 8, offsets[3]! + 16);
    const reading = await readCapture(broken);
    expect(packetsOf(reading)).toEqual(good.filter((_, i) => i !== 3));
    expect(damageOf(reading)).toContain(`bytes that are no frames at ${offsets[3]}`);
    expect(await readCapture(broken, [1, 7, 90])).toEqual(reading);
  });

  test('a table that tells of other frames is said', async () => {
    const { bytes } = capture({ table: offsets => offsets.slice(1) }, list);
    const reading = await readCapture(bytes);
    expect(packetsOf(reading)).toEqual(good);
    expect(reading.damage.map(({ what }) => what)).toEqual(['the table of frames has 7, 8 were found']);
  });
});

test('any bytes and any change are read within bounds', async () => {
  const { bytes } = capture({ minor: 3 }, frames(6));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(bytes.length),
      async (changes, length) => {
        const changed = Uint8Array.from(bytes);
        for (const [at, byte] of changes) changed[at] = byte;
        changed.set(bytes.subarray(0, 4));
        changed[5] = 2;
        const cut = changed.subarray(0, Math.max(HEADER, length));
        for (const reading of [await readFile(cut), await readCapture(cut, [500, 3])])
          for (const packet of reading.packets) expect(packet.bytes.length / 2).toBeLessThanOrEqual(bytes.length);
      },
    ),
    { numRuns: 200 },
  );
});
