/** `devices`: the interfaces that can be captured, a line or an object each. */
import { type Device, devices as devicesOfMachine } from '../live/devices.js';
import { FOUND, NOTHING, type Session } from './session.js';

export async function devices({ invocation, out }: Session): Promise<number> {
  const found = await devicesOfMachine();
  const width = Math.max(0, ...found.map(({ name }) => name.length));
  for (const device of found) await (invocation.json ? out.json(device) : out.text(deviceLine(device, width)));
  return found.length > 0 ? FOUND : NOTHING;
}

function deviceLine({ name, addresses, up, packets, description }: Device, width: number): string {
  const state = up === null ? '' : up ? 'up' : 'down';
  const seen = packets === null ? '' : `${packets} packets`;
  const parts = [name.padEnd(width), state.padEnd(4), seen.padStart(20), addresses.join(', '), description ?? ''];
  return parts.join('  ').trimEnd();
}
