/** Networks as settings name them: "10.0.0.1", "10.0.0.0/8", "2001:db8::/32" (RFC 4291 section 2.2, RFC 4632). */

export interface Network {
  bytes: Uint8Array;
  /** Bits of it that an address in it has, too. */
  bits: number;
}

/** A network, or one address; null where the text is neither. */
export function parseNetwork(text: string): Network | null {
  const [, host = '', size] = /^\[?([0-9a-fA-F.:]{2,45})\]?(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const bytes = host.includes(':') ? ipv6(host) : ipv4(host);
  if (bytes === null) return null;
  const bits = size === undefined ? bytes.length * 8 : Number(size);
  return bits > bytes.length * 8 ? null : { bytes, bits };
}

/** Whether an address lies in a network. */
export function isInNetwork(address: Uint8Array, { bytes, bits }: Network): boolean {
  if (address.length !== bytes.length) return false;
  for (let at = 0; at * 8 < bits; at++) {
    const mask = (0xff00 >>> Math.min(8, bits - at * 8)) & 0xff;
    if (((address[at]! ^ bytes[at]!) & mask) !== 0) return false;
  }
  return true;
}

function ipv4(text: string): Uint8Array | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts === undefined || parts.some(part => part > 255) ? null : Uint8Array.from(parts);
}

function ipv6(text: string): Uint8Array | null {
  const sides = text.split('::');
  if (sides.length > 2) return null;
  const [head, tail] = [words(sides[0]!), words(sides[1] ?? '')];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...Array<number>(missing).fill(0), ...tail];
  return Uint8Array.from(all.flatMap(word => [word >>> 8, word & 0xff]));
}

function words(text: string): number[] | null {
  if (text === '') return [];
  const made: number[] = [];
  for (const part of text.split(':')) {
    const v4 = ipv4(part);
    if (v4 !== null) made.push(v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) made.push(Number.parseInt(part, 16));
    else return null;
  }
  return made;
}
