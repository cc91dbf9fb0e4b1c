/** The packets, datagrams and remarks a text reader has made and nobody has taken yet, in order. */
import type { Datagram, Packet, Remark } from '../packet.js';
import type { Told } from '../source.js';
import type { Endpoint } from './printed-address.js';

export interface PrintedPacket {
  timeUs: number;
  linkType: number;
  bytes: Uint8Array;
  originalLength: number;
}

export interface PrintedDatagram {
  timeUs: number;
  source: Endpoint;
  destination: Endpoint;
  transport: Datagram['transport'];
  /** One char per byte; "" if no SIP was printed. */
  text: string;
  truncated: boolean;
  /** The text says which way it went, if it gives no address. */
  directed?: boolean;
}

/** Most chars kept of a remark. */
const MAX_REMARK = 500;

export class PrintedQueue {
  /** Of how many of its messages the text tells what. */
  readonly told: Told = { messages: 0, time: 0, addresses: 0, transport: 0, direction: 0 };
  private made: (PrintedPacket | PrintedDatagram | Remark)[] = [];
  private taken = 0;

  add(printed: PrintedPacket | PrintedDatagram): void {
    this.made.push(printed);
    if ('source' in printed && printed.text !== '') this.count(printed);
  }

  remark(text: string, timeUs: number): void {
    // A part of a long line would keep all of it in memory: it is copied.
    const kept = text.length > MAX_REMARK ? Buffer.from(text.slice(0, MAX_REMARK), 'latin1').toString('latin1') : text;
    this.made.push({ timeUs, text: kept });
  }

  /** As `Transcript.take`. */
  take(packet: Packet, datagram: Datagram, remark: Remark): 'packet' | 'datagram' | 'remark' | undefined {
    const printed = this.made[this.taken];
    if (printed === undefined) {
      this.made = [];
      this.taken = 0;
      return undefined;
    }
    this.taken++;
    if ('linkType' in printed) {
      fillPacket(packet, printed);
      return 'packet';
    }
    if ('source' in printed) {
      fillDatagram(datagram, printed);
      return 'datagram';
    }
    remark.timeUs = printed.timeUs;
    remark.text = printed.text;
    return 'remark';
  }

  private count({ timeUs, source, destination, transport, directed = false }: PrintedDatagram): void {
    const { told } = this;
    const ends = Number(source.address.length > 0) + Number(destination.address.length > 0);
    told.messages++;
    if (!Number.isNaN(timeUs)) told.time++;
    if (ends === 2) told.addresses++;
    if (transport !== 'unknown') told.transport++;
    if (ends > 0 || directed) told.direction++;
  }
}

function fillPacket(packet: Packet, printed: PrintedPacket): void {
  packet.timeUs = printed.timeUs;
  packet.linkType = printed.linkType;
  packet.bytes = printed.bytes;
  packet.start = 0;
  packet.end = printed.bytes.length;
  packet.originalLength = printed.originalLength;
  packet.recordOffset = -1;
  packet.recordHeaderLength = 0;
}

function fillDatagram(datagram: Datagram, printed: PrintedDatagram): void {
  const bytes = Buffer.from(printed.text, 'latin1');
  datagram.timeUs = printed.timeUs;
  datagram.bytes = bytes;
  datagram.start = 0;
  datagram.end = bytes.length;
  datagram.source = printed.source.address;
  datagram.sourcePort = printed.source.port;
  datagram.destination = printed.destination.address;
  datagram.destinationPort = printed.destination.port;
  datagram.transport = printed.transport;
  datagram.truncated = printed.truncated;
}
