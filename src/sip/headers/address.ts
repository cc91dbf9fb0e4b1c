/** Addresses in unfolded header values: name-addr and addr-spec with parameters (RFC 3261 sections 20.10 and 25.1). */
import { trimmed } from './white-space.js';

export interface Address {
  /** Display name without its quotes; null if there is none. */
  display: string | null;
  /** The URI as written, without angle brackets. */
  uri: string;
  /** Parameters of the header, not of the URI; a value is null if there is no "=". */
  parameters: [name: string, value: string | null][];
}

/** The first address of a value; null if the value is empty. */
export function parseAddress(value: string): Address | null {
  return parseAddresses(value)[0] ?? null;
}

/** A URI in brackets, behind nothing or a display name. */
const NAMED = /^[^",;<]*(?:"[^"\\]*"[^",;<]*)?<([^>]*)>/;

/** The URI of the first address of a value; null if there is none. Nearly every value is one that needs not be taken apart. */
export function firstUri(value: string): string | null {
  const named = NAMED.exec(value);
  return (named ? trimmed(named[1]!) : parseAddress(value)?.uri) || null;
}

/** All addresses of a value, which commas separate. Never throws; a bracket or quote that is not closed ends with the value. */
export function parseAddresses(value: string): Address[] {
  return splitOutside(value, ',')
    .map(part => trimmed(part))
    .filter(part => part !== '')
    .map(address);
}

function address(text: string): Address {
  const [head = '', ...parameters] = splitOutside(text, ';');
  const open = openingBracket(head);
  const named = parameters.map(part => {
    const equals = part.indexOf('=');
    const pair: [string, string | null] =
      equals < 0 ? [trimmed(part), null] : [trimmed(part.slice(0, equals)), unquote(trimmed(part.slice(equals + 1)))];
    return pair;
  });
  if (open < 0) return { display: null, uri: trimmed(head), parameters: named };
  const close = head.indexOf('>', open);
  const display = unquote(trimmed(head.slice(0, open)));
  return {
    display: display === '' ? null : display,
    uri: trimmed(head.slice(open + 1, close < 0 ? undefined : close)),
    parameters: named,
  };
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.replace(/^"|"$/g, '').replace(/\\(.)/gs, '$1') : text;
}

function openingBracket(text: string): number {
  const quoted = /^[^"<]*"(?:[^"\\]|\\.)*"/s.exec(text)?.[0].length ?? 0;
  return text.indexOf('<', quoted);
}

/** Parts of a text between separators that stand outside quotes and angle brackets. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (quoted && character === '\\') at++;
    else if (character === '"' && !bracketed) quoted = !quoted;
    else if (quoted) continue;
    else if (character === '<') bracketed = true;
    else if (character === '>') bracketed = false;
    else if (character === separator && !bracketed) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
