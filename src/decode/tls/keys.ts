/**
 * Derives the key, IV and MAC key of one direction from a secret of the key log (RFC 5246 5 and 6.3 for TLS 1.2; RFC
 * 8446 7.1, 7.2 and 7.3 for TLS 1.3).
 */
import { createHmac } from 'node:crypto';
import type { CipherSuite, Hash } from './cipher-suites.js';

export type Side = 'client' | 'server';

export interface Keys {
  key: Buffer;
  /** Nonces are built from it; empty for CBC, whose records bring their own IV. */
  iv: Buffer;
  macKey: Buffer;
}

const AEAD_IV_13 = 12;
const GCM_SALT_12 = 4;
const NONE = Buffer.alloc(0);

/** Keys of TLS 1.2; the randoms are hexadecimal. */
export function keysOfMasterSecret(
  suite: CipherSuite,
  master: Buffer,
  clientRandom: string,
  serverRandom: string,
  side: Side,
): Keys {
  const macLength = suite.mac?.length ?? 0;
  const ivLength = suite.mac ? 0 : suite.cipher === 'chacha20-poly1305' ? AEAD_IV_13 : GCM_SALT_12;
  const seed = Buffer.from(`${serverRandom}${clientRandom}`, 'hex');
  const length = 2 * (macLength + suite.keyLength + ivLength);
  const block = expandPrf(suite.hash, master, Buffer.concat([Buffer.from('key expansion'), seed]), length);
  // Each kind comes twice, the client's first.
  const second = side === 'server' ? 1 : 0;
  let at = 0;
  const take = (size: number): Buffer => {
    const from = at + second * size;
    at += 2 * size;
    return block.subarray(from, from + size);
  };
  const macKey = take(macLength);
  const key = take(suite.keyLength);
  return { macKey, key, iv: take(ivLength) };
}

/** Keys of TLS 1.3. */
export function keysOfTrafficSecret(suite: CipherSuite, secret: Buffer): Keys {
  return {
    key: expandLabel(suite.hash, secret, 'key', suite.keyLength),
    iv: expandLabel(suite.hash, secret, 'iv', AEAD_IV_13),
    macKey: NONE,
  };
}

/** The secret after a KeyUpdate (RFC 8446 7.2). */
export function nextTrafficSecret(suite: CipherSuite, secret: Buffer): Buffer {
  return expandLabel(suite.hash, secret, 'traffic upd', secret.length);
}

/** HKDF-Expand-Label with an empty context. */
function expandLabel(hash: Hash, secret: Buffer, label: string, length: number): Buffer {
  const full = Buffer.from(`tls13 ${label}`, 'latin1');
  const info = Buffer.concat([Buffer.from([length >> 8, length & 255, full.length]), full, Buffer.from([0])]);
  const blocks: Buffer[] = [];
  let block: Buffer = NONE;
  for (let made = 0; made < length; made += block.length) {
    block = createHmac(hash, secret)
      .update(block)
      .update(info)
      .update(Buffer.from([blocks.length + 1]))
      .digest();
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** P_hash (RFC 5246 5). */
function expandPrf(hash: Hash, secret: Buffer, seed: Buffer, length: number): Buffer {
  const blocks: Buffer[] = [];
  let a = seed;
  for (let made = 0; made < length; ) {
    a = createHmac(hash, secret).update(a).digest();
    const block = createHmac(hash, secret).update(a).update(seed).digest();
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}
