/**
 * TLS alerts: one that node:tls sends when it cannot decrypt a record, reported for the conversations its connection
 * carried.
 */
import { describe, expect, it } from 'vitest';
import { KeyLog } from '../../../src/decode/tls/key-log.js';
import { alertText } from '../../../src/decode/tls/alert.js';
import { decode } from '../harness.js';
import { bytes, request } from '../wire.js';
import { exchange } from './exchange.js';

describe('a TLS alert', () => {
  const said = [
    { by: 'client', text: request('one') },
    { by: 'server', text: request('two') },
  ] as const;

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('of %s concerns the conversations its connection carried', async version => {
    const { packets, keyLog } = await exchange({ minVersion: version, maxVersion: version }, said, true);
    const log = new KeyLog();
    log.addWhole(bytes(keyLog));
    const { connections } = decode(packets, true, log);
    expect(connections).toMatchObject([
      { kind: 'tls-alert', detail: 'fatal: bad record MAC', from: '192.0.2.2:5061', to: '192.0.2.1:40061' },
    ]);
    expect(new Set(connections[0]!.callIds)).toEqual(new Set(['one', 'two']));
  });

  it('that only closes the connection is no event', async () => {
    const { packets, keyLog } = await exchange({}, said);
    const log = new KeyLog();
    log.addWhole(bytes(keyLog));
    expect(decode(packets, true, log).connections).toEqual([]);
    expect(alertText(bytes(1, 0), 2)).toBeUndefined();
    expect(alertText(bytes(2, 0), 2)).toBeUndefined();
  });

  it('has a name if its number is known, and only if it is complete', () => {
    expect(alertText(bytes(2, 40), 2)).toBe('fatal: handshake failure');
    expect(alertText(bytes(1, 90), 2)).toBe('warning: user canceled');
    expect(alertText(bytes(2, 200), 2)).toBe('fatal: alert 200');
    expect(alertText(bytes(2), 1)).toBeUndefined();
    expect(alertText(bytes(2, 40, 1), 3)).toBeUndefined();
  });
});
