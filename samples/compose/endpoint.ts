/** A host in a sample: its address and port as text and as bytes. */
import { createHash } from 'node:crypto';

export interface Endpoint {
  /** Dotted IPv4 address. */
  ip: string;
  port: number;
}

export function endpoint(ip: string, port = 5060): Endpoint {
  return { ip, port };
}

/** "10.20.0.22:5060". */
export function hostPort({ ip, port }: Endpoint): string {
  return `${ip}:${port}`;
}

/** The four bytes of the address. */
export function ipBytes({ ip }: Endpoint): Uint8Array {
  return Uint8Array.from(ip.split('.'), Number);
}

/** A locally administered MAC address that belongs to this IP address and no other. */
export function macBytes(host: Endpoint): Uint8Array {
  return Uint8Array.of(0x02, 0x00, ...ipBytes(host));
}

/** Hex digits that look random but are the same in every run: tags, branches, Call-IDs, ports. */
export function token(what: string, length: number): string {
  return createHash('sha256').update(what).digest('hex').slice(0, length);
}
