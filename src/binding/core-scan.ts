/**
 * A message scanned by the core (src/core/scan/): its bytes are copied in, what was found is copied out, and offsets are those of the caller's bytes. For
 * messages that the core does not read from the input by itself.
 */
import { type HeaderNames, MAX_LENGTH } from '../sip/headers/header-names.js';
import { HEADER_TABLE } from '../sip/headers/header-table.js';
import { MAX_HEADER_LINES, MAX_LINKS, MAX_NUMBERS, ScannedMessage } from '../sip/scan/scanned-message.js';
import { multipartHoldsSdp } from '../sip/scan/sdp-search.js';
import { FIELD, SCANNED_FIELDS } from './scanned-fields.js';
import type { WasmCore } from './wasm-core.js';

/** Words of a number or link: kind, start, end (src/core/scan/scanned.ts). */
const PART_WORDS = 3;

/** Gives a core the names of headers, and answers what it asks about messages. No other core may add names to the same table. */
export function answerScanner(core: WasmCore, names: HeaderNames): void {
  for (let number = 1; number <= names.count; number++) learn(core, names.name(number), number);
  for (const { compact } of HEADER_TABLE) if (compact !== undefined) learn(core, compact, names.find(compact));
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

/** What the core tells, where it lies in its memory. */
interface Told {
  fields: Float64Array;
  headers: Uint16Array;
  numbers: Uint32Array;
  links: Uint32Array;
}

function toldBy({ exports }: WasmCore): Told {
  const { buffer } = exports.memory;
  return {
    fields: new Float64Array(buffer, exports.tellScanned(), SCANNED_FIELDS.length),
    headers: new Uint16Array(buffer, exports.scannedHeaders(), MAX_HEADER_LINES),
    numbers: new Uint32Array(buffer, exports.scannedNumbers(), PART_WORDS * MAX_NUMBERS),
    links: new Uint32Array(buffer, exports.scannedLinks(), PART_WORDS * MAX_LINKS),
  };
}

/** What the core said about the message scanned last by `scan`. */
export class CoreScan extends ScannedMessage {
  readonly #core: WasmCore;
  #told: Told;
  /** From an address in the core to the caller's offset. */
  #shift = 0;

  constructor(core: WasmCore, names: HeaderNames) {
    super(names);
    this.#core = core;
    this.#told = toldBy(core);
    core.onRenewed(() => {
      this.#told = toldBy(core);
    });
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
    this.scanOnly(bytes, start, end);
    this.#core.exports.tellScanned();
    const { fields, headers, numbers, links } = this.#told;
    const shift = this.#shift;
    this.#takeNumbers(fields);
    this.#takeOffsets(fields, shift);
    takeParts(numbers, this.numberCount, shift, this.numberKind, this.numberStart, this.numberEnd);
    takeParts(links, this.linkCount, shift, this.linkKind, this.linkStart, this.linkEnd);
    for (let i = 0; i < this.headerCount; i++) this.headers[i] = headers[i]!;
  }

  // Each by its name: a loop over the names takes longer than the scan.
  #takeNumbers(told: Float64Array): void {
    this.isResponse = told[FIELD.isResponse]!;
    this.method = told[FIELD.method]!;
    this.status = told[FIELD.status]!;
    this.cseq = told[FIELD.cseq]!;
    this.cseqMethod = told[FIELD.cseqMethod]!;
    this.branch = told[FIELD.branch]!;
    this.fromTag = told[FIELD.fromTag]!;
    this.toTag = told[FIELD.toTag]!;
    this.numberCount = told[FIELD.numberCount]!;
    this.numbersLeft = told[FIELD.numbersLeft]!;
    this.linkCount = told[FIELD.linkCount]!;
    this.linksLeft = told[FIELD.linksLeft]!;
    this.headerCount = told[FIELD.headerCount]!;
    this.unlisted = told[FIELD.unlisted]!;
    this.contentLength = told[FIELD.contentLength]!;
    this.bodyKind = told[FIELD.bodyKind]!;
    this.sdp = told[FIELD.sdp]!;
    this.expiry = told[FIELD.expiry]!;
    this.expiresZero = told[FIELD.expiresZero]!;
    this.authorization = told[FIELD.authorization]!;
    this.rseq = told[FIELD.rseq]!;
    this.faults = told[FIELD.faults]!;
    this.suspect = told[FIELD.suspect]!;
  }

  #takeOffsets(told: Float64Array, shift: number): void {
    this.methodStart = told[FIELD.methodStart]! + shift;
    this.methodEnd = told[FIELD.methodEnd]! + shift;
    this.reasonStart = told[FIELD.reasonStart]! + shift;
    this.reasonEnd = told[FIELD.reasonEnd]! + shift;
    this.uriStart = told[FIELD.uriStart]! + shift;
    this.uriEnd = told[FIELD.uriEnd]! + shift;
    this.callIdStart = told[FIELD.callIdStart]! + shift;
    this.callIdEnd = told[FIELD.callIdEnd]! + shift;
    this.fromStart = told[FIELD.fromStart]! + shift;
    this.fromEnd = told[FIELD.fromEnd]! + shift;
    this.toStart = told[FIELD.toStart]! + shift;
    this.toEnd = told[FIELD.toEnd]! + shift;
    this.fromUserStart = told[FIELD.fromUserStart]! + shift;
    this.fromUserEnd = told[FIELD.fromUserEnd]! + shift;
    this.toUserStart = told[FIELD.toUserStart]! + shift;
    this.toUserEnd = told[FIELD.toUserEnd]! + shift;
    this.bodyStart = told[FIELD.bodyStart]! + shift;
    this.contentTypeStart = told[FIELD.contentTypeStart]! + shift;
    this.contentTypeEnd = told[FIELD.contentTypeEnd]! + shift;
    this.agentStart = told[FIELD.agentStart]! + shift;
    this.agentEnd = told[FIELD.agentEnd]! + shift;
    const hasCSeq = told[FIELD.cseqMethodEnd]! > 0;
    this.cseqMethodStart = hasCSeq ? told[FIELD.cseqMethodStart]! + shift : 0;
    this.cseqMethodEnd = hasCSeq ? told[FIELD.cseqMethodEnd]! + shift : 0;
  }
}

function takeParts(
  parts: Uint32Array,
  count: number,
  shift: number,
  kinds: Uint8Array | Uint16Array,
  starts: Int32Array,
  ends: Int32Array,
): void {
  for (let i = 0, part = 0; i < count; i++, part += PART_WORDS) {
    kinds[i] = parts[part]!;
    starts[i] = parts[part + 1]! + shift;
    ends[i] = parts[part + 2]! + shift;
  }
}
