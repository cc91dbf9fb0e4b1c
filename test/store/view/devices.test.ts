/** The list of interfaces: rates between two counts, and which are meant. */
import { describe, expect, it } from 'vitest';
import type { Device } from '../../../src/engine/protocol/live.js';
import { devicePosition, devicesDialog, devicesMeant, withCount } from '../../../src/store/view/devices.js';

function device(name: string, packets: number | null): Device {
  return { name, addresses: [], up: true, packets, description: null };
}

describe('the list of interfaces', () => {
  const first = withCount(devicesDialog(''), [device('any', 100), device('eth0', 100), device('nflog', null)], 5000);

  it('knows no rate after one count', () => {
    expect(first.rates.size).toBe(0);
  });

  it('divides what came by the time between two counts', () => {
    const { rates } = withCount(first, [device('any', 1300), device('eth0', 100), device('nflog', null)], 7000);
    expect(rates.get('any')).toBe(600);
    expect(rates.get('eth0')).toBe(0);
    expect(rates.has('nflog')).toBe(false);
  });

  it('knows no rate of an interface that was made anew', () => {
    expect(withCount(first, [device('eth0', 3)], 6000).rates.has('eth0')).toBe(false);
  });

  it('keeps the cursor on its interface, and no choice of one that is gone', () => {
    const dialog = { ...first, at: 'eth0', chosen: new Set(['nflog', 'eth0']) };
    const next = withCount(dialog, [device('any', 1), device('br0', 1), device('eth0', 1)], 6000);
    expect(devicePosition(next)).toBe(2);
    expect([...next.chosen]).toEqual(['eth0']);
  });

  it('means the chosen ones, else the one under the cursor; any means all', () => {
    expect(devicesMeant(first)).toEqual(['any']);
    expect(devicesMeant({ ...first, at: 'nflog' })).toEqual(['nflog']);
    expect(devicesMeant({ ...first, chosen: new Set(['nflog', 'eth0']) })).toEqual(['eth0', 'nflog']);
    expect(devicesMeant({ ...first, chosen: new Set(['eth0', 'any']) })).toEqual(['any']);
    expect(devicesMeant(devicesDialog(''))).toEqual([]);
  });
});
