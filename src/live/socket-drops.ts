/**
 * What the kernel dropped for want of room in a UDP socket's buffer. In: its port. Out: the count of Linux's /proc/net/udp, null
 * where it is not told.
 */
import { readFileSync } from 'node:fs';

/** Words of a line: number, local address:port, …, drops. */
const LOCAL = 1;

export function socketDrops(port: number): number | null {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  let drops: number | null = null;
  for (const table of ['/proc/net/udp', '/proc/net/udp6']) {
    for (const line of lines(table)) {
      const words = line.trim().split(/\s+/);
      if (words[LOCAL]?.endsWith(suffix)) drops = (drops ?? 0) + Number(words[words.length - 1]);
    }
  }
  return drops;
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}
