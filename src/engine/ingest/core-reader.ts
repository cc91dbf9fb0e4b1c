/**
 * Has the core read the records of a plain file by itself, as far as they are of the common kind (src/core/packets/): from the bytes to the tables without a step
 * in TypeScript. It stops before a packet that is for the decoder.
 */
import type { PlainRecords } from '../../capture/source.js';
import { PART, PART_BYTES, RECORDS } from '../../binding/layouts.js';
import type { Conversations } from '../../conversations/conversations.js';
import { messageId } from '../../model/ids.js';
import type { Part } from '../../decode/decoded-message.js';
import type { Decoder } from '../../decode/decoder.js';
import type { OpenFile } from '../sources/open-file.js';

/** Bytes handed over at once: one to two milliseconds of work, and what the nearest caches hold. */
const PIECE = 1 << 18;
/** The first piece fills a screen: by code that has not run before, a larger one takes far longer than a slice. */
const FIRST_PIECE = 1 << 16;

export class CoreReader {
  readonly #conversations: Conversations;
  /** Bytes of the file that the core has: from this offset to that, up to which it has not come. */
  #file: OpenFile | undefined;
  #from = 0;
  #to = 0;

  constructor(conversations: Conversations) {
    const { core, messages } = conversations;
    this.#conversations = conversations;
    core.host.joined = (id, at, count) => messages.parts.set(messageId(id), messages.addParts(this.#parts(at, count)));
  }

  /**
   * Takes one piece of the records at hand.
   * @param limit The messages there may be in all.
   * @param decoder Takes the other packets, and shares its TCP streams.
   * @returns True where it may go on at once: it stopped because the piece was at its end.
   */
  take(file: OpenFile, limit: number, decoder: Decoder): boolean {
    const records = file.source.records?.();
    if (records === undefined || records.start === records.end) return false;
    const { core, messages } = this.#conversations;
    const { exports } = core;
    const start = records.origin + records.start;
    const end = this.#piece(file, records);
    const window = exports.windowOf(PIECE);
    const at = window + start - this.#from;
    const known = messages.count;
    const { view } = core;
    const to = exports.records.value;
    view.setFloat64(to + RECORDS.origin, this.#from, true);
    view.setFloat64(to + RECORDS.messageLimit, limit, true);
    view.setUint32(to + RECORDS.window, window, true);
    view.setUint32(to + RECORDS.fractions, records.nanoseconds ? 1e9 : 1e6, true);
    view.setInt32(to + RECORDS.linkType, records.linkType, true);
    view.setInt32(to + RECORDS.finished, Number(records.finished && end === records.origin + records.end), true);
    view.setInt32(to + RECORDS.sharesStreams, Number(decoder.sharesStreams), true);
    const wantsMore = core.adding(() => exports.takeRecords(at, window + end - this.#from)) === 1;
    this.#account(file, records, start, at, known);
    const isOverfull = core.view.getInt32(to + RECORDS.overfull, true) === 1;
    if (isOverfull) decoder.boundStreams();
    if (!wantsMore) return false;
    if (isOverfull) return true;
    this.#to = 0;
    return end < records.origin + records.end && core.view.getUint32(to + RECORDS.position, true) > at;
  }

  /** Hands over bytes from where the records begin, unless the core has them; returns the offset in the file where they end. */
  #piece(file: OpenFile, { bytes, start, end, origin }: PlainRecords): number {
    const from = origin + start;
    if (file === this.#file && from >= this.#from && from < this.#to) return this.#to;
    const { core, messages } = this.#conversations;
    const to = Math.min(origin + end, from + (messages.count === 0 ? FIRST_PIECE : PIECE));
    const window = core.exports.windowOf(PIECE);
    core.renew();
    core.bytes.set(bytes.subarray(start, to - origin), window);
    this.#file = file;
    this.#from = from;
    this.#to = to;
    return to;
  }

  /** The parts of a message, as the core tells them. */
  #parts(address: number, count: number): Part[] {
    const { view } = this.#conversations.core;
    const file = this.#file?.id ?? 0;
    return Array.from({ length: count }, (_, index) => {
      const at = address + index * PART_BYTES;
      return {
        file,
        recordOffset: view.getFloat64(at + PART.recordOffset, true),
        start: view.getUint32(at + PART.start, true),
        length: view.getUint32(at + PART.length, true),
      };
    });
  }

  /** Notes what became of the packets that were taken. */
  #account(file: OpenFile, records: PlainRecords, start: number, at: number, known: number): void {
    const { core, messages } = this.#conversations;
    const { view } = core;
    const told = core.exports.records.value;
    const number = (field: number) => view.getInt32(told + field, true);
    const packets = number(RECORDS.packets);
    if (packets === 0) return;
    const { accounts } = file;
    accounts.read += packets;
    accounts.sip += number(RECORDS.sip);
    accounts.truncated += number(RECORDS.truncated);
    for (const [name, field] of [
      ['rtp', RECORDS.rtp],
      ['rtcp', RECORDS.rtcp],
      ['tcp ack', RECORDS.acks],
      ['tcp retransmission', RECORDS.sentAgain],
      ['keep-alive', RECORDS.keepAlives],
    ] as const)
      if (number(field) > 0) accounts.countOther(name, number(field));
    for (const field of [RECORDS.startUs, RECORDS.endUs, RECORDS.latestUs])
      file.note(view.getFloat64(told + field, true));
    const first = messageId(known);
    messages.file.fill(first, messages.count, file.id);
    messages.origin.fill(first, messages.count, file.id);
    const position = start - records.origin + view.getUint32(told + RECORDS.position, true) - at;
    file.source.passed?.(position, view.getUint32(told + RECORDS.seconds, true));
  }
}
