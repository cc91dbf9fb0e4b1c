/** The interfaces of this machine, as Node, the kernel (/proc/net/dev, /sys/class/net) and tcpdump know them. */
import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { programPath } from './children/program.js';

export interface Device {
  name: string;
  addresses: string[];
  /** Null if unknown. */
  up: boolean | null;
  /** Packets received and sent since it came up, for `any` the sum of all; null if nobody counts. */
  packets: number | null;
  /** tcpdump's description; null without tcpdump. */
  description: string | null;
}

/** What tcpdump lists, including `any` and devices that are not network interfaces. */
export type Listing = ReadonlyMap<string, { up: boolean; description: string }>;

const COUNTERS = '/proc/net/dev';
const STATE = '/sys/class/net';
/** Interface flags of Linux: IFF_UP. */
const UP = 1;
const ALL = 'any';

/** All interfaces that can be captured: `any` first, then those that are up. */
export async function devices(): Promise<Device[]> {
  return devicesNow(await tcpdumpDevices());
}

/** The same with an earlier listing of tcpdump, without running it again. */
export function devicesNow(listed: Listing): Device[] {
  const own = networkInterfaces();
  const counters = readCounters();
  const names = new Set([...counters.keys(), ...Object.keys(own), ...listed.keys()]);
  const seenByAll = Array.from(counters.values()).reduce((sum, packets) => sum + packets, 0);
  const found = Array.from(names, (name): Device => {
    const flags = number(`${STATE}/${name}/flags`);
    return {
      name,
      addresses: (own[name] ?? []).map(({ address }) => address),
      up: flags !== null ? (flags & UP) !== 0 : (listed.get(name)?.up ?? null),
      packets: name === ALL && counters.size > 0 ? seenByAll : (counters.get(name) ?? null),
      description: listed.get(name)?.description ?? null,
    };
  });
  return found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function rank({ name, up }: Device): number {
  return name === ALL ? 0 : up === true ? 1 : 2;
}

/** `tcpdump -D` prints "1.eth0 [Up, Running]" or "2.any (Pseudo-device …) [Up, Running]". */
export async function tcpdumpDevices(): Promise<Listing> {
  const found = new Map<string, { up: boolean; description: string }>();
  const program = programPath('tcpdump');
  if (program === undefined) return found;
  try {
    const { execFile } = await import('node:child_process');
    const { stdout } = await promisify(execFile)(program, ['-D'], { timeout: 5000 });
    for (const line of stdout.split('\n')) {
      const match = /^\d+\.(\S+)(?: \((.*)\))?(?: \[(.*)\])?$/.exec(line);
      if (match) found.set(match[1]!, { up: /\bUp\b/.test(match[3] ?? ''), description: match[2] ?? '' });
    }
  } catch {
    // Without tcpdump's list, the kernel's is used alone.
  }
  return found;
}

/** The name of the interface with this index; null if there is none. */
export function interfaceName(index: number): string | null {
  return readFolders().find(name => number(`${STATE}/${name}/ifindex`) === index) ?? null;
}

function readFolders(): string[] {
  try {
    return readdirSync(STATE);
  } catch {
    return []; // not Linux
  }
}

/** Packets received and sent, by interface: the second and tenth numbers of a line of /proc/net/dev. */
function readCounters(): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of textOf(COUNTERS).split('\n')) {
    const match = /^\s*(\S+):\s*(\d.*)$/.exec(line);
    const columns = match?.[2]?.split(/\s+/).map(Number) ?? [];
    if (match && columns.length >= 10) found.set(match[1]!, columns[1]! + columns[9]!);
  }
  return found;
}

/** Reads a file with one number, decimal or 0x…. */
function number(path: string): number | null {
  const text = textOf(path).trim();
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : null;
}

/** The text of a file; "" if there is none (not Linux, or no such interface). */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
