/** Outer layers as text: "GRE 192.0.2.1 > 192.0.2.2". Each combination makes its string once. */
import { hashWords } from '../../bytes/hash.js';
import type { Cursor, Outer } from '../cursor.js';
import { addressWord } from '../flow-table.js';
import { ipText } from '../network/ip-text.js';

/** Combinations kept; when they are full, all are dropped and made again. */
const MAX_TEXTS = 4096;

interface Known {
  outers: Outer[];
  text: string;
}

export class TunnelTexts {
  readonly #known = new Map<number, Known>();

  /** The layers around the cursor, outermost first; "" if there are none. */
  of(at: Cursor): string {
    if (at.tunnels === 0) return '';
    const hash = hashOf(at);
    const known = this.#known.get(hash);
    if (known !== undefined && isOf(known.outers, at)) return known.text;
    if (this.#known.size === MAX_TEXTS) this.#known.clear();
    const outers = at.outers.slice(0, at.tunnels).map(copyOf);
    const text = outersText(outers);
    this.#known.set(hash, { outers, text });
    return text;
  }
}

/** Outer layers as text, outermost first. */
export function outersText(outers: readonly Outer[]): string {
  return outers.map(outerText).join(', ');
}

function outerText({ kind, id, bytes, sourceOffset, destinationOffset, addressLength }: Outer): string {
  const name = id < 0 ? kind : `${kind} ${id}`;
  return `${name} ${ipText(bytes, sourceOffset, addressLength)} > ${ipText(bytes, destinationOffset, addressLength)}`;
}

function copyOf({ kind, id, bytes, sourceOffset, destinationOffset, addressLength }: Outer): Outer {
  const copy = new Uint8Array(addressLength * 2);
  copy.set(bytes.subarray(sourceOffset, sourceOffset + addressLength));
  copy.set(bytes.subarray(destinationOffset, destinationOffset + addressLength), addressLength);
  return { kind, id, bytes: copy, sourceOffset: 0, destinationOffset: addressLength, addressLength };
}

function hashOf(at: Cursor): number {
  let hash = 0;
  for (let i = 0; i < at.tunnels; i++) {
    const { id, bytes, sourceOffset, destinationOffset, addressLength } = at.outers[i]!;
    const source = addressWord(bytes, sourceOffset, addressLength);
    hash = hashWords(hash, id, source, addressWord(bytes, destinationOffset, addressLength));
  }
  return hash & 0x3fffffff;
}

function isOf(outers: readonly Outer[], at: Cursor): boolean {
  if (outers.length !== at.tunnels) return false;
  for (let i = 0; i < outers.length; i++) {
    const known = outers[i]!;
    const outer = at.outers[i]!;
    if (known.kind !== outer.kind || known.id !== outer.id || known.addressLength !== outer.addressLength) return false;
    for (let n = 0; n < known.addressLength; n++) {
      if (known.bytes[n] !== outer.bytes[outer.sourceOffset + n]) return false;
      if (known.bytes[known.addressLength + n] !== outer.bytes[outer.destinationOffset + n]) return false;
    }
  }
  return true;
}
