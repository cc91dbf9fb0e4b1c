/**
 * Who calls, who diverted, and who is called, as an INVITE says it. The caller is P-Asserted-Identity, where there is none
 * Remote-Party-ID, where there is none From (RFC 3325 section 9.1; a host that is not trusted may still go by From). Pure.
 */
import { quoted } from '../../format/excerpts.js';
import { firstUri, parseAddresses } from '../../sip/headers/address.js';
import { parseUri, type Uri } from '../../sip/headers/uri.js';
import { headerValue, headerValues, type SipMessage } from '../../sip/message/message.js';
import { type DialledNumber, dialledNumber } from './number.js';

/** A number with the header that has it. */
export interface NumberIn {
  header: string;
  number: DialledNumber;
}

export interface Diverted extends NumberIn {
  /** The host of its URI, cut to what one reads; "" where it has none. */
  host: string;
}

export interface Identity {
  /** What the far end goes by. */
  caller: NumberIn;
  from: DialledNumber;
  asserted: DialledNumber | null;
  /** Remote-Party-ID. */
  remote: DialledNumber | null;
  /** Who forwarded the call last, by Diversion or History-Info; null where nobody did. */
  diverted: Diverted | null;
  /** The call is one of a transfer. */
  isReferred: boolean;
  /** The Request-URI. */
  called: DialledNumber;
  calledHost: string;
  to: DialledNumber;
}

/** A longer header says no more. */
const MAX_VALUE = 4096;

export function identityOf(message: SipMessage): Identity {
  const from = numberIn(headerValue(message, 'From'));
  const asserted = assertedIn(message);
  const remote = optional(headerValue(message, 'Remote-Party-ID'));
  const uri = parseUri(message.uri ?? '');
  return {
    caller: callerOf(from, asserted, remote),
    ...{ from, asserted, remote },
    diverted: divertedBy(message),
    isReferred: headerValue(message, 'Referred-By') !== null || headerValue(message, 'Replaces') !== null,
    called: ofUri(uri),
    calledHost: (uri?.host ?? '').toLowerCase(),
    to: numberIn(headerValue(message, 'To')),
  };
}

function callerOf(from: DialledNumber, asserted: DialledNumber | null, remote: DialledNumber | null): NumberIn {
  if (asserted !== null) return { header: 'P-Asserted-Identity', number: asserted };
  if (remote !== null) return { header: 'Remote-Party-ID', number: remote };
  return { header: 'From', number: from };
}

/** Of two identities (RFC 3325 section 9.1: a SIP URI and a tel URI) the one that is a number. */
function assertedIn(message: SipMessage): DialledNumber | null {
  const all = headerValues(message, 'P-Asserted-Identity')
    .slice(0, 4)
    .flatMap(value => parseAddresses(value.slice(0, MAX_VALUE)).slice(0, 4))
    .map(({ uri }) => ofUri(parseUri(uri)))
    .filter(({ shape }) => shape.kind !== 'none');
  return all.find(({ digits }) => digits !== '') ?? all[0] ?? null;
}

/**
 * The topmost Diversion is the latest (RFC 5806 section 4). In History-Info it is the entry before the last one, which is the target
 * itself (RFC 7044 section 5): one entry alone shows no diversion.
 */
function divertedBy(message: SipMessage): Diverted | null {
  const diversion = headerValue(message, 'Diversion');
  if (diversion !== null) return diverted('Diversion', firstUri(diversion.slice(0, MAX_VALUE)));
  const history = headerValues(message, 'History-Info')
    .slice(0, 16)
    .flatMap(value => parseAddresses(value.slice(0, MAX_VALUE)))
    .at(-2);
  return history === undefined ? null : diverted('History-Info', history.uri);
}

function diverted(header: string, text: string | null): Diverted | null {
  const uri = parseUri(text ?? '');
  return uri?.user ? { header, number: ofUri(uri), host: quoted(uri.host ?? '') } : null;
}

function numberIn(value: string | null): DialledNumber {
  return ofUri(parseUri(firstUri((value ?? '').slice(0, MAX_VALUE)) ?? ''));
}

function optional(value: string | null): DialledNumber | null {
  if (value === null) return null;
  const number = numberIn(value);
  return number.shape.kind === 'none' ? null : number;
}

function ofUri(uri: Uri | null): DialledNumber {
  return dialledNumber(uri?.user ?? null, uri?.host ?? null);
}
