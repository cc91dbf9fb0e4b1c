/** What a heading says of a packet, on the log's timeline, and the packet with the text that was printed after it. */
import type { Context } from './context/context.js';
import type { PrintedDatagram } from './printed-queue.js';

/** What may carry several messages under one heading. */
const STREAMS: ReadonlySet<Context['transport']> = new Set(['TCP', 'TLS', 'WS', 'WSS']);

export interface Announced extends Context {
  timeUs: number;
}

export function isStream({ transport }: Announced): boolean {
  return STREAMS.has(transport);
}

export function datagramOf(packet: Announced, text: string, truncated: boolean): PrintedDatagram {
  const { timeUs, source, destination, transport, direction } = packet;
  return { timeUs, source, destination, transport, text, truncated, directed: direction !== undefined };
}
