import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, hex, payload, readCapture, words } from '../captures.js';

function header(datalink: number): Uint8Array {
  return concat(Buffer.from('snoop\0\0\0'), words(false, 2, datalink));
}

function record(seconds: number, data: Uint8Array, original = data.length): Uint8Array {
  const padding = -data.length & 3;
  return concat(
    words(false, original, data.length, 24 + data.length + padding, 0, seconds, 979_995),
    data,
    new Uint8Array(padding),
  );
}

function capture(count: number): { bytes: Uint8Array; offsets: number[] } {
  const parts = [header(4)];
  const offsets: number[] = [];
  for (let index = 0; index < count; index++) {
    offsets.push(concat(...parts).length);
    parts.push(record(100 + index, payload(index, 40 + index)));
  }
  return { bytes: concat(...parts), offsets };
}

describe('snoop is read', () => {
  test.each([
    [0, 1],
    [2, 6],
    [4, 1],
    [8, 10],
    [9, 0],
    [26, 0x10000 + 26],
  ])('datalink type %i as link type %i', async (datalink, linkType) => {
    const reading = await readCapture(concat(header(datalink), record(1_523_896_897, payload(1, 41), 1500)));
    expect(reading).toEqual({
      format: 'snoop',
      dated: true,
      packets: [{ timeUs: 1_523_896_897_979_995, linkType, bytes: hex(payload(1, 41)), originalLength: 1500 }],
      datagrams: [],
      remarks: [],
      damage: [],
    });
  });

  test('however the bytes are split, the packets are the same', async () => {
    const { bytes } = capture(15);
    const whole = await readCapture(bytes);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 }), async pieces => {
        expect(await readCapture(bytes, pieces)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });
});

describe('damage loses only itself', () => {
  test('garbage between records', async () => {
    const { bytes, offsets } = capture(8);
    const at = offsets[4]!;
    const reading = await readCapture(concat(bytes.subarray(0, at), payload(9, 301), bytes.subarray(at)), [50]);
    expect(reading.packets).toEqual((await readCapture(bytes)).packets);
    expect(reading.damage).toEqual([{ offset: at, length: 301, what: 'bytes that are no packets' }]);
  });

  test('an impossible length', async () => {
    const { bytes, offsets } = capture(8);
    bytes.set(words(false, 0xffff_ffff), offsets[3]! + 4);
    const reading = await readCapture(bytes);
    expect(reading.packets.map(packet => Math.floor(packet.timeUs / 1e6) - 100)).toEqual([0, 1, 2, 4, 5, 6, 7]);
    expect(reading.damage).toMatchObject([{ offset: offsets[3], length: offsets[4]! - offsets[3]! }]);
  });

  test('a file cut in a packet', async () => {
    const { bytes, offsets } = capture(8);
    const reading = await readCapture(bytes.subarray(0, offsets[7]! + 24 + 9));
    expect(reading.packets[7]).toMatchObject({ bytes: hex(payload(7).subarray(0, 9)), originalLength: 47 });
    expect(reading.damage).toEqual([
      { offset: offsets[7], length: 0, what: 'the file ends in the middle of a packet' },
    ]);
  });

  test('any bytes end in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2000 }), async bytes => {
        const { packets, damage } = await readCapture(concat(header(4), bytes), [61]);
        expect(packets.length + damage.length).toBeGreaterThan(0);
      }),
    );
  });
});
