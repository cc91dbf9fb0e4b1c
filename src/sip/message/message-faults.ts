/**
 * What is wrong with a message (RFC 3261; the cases are those of RFC 4475 and RFC 5118): its faults in the order of their
 * places, each with the rule it breaks. What a header has to be is in the header table.
 */
import { CR } from '../framing/bytes.js';
import { lineEnd } from '../framing/lines.js';
import { viewOf } from '../../bytes/words.js';
import { headerRow } from '../headers/header-rules.js';
import { HEADER_TABLE } from '../headers/header-table.js';
import { addressFaults, uriFault } from './address-faults.js';
import { FAULT_RULES, type Fault, type FaultCode } from './faults.js';
import type { HeaderField, ParsedMessage } from './parsed-message.js';

/** A message with a fault in every line, or in every value of a line, says so this often. */
const MAX_FAULTS = 100;

export function messageFaults(bytes: Uint8Array, message: ParsedMessage): Fault[] {
  const { start } = message;
  const faults: Fault[] = [];
  const note = (code: FaultCode, offset: number, length: number) =>
    faults.push({ code, offset, length, message: FAULT_RULES[code] });

  for (const code of startLineFaults(message)) note(code, start, message.startLine.length);
  const met = new Set(message.fields.map(field => field.canonical));
  for (const { name, mandatory } of HEADER_TABLE) if (mandatory && !met.has(name)) note('missing-header', start, 0);
  met.clear();
  for (const field of message.fields) {
    if (faults.length >= MAX_FAULTS) break;
    const at = field.valueStart;
    const length = field.end - at;
    if (field.name === '') note('header-line', field.start, field.end - field.start);
    if (headerRow(field.canonical)?.once && met.has(field.canonical))
      note('repeated-header', field.start, field.end - field.start);
    met.add(field.canonical);
    for (const code of fieldFaults(message, field)) {
      note(code, at, length);
      if (faults.length >= MAX_FAULTS) break;
    }
  }
  if (!message.headersEnded) note('header-end', bytes.length, 0);
  const announced = message.fields.find(field => field.canonical === 'Content-Length');
  const present = bytes.length - message.bodyStart;
  // Text copied from a terminal has lost its carriage returns, and with them its length.
  const hasCr = bytes[lineEnd(bytes, viewOf(bytes), start, bytes.length, true)] === CR;
  if (announced !== undefined && /^\d+$/.test(announced.value) && Number(announced.value) > present && hasCr) {
    note('content-length', announced.valueStart, announced.end - announced.valueStart);
  }
  return faults.sort((a, b) => a.offset - b.offset);
}

function* startLineFaults(message: ParsedMessage): Iterable<FaultCode> {
  const line = message.startLine;
  if (message.version === null || (message.method !== null && !isToken(message.method))) {
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

function* fieldFaults(message: ParsedMessage, { canonical, value }: HeaderField): Iterable<FaultCode> {
  const row = headerRow(canonical);
  switch (row?.value) {
    case 'Address':
    case 'Addresses':
      if (!row.unchecked) yield* addressFaults(value, row.value === 'Address');
      break;
    case 'Via':
      if (hasEmptyPart(value)) yield 'separator';
      if (/;\s*branch\s*=\s*z9hG4bK\s*(?:[;,]|$)/i.test(value)) yield 'branch';
      break;
    case 'CSeq': {
      const [, number, method = ''] = /^(\d+)[ \t]+(.+)$/s.exec(value) ?? [];
      if (number === undefined || Number(number) >= 2 ** 31 || !isToken(method)) yield 'cseq';
      else if (message.method !== null && method !== message.method) yield 'cseq-method';
      break;
    }
    case 'Length':
      if (!/^\d+$/.test(value)) yield 'content-length';
      break;
    case 'Date':
      if (!/GMT$/.test(value)) yield 'date';
      break;
    case 'Warning':
      if (!/^\d{3}\s/.test(value)) yield 'number';
      break;
    case 'Number':
    case 'Expires': {
      const number = /^\d+/.exec(value)?.[0];
      if (number !== undefined && Number(number) > (row.largest ?? Number.POSITIVE_INFINITY)) yield 'number';
      break;
    }
  }
}

/** Section 25.1. */
function isToken(text: string): boolean {
  return /^[\w.!%*+`'~-]+$/.test(text);
}

/** True where two separators follow each other, or one ends the value. */
function hasEmptyPart(value: string): boolean {
  return /[;,]\s*(?:[;,]|$)/.test(value);
}
