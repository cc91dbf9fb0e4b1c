/** What the headers that link legs say: which values in them are a call's own, and which reason they are. */
import type { Reason } from '../model/call-links.js';

/** Headers of vendors that have the same value in all legs of a call. */
const TRACE_HEADERS: ReadonlySet<string> = new Set(
  [
    'Cisco-Guid',
    'Cisco-GUCID',
    'X-Cisco-Session',
    'Av-Global-Session-ID',
    'X-Nortel-UCID',
    'X-UCID',
    'UCID',
    'P-Palladion-ID',
    'X-Sonus-Trace-ID',
    'X-Ribbon-Trace-ID',
    'X-Genesys-CallUUID',
    'X-BroadWorks-Correlation-Info',
    'X-Asterisk-UniqueID',
    'X-Asterisk-LinkedID',
    'User-to-User',
  ].map(name => name.toLowerCase()),
);

/** A value that other legs may have, too. */
export interface Trace {
  /** Its kind: values of other kinds are others, whatever their text. */
  reason: Reason;
  text: string;
  /** It is the Call-ID of another conversation, or may be. */
  isCallId: boolean;
}

/** A token inside a header is long enough to be a call's own. */
const MIN_TOKEN = 16;
/** Tokens taken of a header. */
const MAX_TOKENS = 4;
const NIL_UUID = '0'.repeat(32);

/** What a header's value may have in common with other legs. */
export function tracesIn(header: string, value: string): Trace[] {
  switch (header) {
    case 'Session-ID':
      return sessionIds(value);
    case 'P-Charging-Vector':
      return [{ reason: 'icid', text: value, isCallId: false }];
    case 'X-Call-ID':
      return [{ reason: 'call-id-header', text: value, isCallId: true }];
    case 'Replaces':
    case 'Join':
    case 'Target-Dialog':
      return named(beforeSemicolon(value));
    case 'In-Reply-To':
      return value.split(',').flatMap(each => named(each.trim()));
    case 'Refer-To':
      return replacedIn(value);
    case 'Via':
      return [{ reason: 'via-branch', text: value, isCallId: false }];
    default:
      return unregistered(header, value);
  }
}

/** Local and remote UUID (RFC 7989 section 5), or the one of RFC 7329; the nil UUID is none. */
function sessionIds(value: string): Trace[] {
  const [local = '', ...parameters] = value.split(';').map(part => part.trim().toLowerCase());
  const remote = parameters.find(parameter => parameter.startsWith('remote='))?.slice('remote='.length) ?? '';
  const ids = [local, remote].filter(id => id.length >= MIN_TOKEN && id !== NIL_UUID);
  return ids.map(text => ({ reason: 'session-id', text, isCallId: false }));
}

function named(callId: string): Trace[] {
  return callId === '' ? [] : [{ reason: 'replaces', text: callId, isCallId: true }];
}

function beforeSemicolon(value: string): string {
  return (value.split(';', 1)[0] ?? '').trim();
}

/** The Replaces inside a Refer-To (RFC 3891 section 4), which is escaped as part of a URI. */
function replacedIn(value: string): Trace[] {
  const replaces = /[?&]Replaces=([^&>]+)/i.exec(value)?.[1];
  if (replaces === undefined) return [];
  const plain = replaces.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return named(beforeSemicolon(plain));
}

function unregistered(header: string, value: string): Trace[] {
  const isTrace = TRACE_HEADERS.has(header.toLowerCase());
  const whole: Trace = { reason: isTrace ? 'trace-header' : 'learned-header', text: value, isCallId: true };
  if (isTrace && header === 'User-to-User') whole.text = beforeSemicolon(value);
  const parts = value.split(/[\s;,="<>|]+/).filter(part => part.length >= MIN_TOKEN && part !== value);
  const tokens = parts.filter(isTelling).slice(0, MAX_TOKENS);
  return [
    ...(isTrace || isTelling(whole.text) ? [whole] : [{ ...whole, reason: 'call-id-header' as const }]),
    ...tokens.map(text => ({ reason: 'header-token' as const, text, isCallId: false })),
  ];
}

/** Long enough, and of digits and letters as ids are: no word, no number of a product. */
function isTelling(text: string): boolean {
  return text.length >= MIN_TOKEN && new Set(text).size >= 6 && (text.match(/\d/g)?.length ?? 0) >= 4;
}
