/**
 * What decoding yields: one SIP message (or the datagram thought to be one) with the addresses of the packet that
 * carried it, and the events between messages.
 */
import type { Packet } from '../capture/packet.js';
import type { EventKind } from '../model/event-kinds.js';
import type { RowId } from '../model/ids.js';
import type { ScannedMessage } from '../sip/scan/scanned-message.js';
import type { Origin } from './accounts.js';

/** Where a packet can be found again: a file of the engine's table, and the byte offset of its record there. */
export interface PacketRef {
  file: number;
  recordOffset: number;
}

/** A packet a reassembler asked to keep. */
export interface KeptPacket extends PacketRef {
  /** Bytes from the start of the record to the first captured byte. */
  headerLength: number;
}

/** One of several packets that carried a message, and the place of the message's bytes in its record. */
export interface Part extends PacketRef {
  /** Bytes from the start of the record. */
  start: number;
  /** 0 if the bytes of the message are not there verbatim. */
  length: number;
}

/** Source and destination. Each address is `addressLength` bytes (4 or 16; 0 = unknown) of `addressBytes`. */
export interface Ends {
  readonly addressBytes: Uint8Array;
  readonly sourceOffset: number;
  readonly destinationOffset: number;
  readonly addressLength: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/**
 * One SIP message as it was carried. One object is reused for all: it is valid only during `MessageSink.message`.
 * `bytes` may be the packet's own buffer or a reassembler's.
 */
export interface DecodedMessage {
  timeUs: number;
  /** Index in TRANSPORTS. */
  transport: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Each address is `addressLength` bytes (4 or 16; 0 = unknown) of `addressBytes`. */
  addressBytes: Uint8Array;
  sourceOffset: number;
  destinationOffset: number;
  addressLength: number;
  sourcePort: number;
  destinationPort: number;
  /** Bytes known to be missing at the end of the message (snap length, a stream that ended); 0 if it is whole. */
  missing: number;
  /** The source of its last bytes. */
  origin: Origin;
  /**
   * The packets that carried it, in order of their bytes; set if there are several, or the bytes are not verbatim in
   * one.
   */
  parts: readonly PacketRef[] | undefined;
  /** Set if the message is exactly the bytes of these parts, one after the other. */
  pieces: readonly Part[] | undefined;
  /** The sink's `scanned` already holds the scan of this message. */
  scanned: boolean;
  /** Outer layers worth showing ("GRE 192.0.2.1 > 192.0.2.2"), outermost first; "" if there are none. */
  tunnel: string;
}

/** An ICMP error, from the host that reports it to the sender of the packet it quotes. It has no ports. */
export interface IcmpError extends Ends {
  kind: EventKind;
  /** Its type and code in words: "port unreachable". */
  detail: string;
}

/** Something that happened to a connection that carried SIP, other than a message. */
export interface ConnectionEvent {
  kind: EventKind;
  /** See `DescribedEvent`. */
  detail: string | null;
  timeUs: number;
  /** From the end that caused it to the one it concerns. Valid only during `MessageSink.connection`. */
  ends: Ends;
  /** Its packet; the offset is -1 if that cannot be read again. */
  place: PacketRef;
  /** The conversations the connection carried lately, by the numbers `MessageSink.message` returned. */
  conversations: ReadonlySet<RowId>;
  /** The last message handed to the sink is cut because of it. */
  cutsMessage: boolean;
}

export interface MessageSink {
  /**
   * A message was completed by `packet`. Where `parts` is undefined, carried.bytes is packet.bytes and the message lies
   * verbatim in the packet at [start, end). Answers its conversation.
   */
  message(decoded: DecodedMessage, packet: Packet | undefined): RowId;
  /** SIP quoted by an ICMP error: an event of its conversation, never counted as a message. */
  quoted(decoded: DecodedMessage, error: IcmpError, packet: Packet | undefined): void;
  connection(event: ConnectionEvent): void;
  /**
   * The decoder will need this packet again (a fragment, a segment): returns where it can be found. Called at most
   * once per packet, and only for packets that may turn out to carry SIP.
   */
  keep(packet: Packet): KeptPacket;
  /** The sink's scan result. Messages with `DecodedMessage.scanned` set are already in it and need no second scan. */
  readonly scanned?: ScannedMessage;
}
