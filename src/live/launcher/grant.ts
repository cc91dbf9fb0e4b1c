/**
 * What the command line gave the right to capture: the launcher starts nothing beyond it, whatever it is asked. Whoever
 * took the program over asks with anything, so every value is checked.
 */
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { type CaptureSettings, ENGINES, type EngineName } from '../live-input.js';

export interface Grant {
  /** The interfaces; null for all of this machine. */
  devices: readonly string[] | null;
  /** The bounds: "" as filter allows any, `auto` any engine. */
  settings: CaptureSettings;
}

export interface Asked {
  engine: EngineName;
  device: string;
  settings: CaptureSettings;
}

const ALL = 'any';
/** Where Linux lists its interfaces. */
const INTERFACES = '/sys/class/net';
const MAX_RING_BYTES = 2 ** 31;
const MAX_FILTER = 65_536;
const AGAIN = 'start it again with sudo to capture something else';

/** Takes apart what somebody asked for; undefined if it is nothing that could be asked for. */
export function askedOf(message: Readonly<Record<string, unknown>>): Asked | undefined {
  const { device, settings } = message;
  const engine = ENGINES.find(name => name === message['engine']);
  if (engine === undefined || typeof device !== 'string' || typeof settings !== 'object' || settings === null)
    return undefined;
  const { bpf, snapLength, ringBytes, promiscuous }: Partial<Record<string, unknown>> = { ...settings };
  if (typeof bpf !== 'string' || bpf.length > MAX_FILTER || bpf.includes('\0')) return undefined;
  if (!isCount(snapLength) || !isCount(ringBytes) || ringBytes > MAX_RING_BYTES) return undefined;
  if (typeof promiscuous !== 'boolean') return undefined;
  return { engine, device, settings: { engine, bpf, snapLength, ringBytes, promiscuous } };
}

/** Why this may not be captured, as a clause; null if it may. */
export function beyond(grant: Grant | null, { engine, device, settings }: Asked): string | null {
  if (grant === null) return `the command line named no interface: name it with -d NAME, and ${AGAIN}`;
  const { devices, settings: bounds } = grant;
  if (devices !== null && !devices.includes(device))
    return `the command line named ${devices.join(', ')}: name all interfaces with -d, and ${AGAIN}`;
  if (!isInterface(device)) return 'there is no such interface; sipvestigator devices lists those there are';
  if (bounds.bpf !== '' && settings.bpf !== bounds.bpf)
    return `the command line named the filter "${bounds.bpf}": ${AGAIN}`;
  if (bounds.engine !== 'auto' && engine !== bounds.engine)
    return `the command line named the engine ${bounds.engine}: ${AGAIN}`;
  if (settings.snapLength > bounds.snapLength)
    return `the command line gave ${bounds.snapLength} bytes of each packet: ${AGAIN}`;
  if (settings.promiscuous && !bounds.promiscuous)
    return `the command line named only packets for this machine: ${AGAIN}`;
  return null;
}

/** libpcap knows more than interfaces: USB, Bluetooth, D-Bus, hosts. None of these was asked for. */
function isInterface(name: string): boolean {
  if (name === ALL) return true;
  if (!/^[^\s/-][^\s/]{0,14}$/.test(name) || name === '.' || name === '..') return false;
  return existsSync(INTERFACES) ? existsSync(`${INTERFACES}/${name}`) : Object.hasOwn(networkInterfaces(), name);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}
