/**
 * What a dialect of logs is: something that prints a line about a packet, then the packet as text. In: a line. Out: what it
 * tells. A new one is one file with an object of this shape, named in log-dialects.ts; what all have in common (finding
 * messages, where they end, what stands between them) is done once, in log-transcript.ts.
 */
import type { Datagram } from '../packet.js';
import type { LogTime } from './log-time.js';
import type { Endpoint } from './printed-address.js';

export interface LogDialect {
  /** As `Source.format` names it: "ngrep text". */
  readonly name: string;
  /**
   * Takes what the line tells of a packet into `told`: "packet" where the packet is printed after it, "detail" where more
   * lines tell of it, or the packet may be printed in the line itself. Undefined for a line of anything else.
   */
  heading(line: string, told: Told): 'packet' | 'detail' | undefined;
  /** Whether the line ends the message before it. */
  closes?(line: string): boolean;
  /** Whether the line, after a heading, holds a packet without its line ends; and the lines of such a packet. */
  folded?(line: string): boolean;
  unfold?(lines: readonly string[]): string[];
  /** The payload, a char for each byte, where such lines print its bytes; undefined where they print text. */
  exact?(lines: readonly string[]): string | undefined;
}

const UNKNOWN: Endpoint = { address: new Uint8Array(0), port: 0 };

/** What was told of the packet that is printed next. */
export class Told {
  /** Name of the dialect of which further lines may tell; "" where all is told. */
  telling = '';
  source = UNKNOWN;
  destination = UNKNOWN;
  transport: Datagram['transport'] = 'unknown';
  /** Told by the line itself; where it tells none, what stands at the beginning of the line counts. */
  time: LogTime | undefined = undefined;
  /** What of the packet stands in the heading itself. */
  text = '';

  /** Forgets what was told before. */
  begin(telling = ''): void {
    this.telling = telling;
    this.source = UNKNOWN;
    this.destination = UNKNOWN;
    this.transport = 'unknown';
    this.time = undefined;
    this.text = '';
  }
}

const TRANSPORTS: Readonly<Record<string, Datagram['transport']>> = {
  udp: 'UDP',
  tcp: 'TCP',
  tls: 'TLS',
  sctp: 'SCTP',
  ws: 'WS',
  wss: 'WSS',
};

/** The transport a log calls so, in any case; "unknown" for any other word. */
export function transportNamed(name: string | undefined): Datagram['transport'] {
  return TRANSPORTS[name?.toLowerCase() ?? ''] ?? 'unknown';
}
