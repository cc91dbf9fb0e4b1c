/** The head of an HTTP request or response, as far as a WebSocket handshake needs it (RFC 6455 4.1, RFC 9112 2). */

/** Longest head; a longer one is refused. */
export const MAX_HEAD = 16_384;

/** Offset behind the empty line that ends the head; -1 if it has not come. */
export function headEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at + 3 < end; at++) {
    if (bytes[at] === 13 && bytes[at + 1] === 10 && bytes[at + 2] === 13 && bytes[at + 3] === 10) return at + 4;
  }
  return -1;
}

/** Whether the head requests or accepts the WebSocket protocol. */
export function upgradesToWebSocket(bytes: Uint8Array, start: number, end: number): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  return /^upgrade[ \t]*:[ \t]*websocket/im.test(text);
}

/** Whether the bytes may open a WebSocket: a GET, or the response 101. */
export function mayUpgrade(bytes: Uint8Array, start: number, end: number): boolean {
  return startsWith(bytes, start, end, 'GET ') || startsWith(bytes, start, end, 'HTTP/1.1 101');
}

function startsWith(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  const length = Math.min(text.length, end - start);
  for (let i = 0; i < length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false;
  return length > 0;
}
