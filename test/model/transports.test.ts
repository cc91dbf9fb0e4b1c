/** Transports by the names that sources give them. */
import { expect, it } from 'vitest';
import { TRANSPORTS, transportIndex, transportNamed } from '../../src/model/transports.js';

it.each([
  ['udp', 'UDP'],
  ['Tls', 'TLS'],
  ['WSS', 'WSS'],
  ['sctp', 'SCTP'],
  ['UNKNOWN', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
] as const)('%s is %s', (name, transport) => {
  expect(transportNamed(name)).toBe(transport);
});

it('are kept by index: 0 is what is not known, and three bits hold all', () => {
  expect(transportIndex('unknown')).toBe(0);
  expect(TRANSPORTS.map(transportIndex)).toEqual(TRANSPORTS.map((_, index) => index));
  expect(TRANSPORTS.length).toBeLessThanOrEqual(8);
});
