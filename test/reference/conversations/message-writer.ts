/** Writes what was decoded and scanned of a message into its row of the message table. */
import type { DecodedMessage, Part } from '../../../src/decode/decoded-message.js';
import type { MessageId } from '../../../src/model/ids.js';
import { isTold } from '../../../src/model/times.js';
import type { ScannedMessage } from '../../../src/sip/scan/scanned-message.js';
import { MESSAGE, type MessageTable, messageFlags } from './message-table.js';
import type { Endpoints } from './values/endpoints.js';
import type { MessageTexts } from './values/message-texts.js';

/** Where to find the bytes of a message. */
export interface Location {
  file: number;
  /** Byte offset of the record in the file, and from there to the message. */
  recordOffset: number;
  payloadDelta: number;
  /** The last time its source told, where a message without one belongs; and whether those times have dates. */
  placeUs: number;
  dated: boolean;
  /**
   * The packets that carried it, if there are several; if verbatim there, it is read from them, and the above is the
   * first's.
   */
  parts: readonly Part[] | undefined;
}

export class MessageWriter {
  readonly #messages: MessageTable;
  readonly #endpoints: Endpoints;
  readonly #texts: MessageTexts;

  constructor(messages: MessageTable, endpoints: Endpoints, texts: MessageTexts) {
    this.#messages = messages;
    this.#endpoints = endpoints;
    this.#texts = texts;
  }

  /** Fills row `id`. What depends on the conversation (its row, numbers, headers) is for the caller to add. */
  write(
    id: MessageId,
    decoded: DecodedMessage,
    view: DataView,
    scanned: ScannedMessage,
    location: Location,
    faults: number,
  ): void {
    const messages = this.#messages;
    const endpoints = this.#endpoints;
    const texts = this.#texts;
    messages.timeUs.set(id, decoded.timeUs);
    if (!isTold(decoded.timeUs) && location.placeUs > 0) messages.placeUs.set(id, location.placeUs);
    messages.file.set(id, location.file);
    messages.recordOffset.set(id, location.recordOffset);
    messages.payloadDelta.set(id, location.payloadDelta);
    messages.length.set(id, decoded.end - decoded.start);
    if (location.parts !== undefined) messages.parts.set(id, messages.addParts(location.parts));
    const { addressBytes, addressLength } = decoded;
    messages.source.set(id, endpoints.id(addressBytes, decoded.sourceOffset, addressLength, decoded.sourcePort));
    messages.destination.set(
      id,
      endpoints.id(addressBytes, decoded.destinationOffset, addressLength, decoded.destinationPort),
    );
    messages.tunnel.set(id, texts.tunnel(decoded.tunnel));

    const cseqMethod = texts.cseqMethod(view, scanned);
    if (scanned.isResponse === 1) {
      messages.method.set(id, cseqMethod);
      messages.status.set(id, scanned.status);
      messages.reason.set(id, texts.reason(view, scanned));
    } else {
      const method = texts.method(view, scanned);
      messages.method.set(id, method);
      if (cseqMethod !== method) messages.setOtherCseqMethod(id, cseqMethod);
    }
    messages.cseq.set(id, scanned.cseq);
    messages.branch.set(id, scanned.branch);
    messages.fromTag.set(id, scanned.fromTag);
    messages.toTag.set(id, scanned.toTag);
    messages.flags.set(id, messageFlags(decoded, scanned, faults) | (location.dated ? 0 : MESSAGE.Undated));
  }
}
