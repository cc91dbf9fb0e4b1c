/**
 * SIP, SIPS and tel URIs in their parts (RFC 3261 section 19.1, RFC 3966). Nothing is lost; escapes are resolved in the
 * user part and the password only.
 */

import { trimmed } from './white-space.js';

export interface Uri {
  /** Lower case: "sip", "sips", "tel", or another. */
  scheme: string;
  /** User part without parameters, escapes resolved, visual separators kept; null if there is none. Of tel: the number. */
  user: string | null;
  password: string | null;
  /** Host as written, without the brackets of IPv6; null for tel and other schemes. */
  host: string | null;
  port: number | null;
  /** Parameters in order, of the URI (of the number for tel); a value is null if there is no "=". */
  parameters: [name: string, value: string | null][];
}

/** Parts of a URI; null if the text has no scheme. */
export function parseUri(text: string): Uri | null {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(trimmed(text, ' \t\r\n')) ?? [];
  if (scheme === undefined) return null;
  const uri: Uri = {
    scheme: scheme.toLowerCase(),
    user: null,
    password: null,
    host: null,
    port: null,
    parameters: [],
  };
  if (uri.scheme === 'tel') {
    const [number = '', ...parameters] = rest.split(';');
    uri.user = unescapeText(number) || null;
    uri.parameters = parameters.map(parameter);
    return uri;
  }
  if (uri.scheme !== 'sip' && uri.scheme !== 'sips') return uri;

  const at = rest.indexOf('@');
  if (at >= 0) {
    const [userinfo = ''] = rest.slice(0, at).split(';');
    const colon = rest.slice(0, at).indexOf(':');
    const user = colon >= 0 && colon < userinfo.length ? userinfo.slice(0, colon) : userinfo;
    uri.user = unescapeText(user) || null;
    uri.password = colon < 0 ? null : unescapeText(rest.slice(colon + 1, at));
  }
  const [place = ''] = rest.slice(at + 1).split('?');
  const [hostport = '', ...parameters] = place.split(';');
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?/.exec(hostport) ?? [];
  uri.host = (bracketed ?? plain) || null;
  uri.port = port === undefined ? null : Number(port);
  uri.parameters = parameters.map(parameter);
  return uri;
}

function parameter(text: string): [string, string | null] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, null] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** Text without percent escapes; a wrong escape stays as it is. */
export function unescapeText(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, escapes => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    }
  });
}
