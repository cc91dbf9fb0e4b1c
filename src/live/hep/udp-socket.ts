/**
 * What Linux knows of a UDP socket by its local address (/proc/net/udp): drops because its buffer was full, and bytes
 * queued. Null on other systems.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { endianness } from 'node:os';
import { addressBytes } from '../../capture/text/printed-address.js';

export interface UdpSocketState {
  drops: number;
  waitingBytes: number;
}

/** Columns of a line: number, local address:port, remote, state, tx_queue:rx_queue (hexadecimal), …, drops. */
const LOCAL = 1;
const QUEUES = 4;

export function udpSocket({ address, port }: Pick<AddressInfo, 'address' | 'port'>): UdpSocketState | null {
  const local = `${kernelAddress(address)}:${hexadecimal(port, 4)}`;
  const table = address.includes(':') ? '/proc/net/udp6' : '/proc/net/udp';
  for (const line of lines(table)) {
    const words = line.trim().split(/\s+/);
    if (words[LOCAL] !== local) continue;
    const waitingBytes = Number.parseInt(words[QUEUES]?.split(':')[1] ?? '0', 16);
    return { drops: Number(words[words.length - 1]), waitingBytes };
  }
  return null;
}

/** As the kernel prints it: words of 32 bits, each as the machine holds it in memory. */
function kernelAddress(address: string): string {
  const bytes = addressBytes(address.replace(/%.*$/, ''));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) text += hexadecimal(view.getUint32(at, endianness() === 'LE'), 8);
  return text;
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}
