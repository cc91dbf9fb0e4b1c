/** The packets and datagrams a text reader has made and nobody has taken yet, in order. */
import type { Datagram, Packet } from '../packet.js';
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
}

export class PrintedQueue {
  private made: (PrintedPacket | PrintedDatagram)[] = [];
  private taken = 0;

  add(printed: PrintedPacket | PrintedDatagram): void {
    this.made.push(printed);
  }

  /** As `Transcript.take`. */
  take(packet: Packet, datagram: Datagram): 'packet' | 'datagram' | undefined {
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
    fillDatagram(datagram, printed);
    return 'datagram';
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
