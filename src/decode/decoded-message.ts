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

/** One of several packets that carried a message, and where in its record the message's bytes lie. */
export interface Part extends PacketRef {
  /** Bytes from the start of the record. */
  start: number;
  /** 0 where the bytes of the message do not lie there verbatim. */
  length: number;
}

/** Between whom something passed: address bytes lie in `addressBytes`, `addressLength` (4 or 16; 0 = unknown) each. */
export interface Ends {
  readonly addressBytes: Uint8Array;
  readonly sourceOffset: number;
  readonly destinationOffset: number;
  readonly addressLength: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/**
 * One SIP message as it was carried. One object is reused for all: valid only during `MessageSink.message`.
 * `bytes` may be the packet's own buffer or one of the reassembler's.
 */
export interface DecodedMessage {
  timeUs: number;
  /** Index in TRANSPORTS. */
  transport: number;
  bytes: Uint8Array;
  start: number;
  end: number;
  /** Address bytes lie in `addressBytes` at these offsets, `addressLength` (4 or 16; 0 = unknown) each. */
  addressBytes: Uint8Array;
  sourceOffset: number;
  destinationOffset: number;
  addressLength: number;
  sourcePort: number;
  destinationPort: number;
  /** Bytes the message is known to lack at its end (snap length, a stream that ended); 0 where it is whole. */
  missing: number;
  /** The source of its last bytes. */
  origin: Origin;
  /** The packets that carried it, in order of their bytes, where there are several or the bytes are not verbatim in one. */
  parts: readonly PacketRef[] | undefined;
  /** Set where the message is exactly the bytes of these parts, one after the other. */
  pieces: readonly Part[] | undefined;
  /** The sink's `scanned` says already what this message says. */
  scanned: boolean;
  /** Outer layers worth showing ("GRE 192.0.2.1 > 192.0.2.2"), outermost first; "" where there are none. */
  tunnel: string;
}

/** An ICMP error: from who met the problem to who sent the packet it quotes. It has no ports. */
export interface IcmpError extends Ends {
  kind: EventKind;
  /** Its type and code in words: "port unreachable". */
  detail: string;
}

/** Something that happened to a connection that carried SIP, other than a message. */
export interface ConnectionEvent {
  kind: EventKind;
  /** See `SaidEvent`. */
  detail: string | null;
  timeUs: number;
  /** From who caused it to whom it concerns. Valid only during `MessageSink.connection`. */
  ends: Ends;
  /** Its packet; the offset is -1 where there is none to read again. */
  place: PacketRef;
  /** The conversations the connection carried lately, as `MessageSink.message` numbered them. */
  conversations: ReadonlySet<RowId>;
  /** The message handed to the sink last lacks bytes because of it. */
  cutsMessage: boolean;
}

export interface MessageSink {
  /**
   * A message was completed by `packet`. Where `parts` is undefined, carried.bytes is packet.bytes and the message lies
   * verbatim in the packet at [start, end). Answers its conversation.
   */
  message(decoded: DecodedMessage, packet: Packet | undefined): RowId;
  /** SIP quoted in an ICMP error: an event of its conversation, never counted as a message. */
  quoted(decoded: DecodedMessage, error: IcmpError, packet: Packet | undefined): void;
  connection(event: ConnectionEvent): void;
  /**
   * The decoder wants to find this packet again (a fragment, a segment): gives it a place. Called at most once a packet,
   * and only for packets that may turn out to carry SIP.
   */
  keep(packet: Packet): KeptPacket;
  /** Where there is one: messages that are told by `DecodedMessage.scanned` to be scanned need not be scanned again. */
  readonly scanned?: ScannedMessage;
}
