/**
 * Sends messages as HEP version 3 over UDP to a collector (Homer), and counts those that could not be sent. Over UDP
 * nobody knows what arrives.
 */
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import type { Datagram } from '../../capture/packet.js';
import type { Refusal } from '../../capture/source.js';
import { isTold } from '../../model/times.js';
import { TRANSPORT_OF_PROTOCOL, type Transport } from '../../model/transports.js';
import { CHUNK, CHUNK_HEADER, HEP3_HEADER, HEP3_MAGIC } from './hep-report.js';

const SIP = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const LARGEST_UDP_PAYLOAD = 65_507;
const PROTOCOL_NUMBERS: ReadonlyMap<Transport, number> = new Map(
  Array.from(TRANSPORT_OF_PROTOCOL, ([number, transport]) => [transport, number]),
);
const TCP = 6;
const UDP = 17;

export class HepSender {
  readonly #socket: Socket;
  readonly #port: number;
  readonly #address: string;
  readonly #key: string | null;
  readonly #agent: number;
  sent = 0;
  /** Too large for a datagram, or rejected by the network. */
  failed = 0;

  private constructor(socket: Socket, address: string, port: number, key: string | null, agent: number) {
    this.#socket = socket;
    this.#address = address;
    this.#port = port;
    this.#key = key;
    this.#agent = agent;
    socket.on('error', () => this.failed++);
  }

  /** Resolves the collector's name. `agent` is the capture agent id of this program. */
  static async open(host: string, port: number, key: string | null, agent: number): Promise<HepSender | Refusal> {
    try {
      const { address, family } = await lookup(host);
      const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
      socket.unref();
      return new HepSender(socket, address, port, key, agent);
    } catch {
      return { refused: `HEP cannot be sent to ${host}: there is no such host` };
    }
  }

  send(message: Datagram): void {
    const packet = hepPacket(message, this.#agent, this.#key);
    if (packet === undefined) {
      this.failed++;
      return;
    }
    this.#socket.send(packet, this.#port, this.#address, error => {
      if (error) this.failed++;
      else this.sent++;
    });
  }

  close(): Promise<void> {
    return new Promise(resolve => this.#socket.close(resolve));
  }
}

/** Encodes a HEP3 packet; undefined if the message does not fit a datagram. A time that nobody told is 0, which receivers take as none. */
export function hepPacket(message: Datagram, agent: number, key: string | null): Uint8Array | undefined {
  const { source, destination, transport, bytes, start, end } = message;
  const timeUs = isTold(message.timeUs) ? message.timeUs : 0;
  const ipv6 = source.length === 16;
  const protocol = PROTOCOL_NUMBERS.get(transport) ?? (transport === 'unknown' ? UDP : TCP);
  const chunks = [
    chunk(CHUNK.family, Buffer.of(ipv6 ? AF_INET6 : AF_INET)),
    chunk(CHUNK.protocol, Buffer.of(protocol)),
    ...(source.length > 0 ? [chunk(ipv6 ? CHUNK.source6 : CHUNK.source4, source)] : []),
    ...(destination.length > 0 ? [chunk(ipv6 ? CHUNK.destination6 : CHUNK.destination4, destination)] : []),
    chunk(CHUNK.sourcePort, uint16(message.sourcePort)),
    chunk(CHUNK.destinationPort, uint16(message.destinationPort)),
    chunk(CHUNK.seconds, uint32(Math.floor(timeUs / 1e6))),
    chunk(CHUNK.microseconds, uint32(timeUs % 1e6)),
    chunk(CHUNK.payloadType, Buffer.of(SIP)),
    chunk(CHUNK.agent, uint32(agent)),
    ...(key === null ? [] : [chunk(CHUNK.key, Buffer.from(key, 'utf8'))]),
    chunk(CHUNK.payload, bytes.subarray(start, end)),
  ];
  const length = chunks.reduce((sum, each) => sum + each.length, HEP3_HEADER);
  if (length > LARGEST_UDP_PAYLOAD) return undefined;
  const header = Buffer.alloc(HEP3_HEADER);
  header.writeUInt32BE(HEP3_MAGIC, 0);
  header.writeUInt16BE(length, 4);
  return Buffer.concat([header, ...chunks]);
}

/** Vendor 0, type, length including this header, value. */
function chunk(type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(CHUNK_HEADER + value.length);
  bytes.writeUInt16BE(type, 2);
  bytes.writeUInt16BE(Math.min(bytes.length, 0xffff), 4);
  bytes.set(value, CHUNK_HEADER);
  return bytes;
}

function uint16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
