import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportedPdu } from '../../../src/capture/formats/exported-pdu.js';
import { readExportedPdu } from './read-exported-pdu.js';
import { emptyPacket } from '../../../src/capture/packet.js';
import { pcapFileHeader, pcapRecord } from '../../../src/capture/formats/pcap-writer.js';
import { LINKTYPE_EXPORTED_PDU, PcapngWriter } from '../../../src/capture/formats/pcapng-writer.js';
import { concat, hex, payload, readCapture } from '../captures.js';

const TIME_US = 1_523_896_897_979_995;

/** What a packet may be: any µs that pcap can hold, any bytes out of a larger buffer. */
const anyPacket = fc.record({
  timeUs: fc.integer({ min: 0, max: 0xffff_ffff * 1e6 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 100 }),
  cut: fc.nat(2000),
  linkType: fc.constantFrom(1, 101, 113, 252, 276),
});

describe('pcap', () => {
  test('the bytes of the format', () => {
    expect(hex(pcapFileHeader(1))).toBe('d4c3b2a1020004000000000000000000000004000100 0000'.replace(' ', ''));
    expect(hex(pcapFileHeader(1, true))).toMatch(/^4d3cb2a1/);
    expect(hex(pcapRecord(1_000_002, Uint8Array.of(9, 8, 7, 6), 1, 3, 60))).toBe(
      '010000000200000002000000 3c0000000807'.replace(' ', ''),
    );
    expect(hex(pcapRecord(1_000_002, new Uint8Array(0), 0, 0, 0, true)).slice(8, 16)).toBe('d0070000');
  });

  test('what is written is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPacket, { maxLength: 10 }), fc.boolean(), async (packets, nanoseconds) => {
        const records = packets.map(({ timeUs, bytes, cut }) =>
          pcapRecord(timeUs, concat(Uint8Array.of(0xee), bytes), 1, 1 + bytes.length, bytes.length + cut, nanoseconds),
        );
        const reading = await readCapture(concat(pcapFileHeader(101, nanoseconds), ...records));
        expect(reading.damage).toEqual([]);
        expect(reading.packets).toEqual(
          packets.map(({ timeUs, bytes, cut }) => ({
            timeUs,
            linkType: 101,
            bytes: hex(bytes),
            originalLength: bytes.length + cut,
          })),
        );
      }),
    );
  });
});

describe('pcapng', () => {
  test('what is written is read, and read again by its offset', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPacket, { maxLength: 10 }), async packets => {
        const writer = new PcapngWriter();
        let file = writer.sectionHeader();
        const offsets: number[] = [];
        for (const { timeUs, bytes, cut, linkType } of packets) {
          const blocks = writer.packet(
            linkType,
            timeUs,
            concat(Uint8Array.of(0xee), bytes),
            1,
            1 + bytes.length,
            bytes.length + cut,
          );
          offsets.push(file.length + writer.recordStart);
          file = concat(file, blocks);
        }
        const reading = await readCapture(file);
        const expected = packets.map(({ timeUs, bytes, cut, linkType }) => ({
          timeUs,
          linkType,
          bytes: hex(bytes),
          originalLength: bytes.length + cut,
        }));
        expect(reading).toMatchObject({ packets: expected, damage: [] });
        const again = offsets.map(offset => {
          const packet = emptyPacket();
          const length = writer.record(file.subarray(offset), offset, packet);
          expect(length).toBeLessThanOrEqual(file.length - offset);
          expect(writer.record(file.subarray(offset, offset + 30), offset, emptyPacket())).toBe(length);
          expect(packet.recordOffset).toBe(offset);
          return {
            timeUs: packet.timeUs,
            linkType: packet.linkType,
            bytes: hex(packet.bytes.subarray(packet.start, packet.end)),
            originalLength: packet.originalLength,
          };
        });
        expect(again).toEqual(expected);
      }),
    );
  });

  test('an interface is described when its link type is first used', () => {
    const writer = new PcapngWriter();
    const first = writer.packet(1, TIME_US, payload(1), 0, 40, 40);
    expect(writer.recordStart).toBe(20);
    expect(writer.packet(1, TIME_US, payload(1), 0, 40, 40)).toHaveLength(first.length - 20);
    expect(writer.recordStart).toBe(0);
  });

  test('bytes that are not a block of the writer are rejected', () => {
    const writer = new PcapngWriter();
    writer.packet(1, TIME_US, payload(1), 0, 40, 40);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), bytes => {
        expect(writer.record(bytes, 0, emptyPacket())).toBe(0);
      }),
    );
  });
});

describe('exported PDUs', () => {
  const address = fc.oneof(
    fc.constant(new Uint8Array(0)),
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  const port = fc.nat(0xffff);

  test('what is built is read', () => {
    fc.assert(
      fc.property(
        fc.record({
          transport: fc.constantFrom('UDP', 'TCP', 'TLS', 'SCTP', 'WS', 'WSS', 'unknown'),
          source: address,
          destination: address,
          sourcePort: port,
          destinationPort: port,
          bytes: fc.uint8Array(),
        }),
        message => {
          const pdu = exportedPdu({ ...message, start: 0, end: message.bytes.length });
          const read = readExportedPdu(concat(Uint8Array.of(1, 2), pdu), 2, 2 + pdu.length);
          expect(read).toMatchObject({
            transport: message.transport,
            source: message.source,
            destination: message.destination,
            sourcePort: message.sourcePort,
            destinationPort: message.destinationPort,
            end: 2 + pdu.length,
          });
          expect(hex(pdu.subarray((read?.start ?? 0) - 2))).toBe(hex(message.bytes));
        },
      ),
    );
  });

  test('the tags Wireshark knows', () => {
    const pdu = exportedPdu({
      transport: 'UDP',
      source: Uint8Array.of(192, 0, 2, 1),
      destination: Uint8Array.of(192, 0, 2, 2),
      sourcePort: 5060,
      destinationPort: 5080,
      bytes: Buffer.from('xACKx'),
      start: 1,
      end: 4,
    });
    const tags = [
      '000c0004 73697000',
      '00140004 c0000201',
      '00150004 c0000202',
      '00180004 00000003',
      '00190004 000013c4',
      '001a0004 000013d8',
      '00000000',
    ];
    expect(hex(pdu)).toBe(`${tags.join('').replaceAll(' ', '')}41434b`);
    expect(LINKTYPE_EXPORTED_PDU).toBe(252);
  });

  test('any bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        const read = readExportedPdu(bytes, 0, bytes.length);
        expect(read === undefined || read.start <= bytes.length).toBe(true);
      }),
    );
  });
});
