/**
 * A message scanned by the core (src/core/scan/): its bytes are copied in, what was found is copied out, and offsets are those of the caller's bytes. For
 * messages that the core does not read from the input by itself.
 */
import { type HeaderNames, MAX_LENGTH } from '../sip/headers/header-names.js';
import { HEADER_TABLE } from '../sip/headers/header-table.js';
import { ScannedMessage } from '../sip/scan/scanned-message.js';
import { multipartHoldsSdp } from '../sip/scan/sdp-search.js';
import { SCANNED_FIELDS, SCANNED_OFFSETS } from './scanned-fields.js';
import type { WasmCore } from './wasm-core.js';

/** Bytes of a number that the core tells, and words of a number or link (src/core/scan/scanned.ts). */
const TOLD_BYTES = 8;
const PART_WORDS = 3;

/** Gives a core the names of headers, and answers what it asks about messages. No other core may add names to the same table. */
export function answerScanner(core: WasmCore, names: HeaderNames): void {
  for (let number = 1; number <= names.count; number++) learn(core, names.name(number), number);
  for (const { name, compact } of HEADER_TABLE) if (compact !== undefined) learn(core, compact, names.find(name));
  core.host.newHeaderName = (at, length) => names.number(core.bytes, at, at + length);
  core.host.holdsSdp = (typeStart, typeEnd, start, end, loneCr) => {
    const { bytes, view } = core;
    return Number(multipartHoldsSdp({ bytes, view, loneCr: loneCr !== 0 }, typeStart, typeEnd, start, end));
  };
}

function learn(core: WasmCore, name: string, number: number): void {
  const bytes = Buffer.from(name, 'latin1');
  if (bytes.length > MAX_LENGTH) throw new Error(`${name} is longer than a header name may be.`);
  core.exports.learnHeaderName(core.put(bytes, 0, bytes.length), bytes.length, number);
}

/** What the core says about the message scanned last by `scan`. */
export class CoreScan extends ScannedMessage {
  readonly #core: WasmCore;
  /** From an address in the core to the caller's offset. */
  #shift = 0;

  constructor(core: WasmCore, names: HeaderNames) {
    super(names);
    this.#core = core;
    answerScanner(core, names);
  }

  /** Where the core has the caller's byte at this offset, of the message scanned last. */
  addressOf(offset: number): number {
    return offset - this.#shift;
  }

  /** Scans the message at [start, end) of `bytes` for the core alone; returns its address there. */
  scanOnly(bytes: Uint8Array, start: number, end: number): number {
    const core = this.#core;
    const at = core.put(bytes, start, end);
    this.#shift = start - at;
    core.exports.scanMessage(at, at + end - start);
    core.renew();
    return at;
  }

  /** Scans the message at [start, end) of `bytes`. */
  scan(bytes: Uint8Array, start: number, end: number): void {
    const core = this.#core;
    this.scanOnly(bytes, start, end);
    const told = core.exports.tellScanned();
    for (let field = 0; field < SCANNED_FIELDS.length; field++)
      this[SCANNED_FIELDS[field]!] = core.view.getFloat64(told + TOLD_BYTES * field, true);
    const shift = this.#shift;
    const hasCSeq = this.cseqMethodEnd > 0;
    for (const field of SCANNED_OFFSETS) this[field] += shift;
    if (!hasCSeq) this.cseqMethodStart = this.cseqMethodEnd = 0;
    this.#takeParts(
      core.exports.scannedNumbers(),
      this.numberCount,
      shift,
      this.numberKind,
      this.numberStart,
      this.numberEnd,
    );
    this.#takeParts(core.exports.scannedLinks(), this.linkCount, shift, this.linkKind, this.linkStart, this.linkEnd);
    const headers = core.exports.scannedHeaders();
    for (let i = 0; i < this.headerCount; i++) this.headers[i] = core.view.getUint16(headers + 2 * i, true);
  }

  #takeParts(
    from: number,
    count: number,
    shift: number,
    kinds: Uint8Array,
    starts: Int32Array,
    ends: Int32Array,
  ): void {
    const { view } = this.#core;
    for (let i = 0; i < count; i++) {
      const part = from + 4 * PART_WORDS * i;
      kinds[i] = view.getInt32(part, true);
      starts[i] = view.getUint32(part + 4, true) + shift;
      ends[i] = view.getUint32(part + 8, true) + shift;
    }
  }
}
