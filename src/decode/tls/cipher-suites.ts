/**
 * The cipher suites that can be decrypted (https://www.iana.org/assignments/tls-parameters). The key exchange does
 * not matter to a reader that has the secrets.
 */

export type Hash = 'sha1' | 'sha256' | 'sha384';

export interface CipherSuite {
  /** As OpenSSL calls it. */
  cipher: 'aes-128-gcm' | 'aes-256-gcm' | 'aes-128-cbc' | 'aes-256-cbc' | 'chacha20-poly1305';
  keyLength: number;
  /** Hash of the key derivation. */
  hash: Hash;
  /** Hash and length of the MAC; undefined for AEAD. */
  mac: { hash: Hash; length: number } | undefined;
}

const SHA1 = { hash: 'sha1', length: 20 } as const;
const SHA256 = { hash: 'sha256', length: 32 } as const;
const SHA384 = { hash: 'sha384', length: 48 } as const;

const AES_128_GCM: CipherSuite = { cipher: 'aes-128-gcm', keyLength: 16, hash: 'sha256', mac: undefined };
const AES_256_GCM: CipherSuite = { cipher: 'aes-256-gcm', keyLength: 32, hash: 'sha384', mac: undefined };
const CHACHA20: CipherSuite = { cipher: 'chacha20-poly1305', keyLength: 32, hash: 'sha256', mac: undefined };
const AES_128_SHA: CipherSuite = { cipher: 'aes-128-cbc', keyLength: 16, hash: 'sha256', mac: SHA1 };
const AES_256_SHA: CipherSuite = { cipher: 'aes-256-cbc', keyLength: 32, hash: 'sha256', mac: SHA1 };
const AES_128_SHA256: CipherSuite = { cipher: 'aes-128-cbc', keyLength: 16, hash: 'sha256', mac: SHA256 };
const AES_256_SHA256: CipherSuite = { cipher: 'aes-256-cbc', keyLength: 32, hash: 'sha256', mac: SHA256 };
const AES_256_SHA384: CipherSuite = { cipher: 'aes-256-cbc', keyLength: 32, hash: 'sha384', mac: SHA384 };

const SUITES: readonly (readonly [CipherSuite, readonly number[]])[] = [
  // TLS 1.3, then RSA, DHE, PSK and ECDHE with each certificate.
  [AES_128_GCM, [0x1301, 0x9c, 0x9e, 0xa0, 0xa2, 0xa4, 0xa6, 0xa8, 0xaa, 0xac, 0xc02b, 0xc02d, 0xc02f, 0xc031, 0xd001]],
  [AES_256_GCM, [0x1302, 0x9d, 0x9f, 0xa1, 0xa3, 0xa5, 0xa7, 0xa9, 0xab, 0xad, 0xc02c, 0xc02e, 0xc030, 0xc032, 0xd002]],
  [CHACHA20, [0x1303, 0xcca8, 0xcca9, 0xccaa, 0xccab, 0xccac, 0xccad, 0xccae]],
  [AES_128_SHA, [0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x8c, 0x90, 0x94, 0xc004, 0xc009, 0xc00e, 0xc013, 0xc018, 0xc035]],
  [AES_256_SHA, [0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x8d, 0x91, 0x95, 0xc005, 0xc00a, 0xc00f, 0xc014, 0xc019, 0xc036]],
  [AES_128_SHA256, [0x3c, 0x3e, 0x3f, 0x40, 0x67, 0x6c, 0xae, 0xb2, 0xb6, 0xc023, 0xc025, 0xc027, 0xc029, 0xc037]],
  [AES_256_SHA256, [0x3d, 0x68, 0x69, 0x6a, 0x6b, 0x6d]],
  [AES_256_SHA384, [0xaf, 0xb3, 0xb7, 0xc024, 0xc026, 0xc028, 0xc02a, 0xc038]],
];

const BY_NUMBER = new Map(SUITES.flatMap(([suite, numbers]) => numbers.map(number => [number, suite] as const)));

/** The suite with this number; undefined if it cannot be decrypted. */
export function cipherSuite(number: number): CipherSuite | undefined {
  return BY_NUMBER.get(number);
}
