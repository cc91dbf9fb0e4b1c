/** Names TCP streams that are not SIP by their first bytes; they are dropped at once. */

/** The name of a stream that begins with these bytes; undefined if it may be SIP. */
export function streamName(bytes: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  const first = bytes[start]!;
  // TLS record: content type 20 to 24, version 3.x (RFC 8446 5.1), or what there is of it.
  if (first >= 20 && first <= 24 && (length < 2 || bytes[start + 1] === 3) && (length < 3 || bytes[start + 2]! <= 4))
    return 'tls';
  for (const [prefix, name] of PREFIXES) if (startsWith(bytes, start, end, prefix)) return name;
  if (first < 0x09 || first >= 0x80 || (first > 0x0d && first < 0x20)) return 'unknown';
  return undefined;
}

const PREFIXES: [string, string][] = [
  ['SSH-', 'ssh'],
  ['MSRP ', 'msrp'],
  ['HTTP/', 'http'],
  ['GET /', 'http'],
  ['POST /', 'http'],
  ['PUT /', 'http'],
  ['HEAD /', 'http'],
  ['CONNECT ', 'http'],
  ['RTSP/', 'rtsp'],
  ['220 ', 'smtp or ftp'],
];

function startsWith(bytes: Uint8Array, start: number, end: number, prefix: string): boolean {
  if (end - start < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (bytes[start + i] !== prefix.charCodeAt(i)) return false;
  return true;
}
