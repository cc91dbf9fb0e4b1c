/**
 * The interfaces of this machine. In: what Node, the kernel (/sys/class/net) and tcpdump know of them. Out: each with its
 * addresses, whether it is up, and how many packets it has seen since it came up.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { programPath } from './program.js';

export interface Device {
  name: string;
  addresses: string[];
  /** Null where the system does not tell. */
  up: boolean | null;
  /** Packets received and sent since it came up; null where nobody counts. */
  packets: number | null;
  /** What tcpdump says of it; null without tcpdump. */
  description: string | null;
}

const STATE = '/sys/class/net';
/** Interface flags of Linux: IFF_UP. */
const UP = 1;

/** All interfaces that can be captured, those that are up first. */
export function devices(): Device[] {
  const own = networkInterfaces();
  const listed = tcpdumpDevices();
  const names = new Set([...folders(), ...Object.keys(own), ...listed.keys()]);
  const found = Array.from(names, (name): Device => {
    const flags = number(`${STATE}/${name}/flags`);
    const received = number(`${STATE}/${name}/statistics/rx_packets`);
    const sent = number(`${STATE}/${name}/statistics/tx_packets`);
    return {
      name,
      addresses: (own[name] ?? []).map(({ address }) => address),
      up: flags !== null ? (flags & UP) !== 0 : (listed.get(name)?.up ?? null),
      packets: received === null || sent === null ? null : received + sent,
      description: listed.get(name)?.description ?? null,
    };
  });
  return found.sort((a, b) => Number(b.up === true) - Number(a.up === true) || a.name.localeCompare(b.name));
}

/** `tcpdump -D` prints "1.eth0 [Up, Running]" or "2.any (Pseudo-device …) [Up, Running]". */
function tcpdumpDevices(): Map<string, { up: boolean; description: string }> {
  const found = new Map<string, { up: boolean; description: string }>();
  const program = programPath('tcpdump');
  if (program === undefined) return found;
  try {
    const printed = execFileSync(program, ['-D'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5000,
    });
    for (const line of printed.split('\n')) {
      const match = /^\d+\.(\S+)(?: \((.*)\))?(?: \[(.*)\])?$/.exec(line);
      if (match) found.set(match[1]!, { up: /\bUp\b/.test(match[3] ?? ''), description: match[2] ?? '' });
    }
  } catch {
    // A tcpdump that lists nothing adds nothing.
  }
  return found;
}

function folders(): string[] {
  try {
    return readdirSync(STATE, { withFileTypes: true })
      .filter(entry => entry.isSymbolicLink() || entry.isDirectory())
      .map(entry => entry.name);
  } catch {
    return []; // not Linux
  }
}

/** A file that holds one number, decimal or 0x…. */
function number(path: string): number | null {
  try {
    const value = Number(readFileSync(path, 'utf8').trim());
    return Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}
