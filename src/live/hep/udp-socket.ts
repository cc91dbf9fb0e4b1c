/**
 * What Linux knows of a UDP socket by its port (/proc/net/udp): drops because its buffer was full, and bytes queued.
 * Null on other systems.
 */
import { readFileSync } from 'node:fs';

export interface UdpSocketState {
  drops: number;
  waitingBytes: number;
}

/** Columns of a line: number, local address:port, remote, state, tx_queue:rx_queue (hexadecimal), …, drops. */
const LOCAL = 1;
const QUEUES = 4;

export function udpSocket(port: number): UdpSocketState | null {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let state: UdpSocketState | null = null;
  for (const table of ['/proc/net/udp', '/proc/net/udp6']) {
    for (const line of lines(table)) {
      const words = line.trim().split(/\s+/);
      if (!words[LOCAL]?.endsWith(suffix)) continue;
      state ??= { drops: 0, waitingBytes: 0 };
      state.drops += Number(words[words.length - 1]);
      state.waitingBytes += Number.parseInt(words[QUEUES]?.split(':')[1] ?? '0', 16);
    }
  }
  return state;
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}
