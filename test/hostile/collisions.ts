/**
 * Texts that collide under a hash without a secret: words multiplied and mixed, as MurmurHash3 does it, which is what tables of
 * packets are often keyed by. Each step can be inverted, so the last word of a text is chosen to bring any state about.
 */

const MULTIPLIER = 0x9e3779b1;
const INVERSE = inverseOf(MULTIPLIER);

/** The hash that is attacked: four bytes at a time, from a state that may be a secret. `bytes` are whole words. */
export function mixedHash(bytes: Uint8Array, seed = 0x9747b28c): number {
  let hash = bytes.length ^ seed;
  for (let at = 0; at < bytes.length; at += 4) hash = step(hash ^ wordAt(bytes, at));
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** `count` texts of 16 bytes that all have the same `mixedHash`; none of their bytes is a control or a space. */
export function colliding(count: number): Uint8Array[] {
  const target = 0x12345678;
  const texts: Uint8Array[] = [];
  for (let number = 0; texts.length < count; number++) {
    const text = new Uint8Array(16);
    const digits = String(number).padStart(12, '0');
    for (let i = 0; i < 12; i++) text[i] = digits.charCodeAt(i);
    let hash = text.length ^ 0x9747b28c;
    for (let at = 0; at < 12; at += 4) hash = step(hash ^ wordAt(text, at));
    const last = hash ^ Math.imul(unshifted(target), INVERSE);
    for (let i = 0; i < 4; i++) text[12 + i] = last >>> (8 * i);
    if (text.every(byte => byte > 32 && byte !== 127)) texts.push(text);
  }
  return texts;
}

/**
 * Another text with the same `mixedHash`, whatever the seed is: the top bit of a word passes the multiplication alone, and the next
 * word takes it back.
 */
export function twin(text: Uint8Array): Uint8Array {
  const other = text.slice();
  // Bit 31 of the first word; bits 31 and 16 of the second, where the first one's has gone.
  other[3]! ^= 0x80;
  other[7]! ^= 0x80;
  other[6]! ^= 0x01;
  return other;
}

function step(mixed: number): number {
  const hash = Math.imul(mixed, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The number whose `x ^ (x >>> 15)` this is. */
function unshifted(hash: number): number {
  return hash ^ (hash >>> 15) ^ (hash >>> 30);
}

/** Of an odd number, modulo 2^32, by Newton's method: each step doubles the bits that are right. */
function inverseOf(odd: number): number {
  let inverse = odd;
  for (let i = 0; i < 5; i++) inverse = Math.imul(inverse, 2 - Math.imul(odd, inverse));
  return inverse;
}

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
