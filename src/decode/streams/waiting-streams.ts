/**
 * TCP streams with a gap, by deadline. There are two fixed waits, one for gaps the receiver acknowledged and one for
 * the others, so each queue is in order of deadline and finding the next one costs the same for one stream as for
 * all. A gap whose time nobody told has no deadline: it waits for the end.
 */
import { isTold } from '../../model/times.js';
import type { TcpStream } from './tcp-stream.js';

export class WaitingStreams {
  readonly #unacknowledged = new Set<TcpStream>();
  readonly #acknowledged = new Set<TcpStream>();

  /** Moves the stream to the queue it belongs to now. */
  note(stream: TcpStream): void {
    const dueUs = stream.waiting && isTold(stream.deadlineUs) ? stream.deadlineUs : Number.POSITIVE_INFINITY;
    if (dueUs === stream.queuedUs) return;
    this.remove(stream);
    if (dueUs === Number.POSITIVE_INFINITY) return;
    stream.queuedUs = dueUs;
    (stream.acknowledged ? this.#acknowledged : this.#unacknowledged).add(stream);
  }

  remove(stream: TcpStream): void {
    if (stream.queuedUs === Number.POSITIVE_INFINITY) return;
    stream.queuedUs = Number.POSITIVE_INFINITY;
    this.#acknowledged.delete(stream);
    this.#unacknowledged.delete(stream);
  }

  /** The first deadline; Infinity for none. */
  get dueUs(): number {
    return Math.min(firstUs(this.#acknowledged), firstUs(this.#unacknowledged));
  }

  /** A stream whose deadline has passed; undefined if there is none. */
  due(timeUs: number): TcpStream | undefined {
    return firstDue(this.#acknowledged, timeUs) ?? firstDue(this.#unacknowledged, timeUs);
  }
}

function firstUs(streams: Set<TcpStream>): number {
  if (streams.size === 0) return Number.POSITIVE_INFINITY;
  for (const stream of streams) return stream.queuedUs;
  return Number.POSITIVE_INFINITY;
}

function firstDue(streams: Set<TcpStream>, timeUs: number): TcpStream | undefined {
  if (streams.size === 0) return undefined;
  for (const stream of streams) return stream.queuedUs <= timeUs ? stream : undefined;
  return undefined;
}
