/** All TCP streams (RFC 9293). Their number and memory are bounded; the stream unused for longest is given up first. */
import { type Cursor, read16, read32 } from '../cursor.js';
import type { Ends } from '../decoded-message.js';
import type { Delivery } from '../delivery.js';
import { FlowTable } from '../flow-table.js';
import { HeldMemory } from '../held-memory.js';
import type { NewStream, SharedStreams, StreamTable } from './stream-table.js';
import { TcpStream } from './tcp-stream.js';
import { WaitingStreams } from './waiting-streams.js';
import type { KeyLog } from '../tls/key-log.js';

const MIN_HEADER = 20;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
export const MAX_STREAMS = 65_536;
const MAX_BYTES = 64 * 1024 * 1024;

export class TcpStreams {
  readonly #delivery: Delivery;
  readonly #keyLog: KeyLog | undefined;
  readonly #streams: StreamTable;
  /** The same, if another reader follows the plain ones. */
  readonly #shared: SharedStreams | undefined;
  readonly #waiting = new WaitingStreams();
  readonly #memory = new HeldMemory();

  /** @param share Makes the table that is shared with another reader. */
  constructor(delivery: Delivery, keyLog: KeyLog | undefined, share?: (make: NewStream) => SharedStreams) {
    this.#delivery = delivery;
    this.#keyLog = keyLog;
    this.#shared = share?.(ends => this.#make(ends));
    this.#streams = this.#shared ?? new FlowTable<TcpStream>();
  }

  /** Takes the segment at the cursor. */
  segment(at: Cursor): void {
    const stream = this.#take(at);
    if (this.#shared === undefined) return;
    if (stream !== undefined) this.#shared.taken(stream);
    this.#shared.due(this.#waiting.dueUs);
  }

  /** Takes the segment; returns its stream. */
  #take(at: Cursor): TcpStream | undefined {
    const { bytes, start } = at;
    if (at.short(MIN_HEADER)) {
      at.fail('the TCP header is cut');
      return undefined;
    }
    const headerLength = (bytes[start + 12]! >> 4) * 4;
    if (headerLength < MIN_HEADER || at.short(headerLength)) {
      at.fail('the TCP header is cut');
      return undefined;
    }
    at.sourcePort = read16(bytes, start);
    at.destinationPort = read16(bytes, start + 2);
    const sequence = read32(bytes, start + 4);
    const flags = bytes[start + 13]!;
    at.start = start + headerLength;
    const empty = at.start === at.end && at.missing === 0;
    const opens = (flags & SYN) !== 0;
    const ends = (flags & (FIN | RST)) !== 0;
    this.#giveUpLate();
    const stream = this.#find(at, !empty || opens);
    if (empty) at.is(opens || ends ? 'tcp control' : 'tcp ack');
    if (stream === undefined) {
      if ((flags & RST) !== 0) this.#reverse(at)?.reset(at);
      return undefined;
    }
    const first = opens ? (sequence + 1) >>> 0 : sequence;
    const last = (first + (at.end - at.start) + at.missing) >>> 0;
    if (opens) stream.begin(first);
    if (!empty) stream.take(at, first);
    if (ends) stream.end(last);
    if ((flags & RST) !== 0) stream.reset(at);
    this.#waiting.note(stream);
    if ((flags & ACK) !== 0 && stream.peer?.waiting === true) {
      stream.peer.acknowledge(read32(bytes, start + 8));
      this.#waiting.note(stream.peer);
    }
    this.bound();
    return stream;
  }

  /** Stops waiting: delivers messages as far as they go. */
  flush(): void {
    this.#shared?.dropPlain();
    for (let stream = this.#streams.oldest; stream !== undefined; stream = this.#streams.oldest) this.#drop(stream);
  }

  /** The stream of the segment; created if `make` is set. */
  #find(at: Cursor, make: boolean): TcpStream | undefined {
    const low = (at.sourcePort << 16) | at.destinationPort;
    const found = this.#streams.find(at, low, 0);
    if (found !== undefined || !make) return found;
    const stream = this.#make(at);
    this.#streams.add(stream);
    stream.peer = this.#reverse(at);
    if (stream.peer !== undefined) stream.peer.peer = stream;
    return stream;
  }

  #make(ends: Ends): TcpStream {
    const low = (ends.sourcePort << 16) | ends.destinationPort;
    return new TcpStream(ends, low, this.#delivery, this.#memory, this.#keyLog);
  }

  /** The stream of the other direction. */
  #reverse(at: Cursor): TcpStream | undefined {
    return this.#streams.findReverse(at, (at.destinationPort << 16) | at.sourcePort, 0);
  }

  #giveUpLate(): void {
    const { timeUs } = this.#delivery;
    for (let stream = this.#waiting.due(timeUs); stream !== undefined; stream = this.#waiting.due(timeUs)) {
      stream.giveUpGap();
      this.#waiting.note(stream);
    }
  }

  /** Gives up the streams unused for longest where there are too many. */
  bound(): void {
    while (this.#streams.size > MAX_STREAMS || this.#memory.held > MAX_BYTES) {
      const oldest = this.#streams.oldest;
      if (oldest === undefined) return;
      this.#drop(oldest);
    }
  }

  #drop(stream: TcpStream): void {
    stream.finish();
    stream.messages.restart();
    if (stream.peer !== undefined) stream.peer.peer = undefined;
    this.#waiting.remove(stream);
    this.#streams.remove(stream);
  }
}
