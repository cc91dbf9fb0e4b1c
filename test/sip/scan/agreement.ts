/**
 * Holds the scanner against the parser, field by field: two readers of the same bytes, one over offsets, the other over
 * text. Used by the tests of the scanner and by every trial of `npm run fuzz`.
 */
import { isDeepStrictEqual } from 'node:util';
import { CONTENT } from '../../../src/sip/framing/content.js';
import { parseAddresses } from '../../../src/sip/headers/address.js';
import { canonicalHeaderName, HeaderNames } from '../../../src/sip/headers/header-names.js';
import { HEADER_TABLE, NUMBER_KINDS } from '../../../src/sip/headers/header-table.js';
import { METHOD_NAMES } from '../../../src/sip/headers/methods.js';
import { parseUri, unescapeText } from '../../../src/sip/headers/uri.js';
import { sdpBodies } from '../../../src/sip/message/body.js';
import { type Fault, FAULT_CODES } from '../../../src/sip/message/faults.js';
import { parseMessage, unfold } from '../../../src/sip/message/message.js';
import type { HeaderField } from '../../../src/sip/message/parsed-message.js';
import { MAX_HEADER_LINES, MAX_NUMBERS } from '../../../src/sip/scan/scanned-message.js';
import { hashOf, scannerOf } from './scanner.js';

/** Codes the scanner knows: the first ones. */
const SCANNED_FAULTS = FAULT_CODES.slice(0, FAULT_CODES.indexOf('header-end') + 1);
/** With so many faults the parser has stopped looking. */
const MANY_FAULTS = 100;
/** Longer names have no number. */
const MAX_NAME = 128;
/** Names met by one table before it is replaced: a full one gives no numbers. */
const MAX_NAMES = 3000;
/** Bytes before and behind a message, which must not matter. */
const MARGIN = 10;
const MARGIN_BYTE = 0x2c;

let scanned = scannerOf(new HeaderNames());

/** Where scanner and parser differ about a message, as lines of text; none where they agree. */
export function disagreements(message: Uint8Array): string[] {
  if (scanned.names.count > MAX_NAMES) scanned = scannerOf(new HeaderNames());
  const bytes = new Uint8Array(message.length + 2 * MARGIN).fill(MARGIN_BYTE);
  bytes.set(message, MARGIN);
  scanned.scan(bytes, MARGIN, MARGIN + message.length);
  const ours = ofScanner(bytes);
  const theirs = ofParser(message);
  const different = Object.keys(theirs).filter(key => !isDeepStrictEqual(ours[key], theirs[key]));
  if (different.length === 0) return [];
  const uncertain = uncertainFacts(message);
  return different
    .filter(key => !uncertain.has(key))
    .map(key => `${key}: scanned ${JSON.stringify(ours[key])}, parsed ${JSON.stringify(theirs[key])}`);
}

/** Facts that are read from values with a stray mark. */
function uncertainFacts(message: Uint8Array): ReadonlySet<string> {
  const facts = new Set<string>();
  for (const { canonical, valueStart, end } of parseMessage(message).fields) {
    const row = HEADER_TABLE.find(({ name }) => name === canonical);
    const value = latin1(message, valueStart, end);
    // No bracket belongs into a Via, closed or not.
    if (canonical === 'Via' && (hasStrayMark(value) || /[<>]/.test(value))) facts.add('branch');
    // No bracket belongs into a tag either.
    if (hasBracketInTag(value)) facts.add(canonical === 'From' ? 'fromTag' : 'toTag');
    if (row?.value === undefined || !hasStrayMark(value)) continue;
    if (canonical === 'From') facts.add('fromTag').add('fromUser');
    if (canonical === 'To') facts.add('toTag').add('toUser');
    if (canonical === 'Contact') facts.add('expiresZero');
    if (row.numbers !== undefined) facts.add('numbers');
  }
  return facts;
}

function hasBracketInTag(value: string): boolean {
  return /;[ \t\r\n]*tag[ \t\r\n]*=[^;"]*[<>]/i.test(value);
}

type Facts = Record<string, unknown>;

/** Latin-1 keeps one character a byte. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', start, end);
}

/** Only these are white space to SIP. */
function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

function ofScanner(bytes: Uint8Array): Facts {
  const { names, faults, suspect } = scanned;
  const text = (start: number, end: number) => latin1(bytes, start, end);
  const value = (start: number, end: number) => trimmed(unfold(text(start, end)));
  const codes = SCANNED_FAULTS.filter((_, bit) => (faults & (1 << bit)) !== 0);
  const hasCSeq = !codes.includes('cseq');
  return {
    isResponse: scanned.isResponse === 1,
    method: text(scanned.methodStart, scanned.methodEnd),
    methodNumber: scanned.method,
    uri: text(scanned.uriStart, scanned.uriEnd),
    status: scanned.status,
    reason: text(scanned.reasonStart, scanned.reasonEnd),
    callId: [scanned.callIdStart - MARGIN, text(scanned.callIdStart, scanned.callIdEnd)],
    cseq: hasCSeq ? [scanned.cseq, text(scanned.cseqMethodStart, scanned.cseqMethodEnd), scanned.cseqMethod] : [],
    branch: scanned.branch,
    fromTag: scanned.fromTag,
    toTag: scanned.toTag,
    from: value(scanned.fromStart, scanned.fromEnd),
    to: value(scanned.toStart, scanned.toEnd),
    fromUser: unescapeText(text(scanned.fromUserStart, scanned.fromUserEnd)),
    toUser: unescapeText(text(scanned.toUserStart, scanned.toUserEnd)),
    numbers: Array.from({ length: scanned.numberCount }, (_, at) => {
      const number = unescapeText(text(scanned.numberStart[at]!, scanned.numberEnd[at]!));
      return `${NUMBER_KINDS[scanned.numberKind[at]!]} ${number}`;
    }),
    headers: Array.from(scanned.headers.subarray(0, scanned.headerCount), id => names.name(id).toLowerCase()),
    unlisted: scanned.unlisted,
    agent: value(scanned.agentStart, scanned.agentEnd),
    contentLength: scanned.contentLength,
    bodyStart: scanned.bodyStart - MARGIN,
    sdp: scanned.sdp === 1,
    bodyIsSdp: scanned.bodyKind === CONTENT.Sdp,
    authorization: scanned.authorization === 1,
    expiresZero: scanned.expiresZero === 1,
    rseq: scanned.rseq,
    faults: codes,
    cleared: faults === 0 && suspect === 0,
  };
}

function ofParser(bytes: Uint8Array): Facts {
  const message = parseMessage(bytes);
  const raw = (field: HeaderField) => trimmed(unfold(latin1(bytes, field.valueStart, field.end)));
  const all = (name: string) => message.fields.filter(field => field.canonical === name);
  const first = (name: string) => all(name).map(raw)[0] ?? '';
  const startLine = trimmed(latin1(bytes, message.start, message.start + startLineLength(bytes, message.start)));
  const isResponse = message.reason !== null;
  const faults = message.faults.filter(fault => !isOfRepeated(fault, message.fields)).map(fault => fault.code);
  const many = message.faults.length >= MANY_FAULTS;
  const method = isResponse ? '' : (/^[^ \t]*/.exec(startLine)?.[0] ?? '');
  const rest = startLine.slice(method.length).replace(/[ \t]+sip\/[^ \t]*$/i, '');
  const uri = isResponse ? '' : trimmed(rest);
  const callId = all('Call-ID')[0];
  const cseq = /^(\d+)[ \t]+(\S+)$/.exec(first('CSeq'));
  const headers = distinct(message.fields);
  const hasLongName = message.fields.some(({ canonical }) => canonical.length > MAX_NAME);
  const length = first('Content-Length');
  const agents = message.fields.filter(({ canonical }) => canonical === 'User-Agent' || canonical === 'Server');
  const known = SCANNED_FAULTS.filter(code => faults.includes(code));
  return {
    isResponse,
    method,
    methodNumber: Math.max(0, METHOD_NAMES.indexOf(method)),
    uri,
    status: message.status ?? 0,
    reason: isResponse ? startLine.replace(/^[^ \t]*[ \t]*[^ \t]*[ \t]*/, '') : '',
    callId: callId
      ? [callId.valueStart, latin1(bytes, callId.valueStart, callId.end).replace(/[ \t\r\n]+$/, '')]
      : [0, ''],
    cseq: faults.includes('cseq')
      ? []
      : cseq
        ? [Number(cseq[1]), cseq[2], Math.max(0, METHOD_NAMES.indexOf(cseq[2] ?? ''))]
        : [0, '', 0],
    branch: hashOfParameter(first('Via').replace(/^[^;]*/, withoutQuotes), 'branch'),
    fromTag: hashOfParameter(first('From'), 'tag'),
    toTag: hashOfParameter(first('To'), 'tag'),
    from: first('From'),
    to: first('To'),
    fromUser: users(first('From'), true).join(),
    toUser: users(first('To'), true).join(),
    numbers: numbersOf(uri, message.fields, raw),
    headers: headers.slice(0, MAX_HEADER_LINES).map(name => name.toLowerCase()),
    unlisted: Number(hasLongName || headers.length > MAX_HEADER_LINES),
    agent: agents.map(raw).find(agent => agent !== '') ?? '',
    contentLength: /^\d+$/.test(length) ? Math.min(0xffff_ffff, Number(length)) : -1,
    bodyStart: message.bodyStart,
    sdp: sdpBodies(bytes, message).length > 0,
    bodyIsSdp: /^application[ \t]*\/[ \t]*sdp(?![^;, \t])/i.test(first('Content-Type')),
    authorization: all('Authorization').length + all('Proxy-Authorization').length > 0,
    expiresZero: expiresZero(method, all('Expires').map(raw), all('Contact').map(raw)),
    rseq: Math.min(0xffff_ffff, Number(/^\d+/.exec(all('RSeq').map(raw).at(-1) ?? '')?.[0] ?? 0)),
    ...(many ? {} : { faults: known }),
    // What is not cleared is looked at in full: only the opposite would hide a fault.
    ...(message.faults.length > 0 ? { cleared: false } : {}),
  };
}

/** Of a header that may appear once, the scanner reads the first alone: it knows no fault in the value of the others. */
function isOfRepeated({ code, offset }: Fault, fields: readonly HeaderField[]): boolean {
  if (code === 'repeated-header' || code === 'header-end') return false;
  // An empty value at the end of the message has its fault behind it.
  const endOf = (field: HeaderField) => (field.value === '' ? field.end + 1 : field.end);
  const at = fields.findIndex(field => offset >= field.start && offset < endOf(field));
  const name = fields[at]?.canonical;
  const once = HEADER_TABLE.find(row => row.name === name)?.once;
  return once === true && fields.findIndex(field => field.canonical === name) < at;
}

function startLineLength(bytes: Uint8Array, start: number): number {
  const length = bytes.subarray(start).findIndex(byte => byte === 10 || byte === 13);
  return length < 0 ? bytes.length - start : length;
}

/** Canonical names in order as the scanner keeps them: a repeat next to itself once, and none that is too long. */
function distinct(fields: readonly HeaderField[]): string[] {
  const names = fields.map(field => field.canonical).filter(name => name !== '' && name.length <= MAX_NAME);
  const small = names.map(name => name.toLowerCase());
  return names.filter((_, at) => small[at] !== small[at - 1]);
}

/** A quote or a bracket in the host of a Via opens nothing. */
function withoutQuotes(text: string): string {
  return text.replace(/["<>]/g, '');
}

/** Hash of the bytes of a parameter of the first value; 0 if it has none. */
function hashOfParameter(value: string, name: string): number {
  // The topmost value is an empty one.
  if (value.startsWith(',')) return 0;
  const [address] = parseAddresses(value);
  const parameter = address?.parameters.find(([key, given]) => key.toLowerCase() === name && given !== null);
  if (parameter === undefined) return 0;
  const [token = ''] = (parameter[1] ?? '').split(BEYOND);
  const bytes = new Uint8Array(Buffer.from(token, 'latin1'));
  return hashOf(scanned, bytes);
}

/** Tokens and URIs end there (RFC 3261 section 25.1), whatever follows. */
const BEYOND = /[\x00- >]/;

/**
 * A quote or an angle bracket without its other half. Scanner and parser both go on behind it, each as best it can, and
 * the RFC says of neither that it is right: what is read of such a value is not compared.
 */
function hasStrayMark(value: string): boolean {
  const bare = value.replace(/(^|[\s,]|;[^;="]*=)"(?:[^"\\]|\\.)*"(?=[\s;,<]|$)/gs, '$1').replace(/<[^<>]*>/g, '');
  return /["<>]/.test(bare);
}

/** User parts of the addresses of a value. */
function users(value: string, single = false): string[] {
  if (single) return value.startsWith(',') ? [] : users(value).slice(0, 1);
  return parseAddresses(value).map(({ uri }) => userOf(uri));
}

/** Of tel, no colon and no @ is in a number (RFC 3966 section 3). A bracket too many is wrong, but what is in it can be read. */
function userOf(uri: string): string {
  const [whole = ''] = uri.replace(/^<+/, '').split(BEYOND);
  return parseUri(whole.replace(/^(tel:[^;:@]*)[:@].*/is, '$1'))?.user ?? '';
}

function numbersOf(uri: string, fields: readonly HeaderField[], raw: (field: HeaderField) => string): string[] {
  const numbers = [`Request-URI ${userOf(uri)}`];
  const met = new Set<string>();
  for (const field of fields) {
    const row = HEADER_TABLE.find(({ name }) => name === canonicalHeaderName(field.name));
    if (row?.numbers === undefined || (row.once && met.has(row.name))) continue;
    met.add(row.name);
    const found = users(raw(field), row.value === 'Address');
    numbers.push(...found.map(user => `${row.name} ${user}`));
  }
  // An empty user part is none; one may end in a blank that was escaped.
  return numbers.filter(number => !/^\S+ $/.test(number)).slice(0, MAX_NUMBERS);
}

/** Every binding of a REGISTER ends at once (RFC 3261 section 10.2.2). */
function expiresZero(method: string, expires: readonly string[], contacts: readonly string[]): boolean {
  const isZero = (value: string) => /^0+(?!\d)/.test(value);
  const own =
    method !== 'REGISTER'
      ? []
      : contacts.flatMap(parseAddresses).flatMap(({ parameters }) => {
          const found = parameters.find(([name, value]) => name.toLowerCase() === 'expires' && value !== null);
          return found ? [found[1] ?? ''] : [];
        });
  return own.every(isZero) && (own.length > 0 || expires.some(isZero));
}
