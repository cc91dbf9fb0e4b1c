/** SIP over TLS from node:tls, decrypted with its key log. */
import { constants } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KeyLog } from '../../../src/decode/tls/key-log.js';
import { decode } from '../harness.js';
import { type Bytes, bytes, request } from '../wire.js';
import { exchange } from './exchange.js';

const invite = request('secret', `v=0\r\n${'a=long:0123456789\r\n'.repeat(60)}`);
const bye = request('secret', '', 'BYE');
const ok =
  'SIP/2.0 200 OK\r\nVia: SIP/2.0/TLS 192.0.2.1\r\nCall-ID: secret\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n';
/** Long enough for several records. */
const long = request('long', 'x'.repeat(40_000), 'MESSAGE');

const SAID = [
  { by: 'client', text: invite },
  { by: 'server', text: ok },
  { by: 'client', text: bye + long },
  { by: 'server', text: ok },
] as const;
const HEARD = [invite, ok, bye, long, ok];

function logOf(text: string): KeyLog {
  const keyLog = new KeyLog();
  keyLog.addWhole(bytes(text));
  return keyLog;
}

const V12 = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
const V13 = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const;

const SUITES = [
  ...[
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-SHA',
    'ECDHE-ECDSA-AES256-SHA',
    'ECDHE-ECDSA-AES128-SHA256',
    'ECDHE-ECDSA-AES256-SHA384',
  ].map(ciphers => [ciphers, { ...V12, ciphers: `${ciphers}:@SECLEVEL=0` }] as const),
  ...['ECDHE-ECDSA-AES128-SHA', 'ECDHE-ECDSA-AES128-SHA256', 'ECDHE-ECDSA-AES256-SHA384'].map(
    ciphers =>
      [
        `${ciphers}, MAC then encrypt`,
        { ...V12, ciphers: `${ciphers}:@SECLEVEL=0`, secureOptions: constants.SSL_OP_NO_ENCRYPT_THEN_MAC },
      ] as const,
  ),
  ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'].map(
    ciphers => [ciphers, { ...V13, ciphers }] as const,
  ),
] as const;

describe('SIP over TLS', () => {
  it.each(SUITES)('%s', async (_, options) => {
    const { packets, keyLog } = await exchange(options, SAID);
    const { texts, messages, accounts } = decode(packets, true, logOf(keyLog));
    expect(texts).toEqual(HEARD);
    expect(new Set(messages.map(({ transport }) => transport))).toEqual(new Set(['TLS']));
    expect(messages[0]).toMatchObject({ from: '192.0.2.1:40061', to: '192.0.2.2:5061' });
    expect(messages[0]?.parts?.length).toBeGreaterThan(0);
    expect(accounts.tlsRecords).toBe(0);

    const without = decode(packets);
    expect(without.texts).toEqual([]);
    expect(without.kept).toEqual([]);
    expect(without.accounts.other.get('tls')).toBeGreaterThan(4);
    expect(without.accounts.tlsRecords).toBe(recordsIn(packets));
  });
});

/** Counts the records of whole streams, by their lengths. */
function recordsIn(packets: readonly Bytes[]): number {
  let records = 0;
  for (const port of [40_061, 5061]) {
    const stream = Buffer.concat(
      packets.filter(packet => Buffer.from(packet).readUInt16BE(34) === port).map(packet => packet.subarray(54)),
    );
    for (let at = 0; at < stream.length; at += 5 + stream.readUInt16BE(at + 3)) records++;
  }
  return records;
}
