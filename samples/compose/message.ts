/**
 * A SIP message being composed (RFC 3261): a start line, headers in order and a body, in UTF-8 with the right
 * Content-Length.
 */

export type Headers = readonly (readonly [name: string, value: string])[];

export interface Message {
  startLine: string;
  headers: Headers;
  body: string;
}

export function request(method: string, uri: string, headers: Headers, body = ''): Message {
  return { startLine: `${method} ${uri} SIP/2.0`, headers, body };
}

/** A response (section 8.2.6.2): Via, From, To, Call-ID and CSeq are copied from the request. */
export function response(
  to: Message,
  status: number,
  reason: string,
  toTag: string,
  headers: Headers = [],
  body = '',
): Message {
  const copied = to.headers
    .filter(([name]) => ['Via', 'Record-Route', 'From', 'To', 'Call-ID', 'CSeq'].includes(name))
    .map(([name, value]) =>
      name === 'To' && toTag && !value.includes(';tag=')
        ? ([name, `${value};tag=${toTag}`] as const)
        : ([name, value] as const),
    );
  return { startLine: `SIP/2.0 ${status} ${reason}`, headers: [...copied, ...headers], body };
}

/** The value of the first header of this name; "" if there is none. */
export function header(message: Message, name: string): string {
  return message.headers.find(([other]) => other === name)?.[1] ?? '';
}

export function bytesOf({ startLine, headers, body }: Message): Uint8Array {
  const lines = [startLine, ...headers.map(([name, value]) => `${name}: ${value}`)];
  if (body) lines.push('Content-Type: application/sdp');
  lines.push(`Content-Length: ${Buffer.byteLength(body)}`, '', body);
  return Buffer.from(lines.join('\r\n'));
}
