/**
 * Cuts a line of a message into tokens for colouring. Joined together they are the text again, whatever it holds.
 * Grammar: RFC 3261 section 25.1, RFC 8866.
 */
import { canonicalHeaderName } from '../headers/header-names.js';

export type TokenKind =
  | 'plain'
  | 'method'
  | 'status'
  | 'version'
  | 'header-name'
  | 'separator'
  | 'string'
  | 'user'
  | 'address'
  | 'parameter'
  | 'identity'
  | 'sdp-type'
  | 'sdp-media'
  | 'sdp-value';

export interface Token {
  text: string;
  kind: TokenKind;
}

/** Headers whose whole value names the call, and parameters that name a dialog, a transaction or a challenge. */
const IDENTITY_HEADERS = new Set(['Call-ID', 'Session-ID', 'CSeq', 'SIP-ETag', 'SIP-If-Match']);
const IDENTITY_PARAMETERS = new Set(['tag', 'branch', 'from-tag', 'to-tag', 'nonce', 'cnonce', 'opaque', 'call-id']);

/** "INVITE sip:… SIP/2.0", "SIP/2.0 180 Ringing", or anything else in their place. */
export function highlightStartLine(text: string): Token[] {
  const status = /^(SIP\/\S+)(\s+)(\d{3}\b.*)$/is.exec(text);
  if (status) return tokens([status[1]!, 'version'], [status[2]!, 'plain'], [status[3]!, 'status']);
  const request = /^(\S+)(\s+)(.*?)(\s+SIP\/\S+\s*)?$/is.exec(text);
  if (!request) return tokens([text, 'plain']);
  const [, method, space, uri, version] = request;
  return [...tokens([method!, 'method'], [space!, 'plain']), ...uriTokens(uri!), ...tokens([version ?? '', 'version'])];
}

/** A header line; a line that goes on with a folded value has no name of its own. */
export function highlightHeader(text: string): Token[] {
  const named = /^([^:\s]+)(\s*:)(.*)$/s.exec(text);
  if (!named) return valueTokens(text);
  const [, name, colon, value] = named;
  const whole = IDENTITY_HEADERS.has(canonicalHeaderName(name!));
  return [
    ...tokens([name!, 'header-name'], [colon!, 'separator']),
    ...(whole ? tokens([value!, 'identity']) : valueTokens(value!)),
  ];
}

/** A line of SDP: its letter, and whether it is about media. */
export function highlightSdp(text: string): Token[] {
  const found = /^([a-z])(=)(.*)$/s.exec(text);
  if (!found) return tokens([text, 'plain']);
  const [, type, equals, value] = found;
  const attribute =
    type === 'a' ? /^(rtpmap|fmtp|sendrecv|sendonly|recvonly|inactive|crypto|fingerprint)\b/.exec(value!) : null;
  const kind: TokenKind = type === 'm' || type === 'c' || attribute ? 'sdp-media' : 'sdp-value';
  return tokens([type!, 'sdp-type'], [equals!, 'separator'], [value!, kind]);
}

/** Strings, addresses and parameters of a header's value. */
function valueTokens(text: string): Token[] {
  const found: Token[] = [];
  // A quoted string (also one never closed), an address in brackets, or a parameter; each takes at least one character. A name
  // without a semicolon is short: it may begin at any letter of a long word.
  const piece =
    /"(?:[^"\\]|\\.)*"?|<[^>]*>?|;\s*[^\s=;,"<>]+(?:\s*=\s*(?:"(?:[^"\\]|\\.)*"?|[^\s;,"<>]+))?|[a-z][a-z-]{0,63}=(?:"(?:[^"\\]|\\.)*"?|[^\s;,"<>]+)/gis;
  let at = 0;
  for (const match of text.matchAll(piece)) {
    found.push(...uriTokens(text.slice(at, match.index)));
    found.push(...pieceTokens(match[0]));
    at = match.index + match[0].length;
  }
  found.push(...uriTokens(text.slice(at)));
  return found;
}

function pieceTokens(text: string): Token[] {
  if (text.startsWith('"')) return tokens([text, 'string']);
  if (text.startsWith('<')) {
    const closed = text.endsWith('>') && text.length > 1;
    const uri = text.slice(1, closed ? -1 : undefined);
    return [...tokens(['<', 'separator']), ...uriTokens(uri), ...tokens([closed ? '>' : '', 'separator'])];
  }
  const parameter = /^(;?\s*)([^\s=;]+)(\s*=\s*)?(.*)$/s.exec(text);
  if (!parameter) return tokens([text, 'plain']);
  const [, semicolon, name, equals, value] = parameter;
  const kind: TokenKind = IDENTITY_PARAMETERS.has(name!.toLowerCase()) ? 'identity' : 'plain';
  return tokens([semicolon!, 'separator'], [name!, 'parameter'], [equals ?? '', 'separator'], [value!, kind]);
}

/** The user part of an address stands out from its host; text that is no address stays plain. */
function uriTokens(text: string): Token[] {
  const found = /^(\s*)((?:sips?|tel):)([^\s@;?>]*)(@?)(.*)$/is.exec(text);
  if (!found) return tokens([text, 'plain']);
  const [, space, scheme, user, at, rest] = found;
  const hasUser = at === '@' || scheme!.toLowerCase() === 'tel:';
  return tokens(
    [space!, 'plain'],
    [scheme!, 'address'],
    [user!, hasUser ? 'user' : 'address'],
    [at! + rest!, 'address'],
  );
}

function tokens(...pieces: [text: string, kind: TokenKind][]): Token[] {
  return pieces.filter(([text]) => text !== '').map(([text, kind]) => ({ text, kind }));
}
