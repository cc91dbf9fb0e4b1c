/**
 * Hands a message that TypeScript decoded to the core, which scans it, writes its row and links it to its conversation (src/core/conversations/add.ts), and keeps
 * beside the row what few messages have.
 */
import { CARRIED } from '../binding/layouts.js';
import type { WasmCore } from '../binding/wasm-core.js';
import type { DecodedMessage, Part } from '../decode/decoded-message.js';
import { type MessageId, messageId } from '../model/ids.js';
import { isTold } from '../model/times.js';
import { faultBits } from '../sip/message/fault-bits.js';
import { MESSAGE, type MessageTable, TRANSPORT_SHIFT } from './message-table.js';
import { outerLayersAt } from './values/outer-layers.js';
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

/** Bytes between the two addresses handed over. */
const ADDRESS = 16;

export class Arrival {
  readonly #core: WasmCore;
  readonly #messages: MessageTable;
  readonly #texts: MessageTexts;

  constructor(core: WasmCore, messages: MessageTable, texts: MessageTexts) {
    const { host } = core;
    this.#core = core;
    this.#messages = messages;
    this.#texts = texts;
    host.faultBits = (id, at, length, cut) => {
      const faults = faultBits(core.bytes.slice(at, at + length), cut === 1);
      if (faults !== 0) messages.faults.set(messageId(id), faults);
      return faults;
    };
    host.otherCseqMethod = (id, method) => messages.setOtherCseqMethod(messageId(id), method);
    host.tunnelNumber = (at, count) => texts.tunnel(outerLayersAt(core, at, count));
    host.placeUs = id => messages.placeUs.get(messageId(id));
  }

  /** Adds the message that was just scanned at the address `start`; returns its id. */
  add(decoded: DecodedMessage, location: Location, start: number): MessageId {
    const { exports } = this.#core;
    const messages = this.#messages;
    this.#carry(decoded, location);
    const id = this.#core.adding(() => {
      const added = messageId(exports.addScanned(start, start + decoded.end - decoded.start));
      exports.settleAll();
      return added;
    });
    if (!isTold(decoded.timeUs) && location.placeUs > 0) messages.placeUs.set(id, location.placeUs);
    messages.file.set(id, location.file);
    messages.origin.set(id, decoded.origin.id);
    if (location.parts !== undefined) messages.parts.set(id, messages.addParts(location.parts));
    return id;
  }

  /** Writes where the message came from to where the core reads it: `Carried`. */
  #carry(decoded: DecodedMessage, location: Location): void {
    // A text that is met first may move the memory.
    const tunnel = this.#texts.tunnel(decoded.tunnel);
    const { bytes, view, exports } = this.#core;
    const { addressBytes, addressLength, sourceOffset, destinationOffset } = decoded;
    const at = exports.carried.value;
    const addresses = exports.carriedAddresses.value;
    for (let i = 0; i < addressLength && i < ADDRESS; i++) {
      bytes[addresses + i] = addressBytes[sourceOffset + i]!;
      bytes[addresses + ADDRESS + i] = addressBytes[destinationOffset + i]!;
    }
    view.setFloat64(at + CARRIED.timeUs, decoded.timeUs, true);
    view.setFloat64(at + CARRIED.placeUs, location.placeUs, true);
    view.setFloat64(at + CARRIED.recordOffset, location.recordOffset, true);
    view.setUint32(at + CARRIED.payloadDelta, location.payloadDelta, true);
    view.setUint32(at + CARRIED.source, addresses, true);
    view.setUint32(at + CARRIED.destination, addresses + ADDRESS, true);
    view.setUint32(at + CARRIED.addressLength, addressLength, true);
    view.setUint32(at + CARRIED.sourcePort, decoded.sourcePort, true);
    view.setUint32(at + CARRIED.destinationPort, decoded.destinationPort, true);
    view.setUint32(at + CARRIED.missing, decoded.missing, true);
    const flags = ((decoded.transport & 7) << TRANSPORT_SHIFT) | (location.dated ? 0 : MESSAGE.Undated);
    view.setUint32(at + CARRIED.flags, flags, true);
    view.setUint32(at + CARRIED.tunnel, tunnel, true);
  }
}
