/**
 * TCP streams with a gap, by when it will have been waited for long enough. In: streams after each segment. Out: those that are
 * due. All gaps wait equally long, and so do those whose bytes the receiver acknowledged: in each of the two queues the first to
 * come is the first to be due, and looking costs the same for one stream as for all.
 */
import type { TcpStream } from './tcp-stream.js';

export class WaitingStreams {
  readonly #unacknowledged = new Set<TcpStream>();
  readonly #acknowledged = new Set<TcpStream>();

  /** Puts the stream where it belongs now. */
  note(stream: TcpStream): void {
    const dueUs = stream.waiting ? stream.deadlineUs : Number.POSITIVE_INFINITY;
    if (dueUs === stream.queuedUs) return;
    this.remove(stream);
    if (!stream.waiting) return;
    stream.queuedUs = dueUs;
    (stream.acknowledged ? this.#acknowledged : this.#unacknowledged).add(stream);
  }

  remove(stream: TcpStream): void {
    if (stream.queuedUs === Number.POSITIVE_INFINITY) return;
    stream.queuedUs = Number.POSITIVE_INFINITY;
    this.#acknowledged.delete(stream);
    this.#unacknowledged.delete(stream);
  }

  /** A stream that is due at this time; undefined where none is. */
  due(timeUs: number): TcpStream | undefined {
    return firstDue(this.#acknowledged, timeUs) ?? firstDue(this.#unacknowledged, timeUs);
  }
}

function firstDue(streams: Set<TcpStream>, timeUs: number): TcpStream | undefined {
  if (streams.size === 0) return undefined;
  for (const stream of streams) return stream.queuedUs <= timeUs ? stream : undefined;
  return undefined;
}
