/** HEP 3 packets made by hand from the document of the format (https://github.com/sipcapture/HEP). */

/** "HEP3", the length of all, and the chunks. */
export function hep3(...chunks: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(chunks);
  const header = Buffer.from('HEP3\0\0');
  header.writeUInt16BE(header.length + body.length, 4);
  return Buffer.concat([header, body]);
}

/** A chunk of vendor 0: type, length including this header, value. */
export function textChunk(type: number, value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  const header = Buffer.alloc(6);
  header.writeUInt16BE(type, 2);
  header.writeUInt16BE(header.length + bytes.length, 4);
  return Buffer.concat([header, bytes]);
}
