/**
 * Adds decoded messages to the tables. Their bytes stay in the source if it can be read again, else they go to the
 * spool.
 */
import type { Packet } from '../../capture/packet.js';
import { PcapngWriter } from '../../capture/formats/pcapng-writer.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { Location } from '../../conversations/arrival.js';
import { addConnectionEvent, addIcmpError } from '../../conversations/events/event-attribution.js';
import type {
  DecodedMessage,
  ConnectionEvent,
  IcmpError,
  KeptPacket,
  MessageSink,
  PacketRef,
} from '../../decode/decoded-message.js';
import { NO_MESSAGE, type RowId } from '../../model/ids.js';
import type { ScannedMessage } from '../../sip/scan/scanned-message.js';
import type { OpenFile } from '../sources/open-file.js';
import type { Remarks } from '../sources/remarks.js';
import type { LiveSinks } from '../live/live-sinks.js';
import type { Spool } from '../spool/spool.js';

export class MessageIndexer implements MessageSink {
  readonly #conversations: Conversations;
  readonly #spool: Spool;
  readonly #sinks: LiveSinks;
  readonly #remarks: Remarks;
  /** See `MessageSink`. */
  readonly scanned: ScannedMessage;
  readonly #location: Location = {
    file: 0,
    recordOffset: 0,
    payloadDelta: 0,
    placeUs: 0,
    dated: true,
    parts: undefined,
  };
  #file: OpenFile | undefined;
  /** Where the packet at hand was put in the spool; undefined while it was not. */
  #spooled: KeptPacket | undefined;

  constructor(conversations: Conversations, spool: Spool, sinks: LiveSinks, remarks: Remarks) {
    this.#conversations = conversations;
    this.#spool = spool;
    this.#sinks = sinks;
    this.#remarks = remarks;
    this.scanned = conversations.scan;
  }

  /** Messages taken in so far. */
  get messages(): number {
    return this.#conversations.messages.count;
  }

  /** The next packet comes from this file. */
  begin(file: OpenFile | undefined): void {
    this.#file = file;
    this.#spooled = undefined;
  }

  message(decoded: DecodedMessage, packet: Packet | undefined): RowId {
    const id = this.#conversations.add(decoded, this.#locate(decoded, packet));
    const { messages } = this.#conversations;
    if (this.#file?.source.remark) this.#remarks.message(decoded.origin.id, id);
    if (this.#file?.source.live) {
      messages.setUnsaved(id, this.#sinks.message(decoded, this.#file.isKept(decoded.timeUs)));
    } else if (this.#file?.forwards) this.#sinks.send(decoded);
    return messages.conversation.get(id);
  }

  quoted(decoded: DecodedMessage, error: IcmpError, packet: Packet | undefined): void {
    this.scanned.scan(decoded.bytes, decoded.start, decoded.end);
    addIcmpError(this.#conversations, decoded, this.scanned, error, packet?.recordOffset ?? -1);
  }

  connection(event: ConnectionEvent): void {
    addConnectionEvent(this.#conversations, event);
  }

  /** Keeps what a live source lost since it was asked last, as of its latest packet: nobody tells when it was lost. */
  noteLosses(file: OpenFile): void {
    const dropped = file.source.dropped?.();
    const drops = (dropped?.kernel ?? 0) + (dropped?.interface ?? 0) + (dropped?.program ?? 0);
    if (drops <= file.dropsTold || file.endUs < file.startUs) return;
    this.#conversations.events.addToSource(file.id, {
      kind: 'capture-loss',
      timeUs: file.endUs,
      message: NO_MESSAGE,
      source: 0,
      destination: 0,
      file: file.id,
      recordOffset: -1,
      detail: `${drops - file.dropsTold} packets`,
    });
    file.dropsTold = drops;
  }

  keep(packet: Packet): KeptPacket {
    const file = this.#file;
    if (file && this.#isRereadable(packet)) {
      return { file: file.id, recordOffset: packet.recordOffset, headerLength: packet.recordHeaderLength };
    }
    this.#spooled ??= { ...this.#spool.packet(packet), headerLength: PcapngWriter.packetHeaderLength };
    return this.#spooled;
  }

  /** A packet that was mended or cut by damage has no record to read again, even in a plain file. */
  #isRereadable(packet: Packet): boolean {
    return this.#file?.source.rereadable === true && packet.recordOffset >= 0;
  }

  /** Where the message lies: in its packets where they hold it verbatim, else in the spool. */
  #locate(decoded: DecodedMessage, packet: Packet | undefined): Location {
    const location = this.#location;
    const { parts, pieces } = decoded;
    location.parts = undefined;
    location.placeUs = this.#file?.latestUs ?? 0;
    location.dated = this.#file?.source.dated ?? true;
    // If its first packets came long ago, their segment may have been removed by now.
    if (pieces?.some(({ file }) => file !== this.#file?.id && !this.#spool.holds(file))) return this.#copied(decoded);
    if (pieces?.length === 1) return place(location, pieces[0]!, pieces[0]!.start);
    if (pieces?.length && this.#file?.source.live === false) {
      location.parts = pieces;
      return place(location, pieces[0]!, pieces[0]!.start);
    }
    if (packet === undefined || parts !== undefined) {
      location.parts = parts?.map(({ file, recordOffset }) => ({ file, recordOffset, start: 0, length: 0 }));
      return this.#copied(decoded);
    }
    const inPacket = decoded.start - packet.start;
    if (this.#file && this.#isRereadable(packet)) {
      location.file = this.#file.id;
      location.recordOffset = packet.recordOffset;
      location.payloadDelta = packet.recordHeaderLength + inPacket;
      return location;
    }
    return place(location, this.keep(packet), PcapngWriter.packetHeaderLength + inPacket);
  }

  /** On its own in the spool. */
  #copied(decoded: DecodedMessage): Location {
    const kept = this.#spool.message(decoded);
    return place(this.#location, kept, kept.payloadDelta);
  }
}

function place(location: Location, { file, recordOffset }: PacketRef, payloadDelta: number): Location {
  location.file = file;
  location.recordOffset = recordOffset;
  location.payloadDelta = payloadDelta;
  return location;
}
