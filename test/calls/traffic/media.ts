/** Session descriptions (RFC 8866) of the traffic. */
import type { Chance } from './chance.js';

/** An offer or answer of a host that takes media itself, at a port of its own. */
export function ownMedia(chance: Chance, ip: string, more: readonly string[] = []): string {
  const session = 1_000_000 + chance.below(2_000_000_000);
  return description(`- ${session} ${session} IN IP4 ${ip}`, ip, 10_000 + 2 * chance.below(25_000), more);
}

/** A description with its o= line and port given. */
export function description(origin: string, ip: string, port: number, more: readonly string[] = []): string {
  return lines(
    ...['v=0', `o=${origin}`, 's=-', `c=IN IP4 ${ip}`, 't=0 0', `m=audio ${port} RTP/AVP 8 0 101`],
    ...['a=rtpmap:8 PCMA/8000', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15'],
    ...['a=ptime:20', ...more],
  );
}

function lines(...text: string[]): string {
  return `${text.join('\r\n')}\r\n`;
}
