/** Hands messages to the sink in the one reused `DecodedMessage`, and gives the verdict on the current packet. */
import type { Packet } from '../capture/packet.js';
import type { RowId } from '../model/ids.js';
import type { ScannedMessage } from '../sip/scan/scanned-message.js';
import { NOWHERE, type Origin } from './accounts.js';
import type {
  DecodedMessage,
  ConnectionEvent,
  Ends,
  IcmpError,
  KeptPacket,
  MessageSink,
  PacketRef,
  Part,
} from './decoded-message.js';
import { PacketHold } from './packet-hold.js';
import type { Cursor } from './cursor.js';
import { TunnelTexts } from './tunnels/tunnel-texts.js';

/** A message put together from several packets, or not verbatim in one. */
export interface Assembled {
  bytes: Uint8Array;
  start: number;
  end: number;
  missing: number;
  transport: number;
  timeUs: number;
  /** The source of its last bytes. */
  origin: Origin;
  parts: readonly PacketRef[];
  /** See `DecodedMessage`. */
  pieces: readonly Part[] | undefined;
  tunnel: string;
}

/** A reassembled datagram at the cursor, and where its bytes are in the records of its packets. */
export interface Datagram {
  readonly bytes: Uint8Array;
  /** The parts that bytes[start, end) came in; undefined if some are not there verbatim. */
  parts(start: number, end: number): Part[] | undefined;
}

export class Delivery {
  readonly #sink: MessageSink;
  readonly #tunnels = new TunnelTexts();
  readonly #decoded: DecodedMessage;
  #packet: Packet | undefined = undefined;
  /** Time of the current packet. */
  timeUs = 0;
  /** Its source. */
  origin: Origin = NOWHERE;
  /** The current packet carried a message. */
  sip = false;
  /** Messages handed to the sink so far. */
  messages = 0;
  /** The hold that accounts for the current packet; undefined while the packet accounts for itself. */
  packetHold: PacketHold | undefined = undefined;
  /** The reassembled datagram, while its last fragment is being decoded. */
  datagram: Datagram | undefined = undefined;
  /** The current packet is pending, and whoever took it accounts for it. */
  #taken = false;

  constructor(sink: MessageSink) {
    this.#sink = sink;
    const none = new Uint8Array(0);
    this.#decoded = {
      timeUs: 0,
      transport: 0,
      bytes: none,
      start: 0,
      end: 0,
      addressBytes: none,
      sourceOffset: 0,
      destinationOffset: 0,
      addressLength: 0,
      sourcePort: 0,
      destinationPort: 0,
      missing: 0,
      origin: NOWHERE,
      parts: undefined,
      pieces: undefined,
      scanned: false,
      tunnel: '',
    };
  }

  /** Begins a packet: it is pending until `settle`. */
  open(packet: Packet, origin: Origin): void {
    this.#packet = packet;
    this.timeUs = packet.timeUs;
    this.origin = origin;
    this.sip = false;
    this.packetHold = undefined;
    this.datagram = undefined;
    this.#taken = false;
  }

  /** Begins a datagram, which has no packet. */
  openDatagram(timeUs: number, origin: Origin): void {
    this.#packet = undefined;
    this.timeUs = timeUs;
    this.origin = origin;
    this.sip = false;
    this.packetHold = undefined;
    this.datagram = undefined;
    this.#taken = false;
  }

  /** The sink's scan result, see `MessageSink`. */
  get scanned(): ScannedMessage | undefined {
    return this.#sink.scanned;
  }

  /** Makes the current packet findable, for a reassembler that keeps bytes of it. */
  hold(): PacketHold {
    this.packetHold ??= new PacketHold(
      this.origin,
      this.#packet === undefined ? [] : [this.#sink.keep(this.#packet)],
      1,
    );
    return this.packetHold.hold();
  }

  /**
   * Hands the current packet over to something that accounts for it from now on. Returns the packets it consists of.
   */
  take(): readonly KeptPacket[] {
    if (this.packetHold !== undefined || this.#packet === undefined) return this.hold().handOver();
    this.#taken = true;
    return [this.#sink.keep(this.#packet)];
  }

  /**
   * Bytes from the start of a record to the cursor's byte at `offset`; -1 if it is not there verbatim. `refs`: what
   * `hold` or `take` returned for the current packet.
   */
  place(at: Cursor, offset: number, refs: readonly KeptPacket[]): number {
    const packet = this.#packet;
    if (packet === undefined || at.bytes !== packet.bytes || refs.length !== 1) return -1;
    return refs[0]!.headerLength + offset - packet.start;
  }

  /** Gives the verdict on the current packet, unless a reassembler holds it. */
  settle(other: string | undefined, undecodable: string | undefined): void {
    const { packetHold } = this;
    if (packetHold !== undefined) {
      if (this.sip) packetHold.countSip();
      else if (packetHold.held) return;
      else if (other !== undefined || undecodable === undefined) packetHold.countOther(other ?? 'unknown');
      else packetHold.countUndecodable(undecodable);
      return;
    }
    const { accounts } = this.origin;
    if (this.#taken) return;
    accounts.pending--;
    if (this.sip) accounts.sip++;
    else if (other !== undefined || undecodable === undefined) accounts.countOther(other ?? 'unknown');
    else accounts.countUndecodable(undecodable);
  }

  /** Delivers a message in one piece at bytes[start, end) of the cursor. Returns what the sink returns. */
  message(at: Cursor, start: number, end: number, missing: number, scanned = false): RowId {
    this.sip = true;
    this.#fill(at, start, end, missing);
    this.#decoded.scanned = scanned;
    this.messages++;
    return this.#sink.message(this.#decoded, this.#packet);
  }

  /** Delivers SIP quoted by an ICMP error, at the cursor. */
  quoted(at: Cursor, error: IcmpError): void {
    this.#fill(at, at.start, at.end, at.missing);
    this.#decoded.scanned = false;
    this.#sink.quoted(this.#decoded, error, this.#packet);
  }

  /** Reports something that happened to a connection. */
  connection(event: ConnectionEvent): void {
    this.#sink.connection(event);
  }

  /** Where the current packet is, whether or not it is kept. */
  get here(): PacketRef {
    return { file: this.origin.id, recordOffset: this.#packet?.recordOffset ?? -1 };
  }

  /** Outer layers of the packet at the cursor, as text. */
  tunnel(at: Cursor): string {
    return at.tunnels === 0 ? '' : this.#tunnels.of(at);
  }

  /** Delivers a message that passed between these ends. Returns what the sink returns. */
  assembled(ends: Ends, message: Assembled): RowId {
    const decoded = this.#decoded;
    decoded.timeUs = message.timeUs;
    decoded.transport = message.transport;
    decoded.bytes = message.bytes;
    decoded.start = message.start;
    decoded.end = message.end;
    decoded.missing = message.missing;
    decoded.origin = message.origin;
    decoded.addressBytes = ends.addressBytes;
    decoded.sourceOffset = ends.sourceOffset;
    decoded.destinationOffset = ends.destinationOffset;
    decoded.addressLength = ends.addressLength;
    decoded.sourcePort = ends.sourcePort;
    decoded.destinationPort = ends.destinationPort;
    decoded.parts = message.parts;
    decoded.pieces = message.pieces;
    decoded.scanned = false;
    decoded.tunnel = message.tunnel;
    this.messages++;
    return this.#sink.message(decoded, this.#packet);
  }

  #fill(at: Cursor, start: number, end: number, missing: number): void {
    const decoded = this.#decoded;
    decoded.timeUs = at.timeIn(this.timeUs);
    decoded.transport = at.transport;
    decoded.bytes = at.bytes;
    decoded.start = start;
    decoded.end = end;
    decoded.missing = missing;
    decoded.origin = this.origin;
    decoded.addressBytes = at.addressBytes;
    decoded.sourceOffset = at.sourceOffset;
    decoded.destinationOffset = at.destinationOffset;
    decoded.addressLength = at.addressLength;
    decoded.sourcePort = at.sourcePort;
    decoded.destinationPort = at.destinationPort;
    decoded.tunnel = this.tunnel(at);
    const verbatim = this.#packet !== undefined && at.bytes === this.#packet.bytes;
    const { datagram } = this;
    decoded.pieces = datagram !== undefined && at.bytes === datagram.bytes ? datagram.parts(start, end) : undefined;
    if (verbatim) decoded.parts = undefined;
    else if (decoded.pieces !== undefined) decoded.parts = decoded.pieces;
    else if (this.packetHold !== undefined) decoded.parts = this.packetHold.refs;
    else if (this.#packet !== undefined) {
      this.packetHold = new PacketHold(this.origin, [this.#sink.keep(this.#packet)]);
      decoded.parts = this.packetHold.refs;
    } else decoded.parts = undefined;
  }
}
