/** Segments of one connection from the client to the server, and streams cut into them. */
import { type Bytes, CLIENT, ethernet, ipv4, SERVER, tcp, type TcpOptions } from '../wire.js';

export const segment = (payload: Bytes | string, options: TcpOptions = {}): Bytes =>
  ethernet(ipv4(tcp(payload, options), { protocol: 6 }));
export const reply = (payload: Bytes | string, options: TcpOptions = {}): Bytes =>
  ethernet(ipv4(tcp(payload, options), { protocol: 6, source: SERVER, destination: CLIENT }));
export const syn = (sequence = 999): Bytes => segment('', { sequence, flags: 'S' });

/** The stream in segments that begin at the given places. */
export function cut(stream: string, places: readonly number[], first = 1000): Bytes[] {
  const starts = [0, ...places];
  return starts.map((start, i) =>
    segment(stream.slice(start, starts[i + 1] ?? stream.length), { sequence: (first + start) >>> 0 }),
  );
}
