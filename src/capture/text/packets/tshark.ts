/**
 * The text tshark prints with -V, -x or both, and Wireshark's plain text export. Hex dumps become packets; otherwise
 * each message in the tree becomes a datagram, and a frame without SIP an empty one.
 */
import type { Transport } from '../../../model/transports.js';
import { NO_TIME } from '../../../model/times.js';
import type { Datagram, Packet, Remark } from '../../packet.js';
import type { Told } from '../../source.js';
import { colonAddress } from '../printed-address.js';
import type { Dialect, Transcript } from '../dialect.js';
import { type DumpedLink, dumpedLink, HexDump, TSHARK_LINE } from './hex-dump.js';
import { LogClock } from '../log-clock.js';
import { type LogTime, timeAt } from '../log-time.js';
import type { Endpoint } from '../printed-address.js';
import { PrintedQueue } from '../printed-queue.js';
import { withoutStray } from '../frame/stray.js';
import { SipTree } from './tshark-tree.js';

const FRAME = /^Frame (\d+)(?::| \()\D{0,80}(\d+) bytes on wire/;
/** A line of the packet list: number, time, addresses, protocol; the arrow is UTF-8 or ASCII. */
const SUMMARY = /^ *(\d+) +((?:\d{4}-\d\d-\d\d )?[\d:]+\.\d{3,9}) +\S+ (?:\xe2\x86\x92|->) +\S+ +\S+ /;
const TIME = /^ {4}(?:Epoch|Arrival|UTC Arrival) Time: (\S.*)$/;
const IP = /^Internet Protocol Version [46], Src: .*?([0-9a-fA-F:.]+)\)?, Dst: .*?([0-9a-fA-F:.]+)\)?$/;
const PORTS =
  /^(User Datagram|Transmission Control|Stream Control Transmission) Protocol, Src Port: .*?(\d{1,5})\)?(?: \(\d+\))?, Dst Port: .*?(\d{1,5})\)?(?: \(\d+\))?(?:,.*)?$/;
const SIP = /^Session Initiation Protocol \((?!SIP as raw text)/;
/** The title of a dump; dumps of reassembled data or of a protocol's data are not the frame. */
const TITLE = /^([A-Z].{0,80}) \(\d+ (?:bytes|bits)\):?$/;

/** By the name of the layer whose line has the ports. */
const TRANSPORT_OF_LAYER: ReadonlyMap<string, Transport> = new Map([
  ['User Datagram', 'UDP'],
  ['Transmission Control', 'TCP'],
  ['Stream Control Transmission', 'SCTP'],
]);
/** By the line of a top-level protocol that carries what follows it. */
const TRANSPORT_OF_CARRIER: ReadonlyMap<string, Transport> = new Map([
  ['Transport Layer Security', 'TLS'],
  ['WebSocket', 'WS'],
]);
/** Longest line with addresses. */
const MAX_LAYER = 400;
const NOBODY: Endpoint = { address: new Uint8Array(0), port: 0 };

export const tshark: Dialect = {
  name: 'tshark text',
  recognise: line => FRAME.test(line) || TSHARK_LINE.test(line),
  open: sample => new TsharkTranscript(sample),
};

class TsharkTranscript implements Transcript {
  readonly dated: boolean;
  readonly told: Told;
  private readonly clock: LogClock;
  private readonly queue = new PrintedQueue();
  private readonly hex = new HexDump(TSHARK_LINE);
  private link: DumpedLink | undefined;
  private timeUs = NO_TIME;
  /** Number of the frame being read; "" if there is none. */
  private frame = '';
  private wireLength = 0;
  private source = NOBODY;
  private destination = NOBODY;
  private transport: Transport = 'unknown';
  private messages: SipTree[] = [];
  private tree: SipTree | undefined;
  /** The current dump is of the frame itself. */
  private own = true;

  constructor(sample: readonly string[]) {
    this.told = this.queue.told;
    this.clock = new LogClock(sample.flatMap(line => timeOf(line) ?? []));
    this.dated = this.clock.dated;
  }

  line(line: string): void {
    if (line.startsWith(' ') && this.tree !== undefined) {
      this.tree.line(line);
      return;
    }
    const bare = withoutStray(line);
    if (bare !== undefined && (FRAME.test(bare) || SUMMARY.test(bare) || TSHARK_LINE.test(bare))) {
      this.line(bare);
      return;
    }
    const begun = FRAME.exec(line) ?? SUMMARY.exec(line);
    if (begun !== null) this.begin(begun[1]!, line.startsWith('Frame') ? Number(begun[2]) : 0);
    const time = timeOf(line);
    if (time !== undefined) this.timeUs = this.clock.timeUs(time);
    if (begun !== null) return;
    if (TSHARK_LINE.test(line)) this.dump(line);
    else if (line.startsWith(' ')) this.own = true;
    else if (line !== '') this.layer(line);
  }

  finish(): void {
    this.complete();
  }

  take(packet: Packet, datagram: Datagram, remark: Remark): 'packet' | 'datagram' | 'remark' | undefined {
    return this.queue.take(packet, datagram, remark);
  }

  /** Starts a frame; its line in the packet list and its tree share a number. */
  private begin(number: string, wireLength: number): void {
    if (number !== this.frame || this.hex.length > 0 || this.messages.length > 0) this.complete();
    this.frame = number;
    this.wireLength = wireLength;
  }

  private dump(line: string): void {
    // Without -V and a packet list, a frame begins with its first byte.
    if (/^0+ /.test(line) && this.own && this.hex.length > 0) this.complete();
    this.tree = undefined;
    if (!this.own) return;
    if (this.frame === '') this.frame = '?';
    this.hex.line(line);
  }

  /** Takes an unindented line: a protocol of the frame, or the title of a dump. */
  private layer(line: string): void {
    this.tree = undefined;
    const title = TITLE.exec(line);
    this.own = title === null || title[1] === 'Frame' || title[1] === 'Packet';
    if (SIP.test(line)) {
      this.tree = new SipTree();
      this.messages.push(this.tree);
    } else if (this.messages.length === 0 && line.length < MAX_LAYER) this.address(line);
  }

  /** Reads addresses and ports; the innermost count. */
  private address(line: string): void {
    const ip = IP.exec(line);
    if (ip !== null) {
      this.source = { address: colonAddress(`[${ip[1]}]`).address, port: 0 };
      this.destination = { address: colonAddress(`[${ip[2]}]`).address, port: 0 };
    }
    const ports = PORTS.exec(line);
    if (ports !== null) {
      this.source = { ...this.source, port: Number(ports[2]) & 0xffff };
      this.destination = { ...this.destination, port: Number(ports[3]) & 0xffff };
      this.transport = TRANSPORT_OF_LAYER.get(ports[1]!) ?? 'unknown';
    }
    this.transport = TRANSPORT_OF_CARRIER.get(line) ?? this.transport;
  }

  private complete(): void {
    if (this.frame !== '' && !this.queuePacket()) this.queueDatagrams();
    this.frame = '';
    this.wireLength = 0;
    this.timeUs = NO_TIME;
    this.source = NOBODY;
    this.destination = NOBODY;
    this.transport = 'unknown';
    this.messages = [];
    this.tree = undefined;
    this.own = true;
  }

  private queuePacket(): boolean {
    if (this.hex.length === 0) return false;
    const bytes = this.hex.take();
    const link = dumpedLink(bytes, this.link);
    if (link === undefined) return false;
    this.link = link;
    const originalLength = Math.max(bytes.length, this.wireLength);
    this.queue.add({ timeUs: this.timeUs, linkType: link.linkType, bytes, originalLength });
    return true;
  }

  private queueDatagrams(): void {
    const { timeUs, source, destination, transport } = this;
    const messages = this.messages.flatMap(tree => tree.message() ?? []);
    if (messages.length === 0) messages.push({ text: '', truncated: false, start: 0 });
    for (const { text, truncated } of messages)
      this.queue.add({ timeUs, source, destination, transport, text, truncated });
  }
}

/** The time of the frame, if the line has it. */
function timeOf(line: string): LogTime | undefined {
  const printed = TIME.exec(line)?.[1] ?? SUMMARY.exec(line)?.[2];
  if (printed === undefined) return undefined;
  // Seconds since the first packet.
  if (/^\d{1,8}\./.test(printed)) return { kind: 'clock', us: Math.round(Number.parseFloat(printed) * 1e6) };
  return timeAt(printed, 0)?.time;
}
