/**
 * A capture as `tcpdump -r FILE -n -A` prints it (4.99): a summary line and the IP packet in ASCII for each. It knows
 * what the samples contain: UDP over IPv4, SIP on port 5060, anything else by its length.
 */
import type { CapturedPacket } from './capture.js';

/** Times are printed in UTC, the zone of the captures behind the samples. */
export function tcpdumpText(packets: readonly CapturedPacket[]): string {
  return packets.map(packet => `${summary(packet)}\n${ascii(packet.packet)}\n`).join('');
}

function summary({ timeUs, from, to, payload }: CapturedPacket): string {
  const clock = new Date(Math.floor(timeUs / 1000)).toISOString().slice(11, 19);
  const microseconds = String(timeUs % 1e6).padStart(6, '0');
  const sip = from.port === 5060 || to.port === 5060;
  const what = sip ? `SIP: ${firstLine(payload)}` : `UDP, length ${payload.length}`;
  return `${clock}.${microseconds} IP ${from.ip}.${from.port} > ${to.ip}.${to.port}: ${what}`;
}

function firstLine(payload: Uint8Array): string {
  return Buffer.from(payload).toString('latin1').split('\r\n', 1)[0]!;
}

/** Unprintable bytes become dots, the CR of a CRLF is dropped, line ends and tabs stay. */
function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll('\r\n', '\n')
    .replace(/[^\x20-\x7e\n\t]/g, '.');
}
