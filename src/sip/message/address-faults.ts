/** What is wrong with an address or a URI (RFC 3261 sections 19.1, 20.10 and 25.1; RFC 5118 for IPv6), as codes of faults. */
import type { FaultCode } from './faults.js';

/** Faults of the addresses in a header value; one address where it is `single`, whose commas separate nothing. */
export function* addressFaults(value: string, single: boolean): Iterable<FaultCode> {
  const bare = withoutQuoted(value);
  if (bare === null) {
    yield 'quote';
    return;
  }
  if (bare === '*') return;
  const outside = bare.replace(/<[^<>]*>/g, '<>');
  if (/;\s*(?:[;,]|$)|,\s*(?:,|$)/.test(outside)) yield 'separator';
  for (const [, uri = ''] of bare.matchAll(/<([^<>]*)>/g)) {
    const fault = uriFault(uri);
    if (fault !== null) yield fault;
  }
  for (const address of single ? [outside] : outside.split(',')) {
    const bracket = address.indexOf('<');
    if (bracket < 0) {
      const uri = (address.split(';')[0] ?? '').trim();
      if (/[?,]/.test(uri)) yield 'brackets';
      else if (uriFault(uri) !== null) yield 'uri';
    } else if (!/^(?:""|[\w.!%*+`'~\s-]|[^\x00-\x7f])*$/.test(address.slice(0, bracket))) {
      yield 'display-name';
    }
  }
}

/** The text with every quoted string emptied; null if one is not closed. */
function withoutQuoted(text: string): string | null {
  if (!text.includes('"')) return text;
  let bare = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') quoted = !quoted;
    else if (quoted && character === '\\') at++;
    if (!quoted || character === '"') bare += character;
  }
  return quoted ? null : bare;
}

/** The fault of a URI; null if it has none that is known here. */
export function uriFault(uri: string): FaultCode | null {
  if (/%(?![0-9a-f]{2})/i.test(uri)) return 'escape';
  if (/[\s<>"\\^`{|}]/.test(uri) || !/^[a-z][a-z0-9+.-]*:/i.test(uri)) return 'uri';
  const host = /^sips?:(?:[^@]*@)?([^;?]*)/i.exec(uri)?.[1];
  if (host === undefined) return null;
  // An IPv6 address stands in square brackets (RFC 5118 section 4.1).
  return host === '' || (!host.startsWith('[') && /:.*:/.test(host)) ? 'uri' : null;
}
