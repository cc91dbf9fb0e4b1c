/**
 * Joins a message that tcpdump -A prints as several TCP segments: text of an incomplete message, then the segments that
 * follow in the same direction.
 */
import type { PrintedHeader } from './tcpdump-header.js';

/** Most streams with held text, and most chars held of one. */
const MAX_STREAMS = 1000;
const MAX_HELD = 1 << 18;

/** Text of a message, or the beginning of one that is held, and what its header says. */
export interface Held {
  timeUs: number;
  header: PrintedHeader;
  text: string;
  truncated: boolean;
}

export class SegmentJoiner {
  private readonly held = new Map<string, Held & { printed: string }>();

  /** Holds the text of an incomplete message until more comes; false if nothing can follow. */
  hold(header: PrintedHeader, timeUs: number, printed: string, text: string): boolean {
    if (header.transport !== 'TCP' || printed.length > MAX_HELD || this.held.size >= MAX_STREAMS) return false;
    this.held.set(stream(header), { timeUs, header, text, truncated: true, printed });
    return true;
  }

  /** What is held of the stream. */
  waiting(header: PrintedHeader): Held | undefined {
    return this.held.size === 0 ? undefined : this.held.get(stream(header));
  }

  /** Returns the held text with the next segment, and releases it. */
  join(header: PrintedHeader, segment: string): string | undefined {
    const held = this.held.get(stream(header));
    this.held.delete(stream(header));
    return held === undefined ? undefined : held.printed + segment;
  }

  /** Releases what is held of the stream. */
  release(header: PrintedHeader): Held | undefined {
    const held = this.held.get(stream(header));
    this.held.delete(stream(header));
    return held;
  }

  /** Releases everything held. */
  flush(): Held[] {
    const all = [...this.held.values()];
    this.held.clear();
    return all;
  }
}

function stream(header: PrintedHeader): string {
  const { source, destination } = header;
  return `${source.address} ${source.port} ${destination.address} ${destination.port}`;
}

/**
 * The last `length` bytes of a dump, counting each line feed as CRLF; undefined if that does not come out even or the
 * segment is empty.
 */
export function segmentText(dump: string, length: number): string | undefined {
  if (length <= 0) return undefined;
  let left = length;
  for (let at = dump.length - 1; at >= 0; at--) {
    left -= dump[at] === '\n' ? 2 : 1;
    if (left === 0) return dump.slice(at);
    if (left < 0) return undefined;
  }
  return undefined;
}
