/**
 * Listens for HEP over UDP and TCP on one port. Every packet that arrives becomes a datagram, also one that cannot be
 * read, so that the accounts say what became of it; what is lost before that is counted as dropped. Nothing a sender does
 * can stop the listener.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { DamageLog } from '../../capture/damage.js';
import { emptyDatagram, emptyPacket } from '../../capture/packet.js';
import type { Dropped, Refusal, Source, Step } from '../../capture/source.js';
import { errorText } from '../../format/errors.js';
import { liveName } from '../live-input.js';
import { CONNECTION_LIMITS, type ConnectionLimits, HepConnections } from './hep-connections.js';
import { HepQueue } from './hep-queue.js';
import { hepReport } from './hep-report.js';
import { udpSocket, type UdpSocketState } from './udp-socket.js';

const RECEIVE_BUFFER = 8 << 20;
/**
 * How often to look whether the sockets are drained after a stop, and how many times in a row nothing may have come:
 * on a busy machine, the kernel holds packets for a while that are in no socket yet.
 */
const POLL_MS = 10;
const QUIET_LOOKS = 10;
/** Where senders go on: when no more is taken from them, and when the socket is closed whatever is in it. */
const TURN_AWAY_MS = 1000;
const MAX_DRAIN_MS = 5000;
/**
 * What waits at a stop is read, except where that takes too long because it unpacks to too much: after so long and so
 * many bytes, the rest is counted and left.
 */
const MAX_END_MS = 2000;
const MAX_END_BYTES = 64 << 20;
/** Packets read before the sockets are looked at again: the kernel holds few. */
const A_TURN = 128;
/** Most times in a row the sockets are looked at while nothing is read. */
const MAX_LOOKS = 32;
/** Sentences remembered, so that each is said once: there is one for each sender and fault. */
const MAX_TOLD = 1000;
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export interface HepListener {
  address: string;
  port: number;
  /** Reports without it are refused unless it is null. */
  key: string | null;
  limits?: ConnectionLimits;
  queue?: HepQueue;
}

export class HepSource implements Source {
  readonly name: string;
  readonly format = 'HEP';
  readonly rereadable = false;
  readonly dated = true;
  readonly live = true;
  readonly size = 0;
  readonly packet = emptyPacket();
  readonly datagram = emptyDatagram();
  readonly warning: string | undefined;
  bytesRead = 0;
  readonly #key: string | null;
  readonly #log = new DamageLog();
  readonly #queue: HepQueue;
  readonly #told = new Set<string>();
  /** Packets that arrived. */
  #arrived = 0;
  /** Read since the sockets were looked at. */
  #thisTurn = 0;
  /** Packets that found no room, or were left at the end. */
  #dropped = 0;
  /** The kernel's drop count at the stop: a closed socket has none. */
  #droppedAtStop: number | null = 0;
  /** By performance.now(); set by a stop. */
  #stoppedMs: number | undefined;
  /** Unpacked, since the stop. */
  #bytesSinceStop = 0;
  /** Nothing more arrives. */
  #closed = false;
  #drainTimer: NodeJS.Timeout | undefined;
  #wake = (): void => {};
  readonly #udp: Socket;
  readonly #local: AddressInfo;
  readonly #connections: HepConnections;

  private constructor(udp: Socket, { key, limits = CONNECTION_LIMITS, queue = new HepQueue() }: HepListener) {
    const local = udp.address();
    const { address, port } = local;
    this.name = liveName({ kind: 'hep', address, port, key });
    if (key === null && WILDCARDS.has(address))
      this.warning = `${this.name} believes whoever can reach it: --hep-key KEY asks for a key, --hep ADDRESS:${port} listens on one address only.`;
    this.#key = key;
    this.#queue = queue;
    this.#udp = udp;
    this.#local = local;
    udp.on('message', (bytes, peer) => this.#take(bytes, peer.address));
    udp.on('error', error => this.#tell(`the UDP socket failed: ${error.message}`));
    this.#connections = new HepConnections(
      {
        report: (bytes, from) => {
          this.#take(bytes, from);
          if (this.#queue.isHalfFull) this.#connections.pause(true);
        },
        ended: what => this.#tell(what),
      },
      limits,
    );
    this.#connections.server.on('error', error => this.#tell(`the TCP socket failed: ${error.message}`));
  }

  /** Starts listening; a refusal if the port is not available. */
  static async listen(listener: HepListener): Promise<HepSource | Refusal> {
    const { address, port } = listener;
    const udp = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    try {
      udp.bind(port, address);
      await once(udp, 'listening');
    } catch (error) {
      udp.close();
      return refusal(listener, error);
    }
    const source = new HepSource(udp, listener);
    try {
      const { server } = source.#connections;
      server.listen(source.port, address);
      await once(server, 'listening');
      return source;
    } catch (error) {
      await source.close();
      return refusal(listener, error);
    }
  }

  /** The port it listens on. */
  get port(): number {
    return this.#local.port;
  }

  get damage() {
    return this.#log.kept;
  }

  get damageNotKept(): number {
    return this.#log.notKept;
  }

  dropped(): Dropped {
    const kernel = this.#closed ? this.#droppedAtStop : (this.#kernelState?.drops ?? null);
    return { kernel, interface: null, program: this.#dropped };
  }

  next(): Step {
    if (this.#thisTurn++ === A_TURN && !this.#closed) return 'starved';
    if (this.#isLate()) this.#leave();
    const arrival = this.#queue.take();
    if (!this.#queue.isHalfFull) this.#connections.pause(false);
    if (arrival === undefined) return this.#closed ? 'end' : 'starved';
    const { bytes, from, arrivedUs } = arrival;
    Object.assign(this.datagram, hepReport(bytes, arrivedUs, this.#key));
    if (this.datagram.unreadable !== undefined) this.#tell(`${from} sent ${this.datagram.unreadable}`, bytes.length);
    if (this.#stoppedMs !== undefined) this.#bytesSinceStop += this.datagram.bytes.length;
    return 'datagram';
  }

  /** Waits for packets; where some wait already, empties the sockets first, as the kernel has less room than the queue. */
  async fill(): Promise<void> {
    this.#thisTurn = 0;
    if (this.#closed) return;
    if (this.#queue.length === 0)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    for (let looks = 0, before = -1; looks < MAX_LOOKS && before < this.#arrived; looks++) {
      before = this.#arrived;
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  readAt(): undefined {
    return undefined;
  }

  bytesAt(): Uint8Array {
    return new Uint8Array(0);
  }

  /** Takes what has arrived, and ends when that is read or takes too long. */
  stop(): void {
    if (this.#stoppedMs !== undefined) return;
    const stoppedMs = performance.now();
    this.#stoppedMs = stoppedMs;
    this.#connections.stop();
    let before = -1;
    let quiet = 0;
    let isOpen = true;
    this.#drainTimer = setInterval(() => {
      const nothingCame = (this.#kernelState?.waitingBytes ?? 0) === 0 && before === this.#arrived;
      quiet = nothingCame ? quiet + 1 : 0;
      before = this.#arrived;
      const passedMs = performance.now() - stoppedMs;
      if (quiet === QUIET_LOOKS || passedMs > MAX_DRAIN_MS) this.#end();
      else if (isOpen && passedMs > TURN_AWAY_MS) {
        isOpen = false;
        this.#turnAway();
      }
    }, POLL_MS);
  }

  async close(): Promise<void> {
    this.#end();
  }

  get #kernelState(): UdpSocketState | null {
    return udpSocket(this.#udp.address());
  }

  /**
   * Takes no more from senders that go on. A connected UDP socket takes nothing from others and keeps what is in it, so
   * there is an end to that.
   */
  #turnAway(): void {
    const ended = this.#connections.close();
    if (ended > 0) this.#tell(`${ended} connections over TCP were ended; what was on its way in them is not counted`);
    const { address, family } = this.#local;
    const loopback = family === 'IPv6' ? '::1' : '127.0.0.1';
    this.#udp.connect(this.port, WILDCARDS.has(address) ? loopback : address, () => {
      // Where it cannot be connected, it is closed once it is quiet.
    });
  }

  #isLate(): boolean {
    const isLong = this.#stoppedMs !== undefined && performance.now() - this.#stoppedMs > MAX_END_MS;
    return isLong && this.#bytesSinceStop > MAX_END_BYTES;
  }

  #end(): void {
    clearInterval(this.#drainTimer);
    if (this.#closed) return;
    const { drops, waitingBytes } = this.#kernelState ?? { drops: null, waitingBytes: 0 };
    this.#droppedAtStop = drops;
    if (waitingBytes > 0) this.#tell(`${waitingBytes} bytes that the kernel held were not read`);
    if (drops !== null && drops > 0)
      this.#tell(
        `the kernel's buffer for UDP was full; it holds ${this.#udp.getRecvBufferSize() >> 10} KiB, and sysctl net.core.rmem_max bounds it`,
      );
    this.#udp.close();
    this.#connections.close();
    this.#closed = true;
    this.#wake();
  }

  /** Gives up what was received and not read. */
  #leave(): void {
    this.#end();
    const left = this.#queue.clear();
    if (left === 0) return;
    this.#dropped += left;
    this.#tell(`${left} packets that had arrived were not read: the end did not wait longer for them`);
  }

  #take(bytes: Uint8Array, from: string): void {
    this.#arrived++;
    this.bytesRead += bytes.length;
    if (!this.#queue.add({ bytes, from, arrivedUs: Date.now() * 1000 })) {
      this.#dropped++;
      this.#tell('packets come faster than they can be read; those that find no room are dropped');
    }
    this.#wake();
  }

  /** Says something once, of `length` bytes that were not read. The accounts and the drops tell how often. */
  #tell(what: string, length = 0): void {
    if (this.#told.has(what)) return;
    if (this.#told.size < MAX_TOLD) this.#told.add(what);
    this.#log.add(null, length, what);
  }
}

function refusal({ address, port }: HepListener, error: unknown): Refusal {
  return { refused: `HEP cannot be listened for on ${address} port ${port}: ${errorText(error)}` };
}
