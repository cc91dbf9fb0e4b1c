/**
 * Writes what is captured to a file as it comes (-w). In: packets and datagrams of live sources. Out: a pcapng, or a pcap where
 * the name ends so; datagrams, which have no packet, as exported PDUs. A disk that is full ends the recording with a sentence,
 * never the watching.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { exportedPdu } from '../capture/exported-pdu.js';
import type { Datagram, Packet } from '../capture/packet.js';
import { pcapFileHeader, pcapRecord } from '../capture/pcap-writer.js';
import { LINKTYPE_EXPORTED_PDU, PcapngWriter } from '../capture/pcapng-writer.js';
import { giveToInvoker } from '../live/privileges.js';

const MOST_HELD = 1 << 20;
const FLUSH_MS = 500;

export class Recording {
  readonly path: string;
  readonly #descriptor: number;
  readonly #pcapng: PcapngWriter | undefined;
  readonly #flushing: NodeJS.Timeout;
  /** Bytes written, and held to be written. */
  bytes = 0;
  #linkType = -1;
  #held: Uint8Array[] = [];
  #heldBytes = 0;
  #failure: string | undefined;

  /** Throws where the file cannot be made; with code EEXIST where it is there and may not be replaced. */
  constructor(path: string, overwrite: boolean) {
    this.path = path;
    this.#descriptor = openSync(path, overwrite ? 'w' : 'wx', 0o644);
    giveToInvoker(path);
    this.#pcapng = path.endsWith('.pcap') ? undefined : new PcapngWriter();
    if (this.#pcapng) this.#hold(this.#pcapng.sectionHeader());
    this.#flushing = setInterval(() => this.#flush(), FLUSH_MS);
    this.#flushing.unref();
  }

  /** Why nothing is written any more, in a sentence; undefined while all is well. */
  get failure(): string | undefined {
    return this.#failure;
  }

  get isWriting(): boolean {
    return this.#failure === undefined;
  }

  packet({ linkType, timeUs, bytes, start, end, originalLength }: Packet): void {
    this.#add(linkType, timeUs, bytes, start, end, originalLength);
  }

  datagram(datagram: Datagram): void {
    const pdu = exportedPdu(datagram);
    this.#add(LINKTYPE_EXPORTED_PDU, datagram.timeUs, pdu, 0, pdu.length, pdu.length);
  }

  close(): void {
    clearInterval(this.#flushing);
    this.#flush();
    closeSync(this.#descriptor);
  }

  #add(linkType: number, timeUs: number, bytes: Uint8Array, start: number, end: number, originalLength: number): void {
    if (this.#failure !== undefined) return;
    if (this.#pcapng) {
      this.#hold(this.#pcapng.packet(linkType, timeUs, bytes, start, end, originalLength));
      return;
    }
    if (this.#linkType < 0) this.#hold(pcapFileHeader(linkType));
    else if (this.#linkType !== linkType) {
      this.#failure = `${this.path} is a pcap, which holds one link type (${this.#linkType}, not ${linkType}): it is written no further. A .pcapng holds all.`;
      return;
    }
    this.#linkType = linkType;
    this.#hold(pcapRecord(timeUs, bytes, start, end, originalLength));
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
    this.bytes += bytes.length;
    if (this.#heldBytes >= MOST_HELD) this.#flush();
  }

  #flush(): void {
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#failure ??= `${this.path} is written no further: ${why}. What was written before is there; watching goes on.`;
    }
  }
}
