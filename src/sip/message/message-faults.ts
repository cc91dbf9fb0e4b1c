/**
 * What is wrong with a message (RFC 3261; the cases are those of RFC 4475 and RFC 5118). In: a parsed message. Out: its faults in
 * the order of their places, each with the rule it breaks.
 */
import { addressFaults, isAddressHeader, uriFault } from './address-faults.js';
import { FAULT_RULES, type Fault, type FaultCode } from './faults.js';
import type { HeaderField, SipMessage } from './message.js';

const MANDATORY = ['Via', 'From', 'To', 'Call-ID', 'CSeq'];
const SINGLE = new Set(['From', 'To', 'Call-ID', 'CSeq', 'Content-Length', 'Content-Type', 'Max-Forwards']);
/** Largest value of the headers that hold one number (sections 20.18, 20.19, 20.22, 20.33). */
const LARGEST: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    'Max-Forwards': 255,
    Expires: 0xffff_ffff,
    'Min-Expires': 0xffff_ffff,
    'Retry-After': 0xffff_ffff,
  }),
);
/** A message with a fault in every line says so this often. */
const MAX_FAULTS = 100;

/** @param start Offset of the start line. @param ended A blank line ends the headers. */
export function messageFaults(bytes: Uint8Array, message: SipMessage, start: number, ended: boolean): Fault[] {
  const faults: Fault[] = [];
  const note = (code: FaultCode, offset: number, length: number) =>
    faults.push({ code, offset, length, message: FAULT_RULES[code] });

  for (const code of startLineFaults(message)) note(code, start, message.startLine.length);
  for (const name of MANDATORY) {
    if (!message.fields.some(field => field.canonical === name)) note('missing-header', start, 0);
  }
  const met = new Set<string>();
  for (const field of message.fields) {
    if (faults.length >= MAX_FAULTS) break;
    const at = field.valueStart;
    const length = field.end - at;
    if (field.name === '') note('header-line', field.start, field.end - field.start);
    if (SINGLE.has(field.canonical) && met.has(field.canonical))
      note('repeated-header', field.start, field.end - field.start);
    met.add(field.canonical);
    for (const code of fieldFaults(message, field)) note(code, at, length);
  }
  if (!ended) note('header-end', bytes.length, 0);
  const announced = message.fields.find(field => field.canonical === 'Content-Length');
  const present = bytes.length - message.bodyStart;
  // Text copied from a terminal has lost its carriage returns, and with them its length.
  const crLf = bytes[bytes.indexOf(10, start) - 1] === 13;
  if (announced !== undefined && /^\d+$/.test(announced.value) && Number(announced.value) > present && crLf) {
    note('content-length', announced.valueStart, announced.end - announced.valueStart);
  }
  return faults.sort((a, b) => a.offset - b.offset);
}

function* startLineFaults(message: SipMessage): Iterable<FaultCode> {
  const line = message.startLine;
  if (message.version === null) {
    yield 'start-line';
    return;
  }
  if (message.version.toUpperCase() !== 'SIP/2.0') yield 'version';
  if (message.method === null) {
    if (message.status === null || message.status < 100 || message.status > 699) yield 'status';
    if (!/^\S+ \S+( |$)/.test(line)) yield 'start-line-space';
    return;
  }
  const uri = message.uri ?? '';
  if (!/^\S+ \S.*\S SIP\/\S+$/is.test(line) || /^\S+\s{2}|\s{2}SIP\/\S+$/i.test(line)) yield 'start-line-space';
  if (uri === '' || /[<>\s"]/.test(uri)) yield 'request-uri';
  // Headers have no place in a Request-URI (section 19.1.1, table 1).
  else if (/^sips?:/i.test(uri) && uri.indexOf('?', uri.indexOf('@')) >= 0) yield 'request-uri';
  else {
    const fault = uriFault(uri);
    if (fault !== null) yield fault;
  }
}

function* fieldFaults(message: SipMessage, field: HeaderField): Iterable<FaultCode> {
  const { canonical, value } = field;
  if (isAddressHeader(canonical)) {
    yield* addressFaults(canonical, value);
  } else if (canonical === 'Via') {
    if (hasEmptyPart(value)) yield 'separator';
    if (/;\s*branch\s*=\s*z9hG4bK\s*(?:[;,]|$)/i.test(value)) yield 'branch';
  } else if (canonical === 'CSeq') {
    const [, number, method] = /^(\d+)\s+(\S+)$/.exec(value) ?? [];
    if (number === undefined || Number(number) >= 2 ** 31) yield 'cseq';
    else if (message.method !== null && method !== message.method) yield 'cseq-method';
  } else if (canonical === 'Content-Length') {
    if (!/^\d+$/.test(value)) yield 'content-length';
  } else if (canonical === 'Date') {
    if (!/GMT$/.test(value)) yield 'date';
  } else if (canonical === 'Warning') {
    if (!/^\d{3}\s/.test(value)) yield 'number';
  } else {
    const largest = LARGEST.get(canonical);
    const number = /^\d+/.exec(value)?.[0];
    if (largest !== undefined && number !== undefined && Number(number) > largest) yield 'number';
  }
}

/** True where two separators follow each other, or one ends the value. */
function hasEmptyPart(value: string): boolean {
  return /[;,]\s*(?:[;,]|$)/.test(value);
}
