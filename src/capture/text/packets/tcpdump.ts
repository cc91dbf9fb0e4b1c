/**
 * The text tcpdump prints: -A, -v, -x, -xx, -X, -XX or one line per packet, with any -t. Hex dumps become packets; any
 * other printed packet becomes a datagram, which is empty if no SIP is printed of it.
 */
import { NO_TIME } from '../../../model/times.js';
import type { Datagram, Packet, Remark } from '../../packet.js';
import type { Told } from '../../source.js';
import type { Dialect, Transcript } from '../dialect.js';
import { type DumpedLink, dumpedLink, HexDump, networkLength } from './hex-dump.js';
import { findStart, restoreMessages } from '../printed-message.js';
import { type PrintedDatagram, PrintedQueue } from '../printed-queue.js';
import { type Held, SegmentJoiner, segmentText } from './printed-segments.js';
import { Clock } from './tcpdump-clock.js';
import {
  type HeaderLine,
  type PrintedHeader,
  readHeader,
  readHeaderLine,
  readTimedLine,
  readUntimedLine,
} from './tcpdump-header.js';

/** Most chars of text kept of one printed packet. */
const MAX_TEXT = 1 << 20;

/** tcpdump's own messages before and after the packets. */
const REMARK =
  /^(?:tcpdump: |listening on |reading from file |\d+ packets? (?:captured|received by filter|dropped by))/;

export const tcpdump: Dialect = {
  name: 'tcpdump text',
  recognise: line => readHeaderLine(line) !== undefined,
  open: sample => new TcpdumpTranscript(sample),
};

class TcpdumpTranscript implements Transcript {
  readonly dated: boolean;
  readonly quotesStartLines: boolean;
  readonly told: Told;
  private readonly clock: Clock;
  /** Packets may begin without a time, if none in the sample has one. */
  private readonly untimed: boolean;
  private readonly segments = new SegmentJoiner();
  private readonly hex = new HexDump();
  private readonly queue = new PrintedQueue();
  private timeUs = NO_TIME;
  /** The printed packet being read: the lines of its header, its -v decoding, its -A dump. */
  private header: string[] = [];
  private verbose: string[] = [];
  private ascii: string[] = [];
  private length = 0;
  /** What the hex dumps of this source begin with, once known. */
  private link: DumpedLink | undefined;

  constructor(sample: readonly string[]) {
    const stamps = sample.flatMap(line => readHeaderLine(line)?.stamp ?? []);
    this.told = this.queue.told;
    this.clock = new Clock(stamps);
    this.dated = this.clock.dated;
    this.quotesStartLines = sample.some(line => readHeaderLine(line) !== undefined && line.includes(' SIP: '));
    this.untimed = stamps.every(stamp => stamp.kind === 'none');
  }

  line(line: string): void {
    const begun = this.untimed ? readUntimedLine(line) : readTimedLine(line);
    if (begun !== undefined) this.begin(begun);
    else if (REMARK.test(line)) {
      this.complete();
      this.queue.remark(line, NO_TIME);
    } else if (this.header.length > 0) this.more(line);
  }

  finish(): void {
    this.complete();
    for (const held of this.segments.flush()) this.queue.add(datagramOf(held));
  }

  take(packet: Packet, datagram: Datagram, remark: Remark): 'packet' | 'datagram' | 'remark' | undefined {
    return this.queue.take(packet, datagram, remark);
  }

  private begin(line: HeaderLine): void {
    this.complete();
    this.timeUs = this.clock.timeUs(line.stamp);
    this.header.push(line.rest);
  }

  /** Takes a line of the printed packet after its first. */
  private more(line: string): void {
    this.length += line.length;
    if (this.length > MAX_TEXT) return;
    if (this.hex.line(line)) return;
    const atTop = this.ascii.length === 0 && this.verbose.length === 0;
    // With -v the addresses are on a separate line, and tunnels add more.
    if (atTop && /^(?: {4}\S|\tIP6? \()/.test(line)) this.header.push(line);
    else if (line.startsWith('\t') && this.ascii.length === 0) this.verbose.push(line.slice(1));
    else this.ascii.push(line);
  }

  /** Queues the printed packet, if one was being read. */
  private complete(): void {
    if (this.header.length === 0) return;
    if (this.hex.length === 0 || !this.queuePacket(this.hex.take())) {
      const header = readHeader(this.header.join('\n'));
      const text = header.icmp ? undefined : this.payloadText(header);
      if (text === undefined) this.queueEmpty(header);
      else this.queueDatagrams(header, text);
    }
    this.header = [];
    this.verbose = [];
    this.ascii = [];
    this.length = 0;
  }

  /** Queues the dumped bytes as a packet; false if their link type is not recognised. */
  private queuePacket(bytes: Uint8Array): boolean {
    const link = dumpedLink(bytes, this.link);
    if (link === undefined) return false;
    this.link = link;
    const originalLength = Math.max(bytes.length, link.network + networkLength(bytes, link.network));
    this.queue.add({ timeUs: this.timeUs, linkType: link.linkType, bytes, originalLength });
    return true;
  }

  private queueDatagrams(header: PrintedHeader, text: string): void {
    const messages = restoreMessages(text);
    const last = messages.at(-1);
    if (last?.truncated && this.segments.hold(header, this.timeUs, text.slice(last.start), last.text)) {
      messages.pop();
      if (messages.length === 0) this.queueEmpty(header);
    }
    for (const { text: sip, truncated } of messages)
      this.queue.add(datagramOf({ timeUs: this.timeUs, header, text: sip, truncated }));
  }

  /** The SIP text of the printed packet from a start line on; undefined if there is none. */
  private payloadText(header: PrintedHeader): string | undefined {
    const verbose = verboseText(this.verbose, header.payloadLength);
    if (findStart(verbose) === 0) return verbose;
    const dump = this.ascii.join('\n');
    const before = this.segments.waiting(header);
    const start = startOf(dump, header);
    if (start >= 0) {
      if (before !== undefined) this.release(header);
      return dump.slice(start);
    }
    const segment = before === undefined ? undefined : segmentText(dump, header.payloadLength);
    return segment === undefined || before === undefined ? undefined : this.segments.join(header, segment);
  }

  /** Queues what was held of the stream: it will not be completed. */
  private release(header: PrintedHeader): void {
    const held = this.segments.release(header);
    if (held !== undefined) this.queue.add(datagramOf(held));
  }

  private queueEmpty(header: PrintedHeader): void {
    this.queue.add(datagramOf({ timeUs: this.timeUs, header, text: '', truncated: false }));
  }
}

/** Where the message begins in an -A dump: at the start line quoted in the header, else at the first one found. */
function startOf(dump: string, header: PrintedHeader): number {
  const quoted = header.startLine === '' ? -1 : dump.indexOf(header.startLine);
  return quoted >= 0 ? quoted : findStart(dump);
}

function datagramOf({ timeUs, header, text, truncated }: Held): PrintedDatagram {
  const { source, destination, transport } = header;
  return { timeUs, source, destination, transport, text, truncated };
}

/**
 * The message in the lines of -v, each ended by LF. tcpdump writes unprintable bytes as "M-x" and "^x", which can also be
 * what was sent: the length in the header (`payloadLength`, -1 if unknown) decides.
 */
function verboseText(lines: readonly string[], payloadLength: number): string {
  // tcpdump prints "[|sip]" where the snap length cut the packet.
  const cut = / ?\[\|sip\]$/;
  const text = lines.map(line => (cut.test(line) ? line.replace(cut, '') : `${line}\n`)).join('');
  if (!/M-|\^/.test(text) || payloadLength < 0) return text;
  const plain = unescaped(text);
  return Math.abs(sentLength(plain) - payloadLength) < Math.abs(sentLength(text) - payloadLength) ? plain : text;
}

/** Length of the text with CRLF for each LF. */
function sentLength(text: string): number {
  return text.length + text.split('\n').length - 1;
}

function unescaped(text: string): string {
  return text.replace(/(M-)?(\^?)([^\n])/g, (_, meta: string | undefined, control: string, char: string) => {
    const code = char.charCodeAt(0) ^ (control === '' ? 0 : 0x40);
    return String.fromCharCode(meta === undefined ? code : code | 0x80);
  });
}
