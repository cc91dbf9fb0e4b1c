/**
 * Messages printed as several TCP segments (-A). In: text whose message is not whole, then the segments that follow in the
 * same direction. Out: the text joined, or what there was of it.
 */
import type { PrintedHeader } from './tcpdump-header.js';

/** Streams of which something is held, and chars held of one. */
const MAX_STREAMS = 1000;
const MAX_HELD = 1 << 18;

/** Text of a message and what is known of it; the beginning of one, where it is held. */
export interface Held {
  timeUs: number;
  header: PrintedHeader;
  text: string;
  truncated: boolean;
}

export class SegmentJoiner {
  private readonly held = new Map<string, Held & { printed: string }>();

  /** Keeps printed text whose message is not whole until more comes; false where nothing can follow. */
  hold(header: PrintedHeader, timeUs: number, printed: string, text: string): boolean {
    if (header.transport !== 'TCP' || printed.length > MAX_HELD || this.held.size >= MAX_STREAMS) return false;
    this.held.set(stream(header), { timeUs, header, text, truncated: true, printed });
    return true;
  }

  /** What is held of the stream, if anything. */
  waiting(header: PrintedHeader): Held | undefined {
    return this.held.size === 0 ? undefined : this.held.get(stream(header));
  }

  /** The held text with the segment after it; nothing is held then. */
  join(header: PrintedHeader, segment: string): string | undefined {
    const held = this.held.get(stream(header));
    this.held.delete(stream(header));
    return held === undefined ? undefined : held.printed + segment;
  }

  /** Takes back what is held of the stream. */
  release(header: PrintedHeader): Held | undefined {
    const held = this.held.get(stream(header));
    this.held.delete(stream(header));
    return held;
  }

  /** Takes back all that is held. */
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
 * The last `length` bytes of a dump, its line feeds counted as the CRLF they were; undefined where that does not come out even
 * or the segment has none.
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
