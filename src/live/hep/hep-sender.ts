/**
 * Sends messages as HEP version 3 over UDP to a collector (Homer), and counts those that could not be sent. Over UDP
 * nobody knows what arrives.
 */
import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Datagram } from '../../capture/packet.js';
import type { Refusal } from '../../capture/source.js';
import { joinAddress } from '../../format/addresses.js';
import { errorCode, errorText } from '../../format/errors.js';
import { CHUNK, CHUNK_HEADER, HEP3_HEADER, HEP3_MAGIC } from '../../model/hep.js';
import { isTold } from '../../model/times.js';
import { TRANSPORT_OF_PROTOCOL, type Transport } from '../../model/transports.js';

const SIP = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const LARGEST_UDP_PAYLOAD = 65_507;
const PROTOCOL_NUMBERS: ReadonlyMap<Transport, number> = new Map(
  Array.from(TRANSPORT_OF_PROTOCOL, ([number, transport]) => [transport, number]),
);
const TCP = 6;
const UDP = 17;

/** Messages sent in one go, and the pause after it in ms: a collector's socket holds some hundred. */
const BURST = 64;
const PAUSE_MS = 2;
/** Most messages that wait for the network; those beyond are not sent. */
const MAX_WAITING = 4096;
/** How long the end waits for the network, in ms. */
const MAX_END_MS = 1000;

/** What was sent to a collector. */
export interface Forwarded {
  /** "10.0.0.9:9060", as asked for. */
  to: string;
  sent: number;
  /** Too large for a datagram, or rejected by the network. */
  failed: number;
  /** How often the collector's machine answered that nobody listens there. */
  unwanted: number;
}

export class HepSender {
  readonly figures: Forwarded;
  readonly #socket: Socket;
  readonly #key: string | null;
  readonly #agent: number;
  /** Given to the network, which did not answer yet. */
  #waiting = 0;
  #sinceRest = 0;

  private constructor(socket: Socket, to: string, key: string | null, agent: number) {
    this.figures = { to, sent: 0, failed: 0, unwanted: 0 };
    this.#socket = socket;
    this.#key = key;
    this.#agent = agent;
    // A connected socket is told what ICMP says of earlier datagrams.
    socket.on('error', () => this.figures.unwanted++);
  }

  /** Resolves the collector's name. `agent` is the capture agent id of this program. */
  static async open(host: string, port: number, key: string | null, agent: number): Promise<HepSender | Refusal> {
    try {
      const { address, family } = await lookup(host);
      const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
      socket.connect(port, address);
      await once(socket, 'connect');
      socket.unref();
      return new HepSender(socket, joinAddress(host, port), key, agent);
    } catch (error) {
      const isUnknown = ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(errorCode(error));
      return { refused: `HEP cannot be sent to ${host}: ${isUnknown ? 'there is no such host' : errorText(error)}` };
    }
  }

  send(message: Datagram): void {
    const { figures } = this;
    const packet = this.#waiting < MAX_WAITING ? hepPacket(message, this.#agent, this.#key) : undefined;
    if (packet === undefined) {
      figures.failed++;
      return;
    }
    this.#waiting++;
    this.#sinceRest++;
    this.#socket.send(packet, error => {
      this.#waiting--;
      if (error) figures.failed++;
      else figures.sent++;
    });
  }

  /** True if whoever can wait should `rest` before more is sent. */
  get isBusy(): boolean {
    return this.#sinceRest >= BURST;
  }

  /** Gives the network and the collector time to take what was sent. */
  async rest(): Promise<void> {
    do await pause(PAUSE_MS);
    while (this.#waiting >= BURST);
    this.#sinceRest = 0;
  }

  /** Waits until the network took what was sent, if it does. */
  async flush(): Promise<void> {
    const until = performance.now() + MAX_END_MS;
    do await pause(PAUSE_MS);
    while (this.#waiting > 0 && performance.now() < until);
  }

  close(): Promise<void> {
    return new Promise(resolve => this.#socket.close(resolve));
  }
}

/** Encodes a HEP3 packet; undefined if the message does not fit a datagram. */
export function hepPacket(message: Datagram, agent: number, key: string | null): Uint8Array | undefined {
  const { timeUs, source, destination, transport, bytes, start, end } = message;
  const ipv6 = source.length === 16;
  const protocol = PROTOCOL_NUMBERS.get(transport) ?? (transport === 'unknown' ? UDP : TCP);
  const chunks = [
    chunk(CHUNK.family, Buffer.of(ipv6 ? AF_INET6 : AF_INET)),
    chunk(CHUNK.protocol, Buffer.of(protocol)),
    ...(source.length > 0 ? [chunk(ipv6 ? CHUNK.source6 : CHUNK.source4, source)] : []),
    ...(destination.length > 0 ? [chunk(ipv6 ? CHUNK.destination6 : CHUNK.destination4, destination)] : []),
    chunk(CHUNK.sourcePort, uint16(message.sourcePort)),
    chunk(CHUNK.destinationPort, uint16(message.destinationPort)),
    // A time that nobody told is left out: the collector takes that of the arrival.
    ...(isTold(timeUs) ? [chunk(CHUNK.seconds, uint32(Math.floor(timeUs / 1e6)))] : []),
    ...(isTold(timeUs) ? [chunk(CHUNK.microseconds, uint32(timeUs % 1e6))] : []),
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
