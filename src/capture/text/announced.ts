/** What a heading says of a packet, on the log's timeline, and the packet with the text that was printed after it. */
import { NO_TIME } from '../../model/times.js';
import type { Context } from './context/context.js';
import type { Heading } from './context/recent-lines.js';
import type { Timeline } from './log-clock.js';
import type { PrintedDatagram } from './printed-queue.js';

/** What may carry several messages under one heading. */
const STREAMS: ReadonlySet<Context['transport']> = new Set(['TCP', 'TLS', 'WS', 'WSS']);

export interface Announced extends Context {
  /** NO_TIME where the heading tells none. */
  timeUs: number;
}

export function announced({ time, ...context }: Heading, clock: Timeline): Announced {
  return { ...context, timeUs: time === undefined ? NO_TIME : clock.timeUs(time) };
}

/** Whether several messages may stand under its heading. */
export function isStream({ transport }: Announced): boolean {
  return STREAMS.has(transport);
}

export function datagramOf(packet: Announced, text: string, truncated: boolean): PrintedDatagram {
  const { timeUs, source, destination, transport, direction } = packet;
  return { timeUs, source, destination, transport, text, truncated, directed: direction !== undefined };
}
