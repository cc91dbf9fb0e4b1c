/** A hostile capture (kinds.ts) as the bytes of a pcap file. */
import { pcapFileHeader, pcapRecord } from '../../src/capture/formats/pcap-writer.js';
import { KINDS } from './kinds.js';

const LINKTYPE_RAW = 101;
/** 2024-05-13T08:00:00Z. */
const START_US = 1_715_587_200_000_000;

export function* hostileCapture(kind: string, packets: number): Generator<Uint8Array> {
  const make = KINDS[kind];
  if (make === undefined) throw new Error(`There is no kind "${kind}"; there are ${Object.keys(KINDS).join(', ')}.`);
  yield pcapFileHeader(LINKTYPE_RAW);
  for (let at = 0; at < packets; at++) {
    const { packet, timeUs } = make(at, packets);
    yield pcapRecord(START_US + timeUs, packet, 0, packet.length, packet.length);
  }
}
