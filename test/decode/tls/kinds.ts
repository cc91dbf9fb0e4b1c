/** A connection of each kind of TLS record, recorded once, and ways to change how it was captured. */
import { KeyLog } from '../../../src/decode/tls/key-log.js';
import { type Bytes, bytes, request } from '../wire.js';
import { connection, exchange, type Exchange } from './exchange.js';

export const MESSAGES = Array.from({ length: 12 }, (_, at) => request(`call-${at}`, `v=${at}\r\n`));
const SAID = MESSAGES.map((text, at) => ({ by: at % 2 === 0 ? ('client' as const) : ('server' as const), text }));

/** A connection of each kind of record, with a message in each record. */
export const KINDS: readonly (readonly [string, Promise<Exchange>])[] = [
  ['TLS 1.2 with GCM', exchange({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' }, SAID)],
  ['TLS 1.2 with CBC', exchange({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' }, SAID)],
  ['TLS 1.2 with ChaCha20', exchange({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305' }, SAID)],
  ['TLS 1.3', exchange({ minVersion: 'TLSv1.3' }, SAID)],
];

export function logOf(text: string): KeyLog {
  const keyLog = new KeyLog();
  keyLog.addWhole(bytes(text));
  return keyLog;
}

const IP_AND_TCP = 14 + 20 + 20;
const payloadOf = (packet: Bytes): string => Buffer.from(packet.subarray(IP_AND_TCP)).toString('latin1');
export const carriesData = (packet: Bytes): boolean => packet[IP_AND_TCP] === 23;

/** The same two streams cut into segments of these lengths, which repeat. */
export function recut(packets: readonly Bytes[], lengths: readonly number[]): Bytes[] {
  let step = 0;
  const passed = packets
    .filter(packet => packet.length > IP_AND_TCP)
    .flatMap(packet => {
      const payload = payloadOf(packet);
      const fromClient = packet[29] === 1;
      const pieces: { fromClient: boolean; bytes: Uint8Array }[] = [];
      for (let at = 0; at < payload.length; ) {
        const length = lengths[step++ % lengths.length]!;
        pieces.push({ fromClient, bytes: bytes(payload.slice(at, at + length)) });
        at += length;
      }
      return pieces;
    });
  return connection(passed);
}
