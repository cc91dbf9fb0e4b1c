/**
 * Listens for HEP over UDP and TCP on one port. Packets that are not HEP or have the wrong key are counted and reported
 * with the sender's address; nothing a sender does can stop the listener.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { DamageLog } from '../../capture/damage.js';
import { type Datagram, emptyDatagram, emptyPacket } from '../../capture/packet.js';
import type { Dropped, Refusal, Source, Step } from '../../capture/source.js';
import { errorText } from '../../format/errors.js';
import { HEP3_HEADER, HEP3_MAGIC, hepReport } from './hep-report.js';
import { liveName } from '../live-input.js';
import { udpSocket } from './udp-socket.js';

/** Most bytes of reports queued for the decoder; beyond it they are dropped and counted with the kernel's drops. */
const MAX_QUEUED_BYTES = 64 << 20;
const RECEIVE_BUFFER = 8 << 20;
const MAX_CONNECTIONS = 256;
/** How often to check whether the socket is drained before it is closed, and for how long at most. */
const POLL_MS = 10;
const MAX_WAIT_MS = 5000;
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

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
  readonly #queue: Datagram[] = [];
  #taken = 0;
  #queuedBytes = 0;
  #dropped = 0;
  /** The kernel's drop count at the stop: a closed socket has none. */
  #droppedAtStop: number | null = 0;
  #stopped = false;
  #drainTimer: NodeJS.Timeout | undefined;
  #wake = (): void => {};
  readonly #udp: UdpSocket;
  readonly #tcp: Server;
  readonly #connections = new Set<Socket>();

  private constructor(udp: UdpSocket, tcp: Server, key: string | null) {
    const { address, port } = udp.address();
    this.name = liveName({ kind: 'hep', address, port, key });
    if (key === null && WILDCARDS.has(address))
      this.warning = `${this.name} believes whoever can reach it: --hep-key KEY asks for a key, --hep ADDRESS:${port} listens on one address only.`;
    this.#key = key;
    this.#udp = udp;
    this.#tcp = tcp;
    udp.on('message', (bytes, peer) => this.#take(bytes, peer.address));
    udp.on('error', error => this.#log.add(this.bytesRead, 0, `the UDP socket failed: ${error.message}`));
    tcp.maxConnections = MAX_CONNECTIONS;
    tcp.on('connection', connection => this.#serve(connection));
    tcp.on('error', error => this.#log.add(this.bytesRead, 0, `the TCP socket failed: ${error.message}`));
  }

  /** Starts listening; a refusal if the port is not available. */
  static async listen(address: string, port: number, key: string | null): Promise<HepSource | Refusal> {
    const udp = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    const tcp = createServer();
    try {
      udp.bind(port, address);
      await once(udp, 'listening');
      tcp.listen(udp.address().port, address);
      await once(tcp, 'listening');
      return new HepSource(udp, tcp, key);
    } catch (error) {
      udp.close();
      tcp.close();
      const why = errorText(error);
      return { refused: `HEP cannot be listened for on ${address} port ${port}: ${why}` };
    }
  }

  /** The port it listens on. */
  get port(): number {
    return this.#stopped ? 0 : this.#udp.address().port;
  }

  get damage() {
    return this.#log.kept;
  }

  get damageNotKept(): number {
    return this.#log.notKept;
  }

  dropped(): Dropped {
    const inKernel = this.#stopped ? this.#droppedAtStop : (udpSocket(this.port)?.drops ?? null);
    return { kernel: inKernel === null ? null : inKernel + this.#dropped, interface: null };
  }

  next(): Step {
    if (this.#taken === this.#queue.length) {
      this.#queue.length = 0;
      this.#taken = 0;
      this.#queuedBytes = 0;
      return this.#stopped ? 'end' : 'starved';
    }
    Object.assign(this.datagram, this.#queue[this.#taken++]);
    return 'datagram';
  }

  async fill(): Promise<void> {
    if (this.#stopped || this.#taken < this.#queue.length) return;
    await new Promise<void>(resolve => {
      this.#wake = resolve;
    });
  }

  readAt(): undefined {
    return undefined;
  }

  bytesAt(): Uint8Array {
    return new Uint8Array(0);
  }

  /** Ends once the socket is drained. */
  stop(): void {
    if (this.#stopped || this.#drainTimer !== undefined) return;
    const stoppedMs = performance.now();
    this.#drainTimer = setInterval(() => {
      const waiting = udpSocket(this.port)?.waitingBytes ?? 0;
      if (waiting === 0 || performance.now() - stoppedMs > MAX_WAIT_MS) this.#end();
    }, POLL_MS);
  }

  async close(): Promise<void> {
    this.#end();
  }

  #end(): void {
    clearInterval(this.#drainTimer);
    if (this.#stopped) return;
    this.#droppedAtStop = udpSocket(this.port)?.drops ?? null;
    this.#stopped = true;
    this.#udp.close();
    this.#tcp.close();
    for (const connection of this.#connections) connection.destroy();
    this.#wake();
  }

  #take(bytes: Uint8Array, from: string): void {
    const report = hepReport(bytes, Date.now() * 1000);
    if (report === undefined) this.#refuse(bytes, `${from} sent what is no HEP`);
    else if (this.#key !== null && report.key !== this.#key) this.#refuse(bytes, `${from} sent HEP with a wrong key`);
    else if (this.#queuedBytes > MAX_QUEUED_BYTES) this.#dropped++;
    else this.#enqueue(report.datagram, bytes.length);
    this.bytesRead += bytes.length;
    this.#wake();
  }

  #enqueue(datagram: Datagram, length: number): void {
    this.#queue.push(datagram);
    this.#queuedBytes += length;
  }

  #refuse(bytes: Uint8Array, what: string): void {
    this.#log.add(this.bytesRead, bytes.length, what);
  }

  /** HEP3 over TCP is a sequence of packets that give their length. The older versions do not. */
  #serve(connection: Socket): void {
    const from = connection.remoteAddress ?? 'an agent';
    let held: Buffer = Buffer.alloc(0);
    this.#connections.add(connection);
    connection.on('close', () => this.#connections.delete(connection));
    connection.on('error', () => connection.destroy());
    connection.on('data', (bytes: Buffer) => {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      let at = 0;
      for (; at + HEP3_HEADER <= held.length; ) {
        const length = held.readUInt16BE(at + 4);
        if (held.readUInt32BE(at) !== HEP3_MAGIC || length < HEP3_HEADER) {
          this.#refuse(held.subarray(at), `${from} sent over TCP what is no HEP version 3, and was disconnected`);
          this.#wake();
          connection.destroy();
          return;
        }
        if (at + length > held.length) break;
        this.#take(held.subarray(at, at + length), from);
        at += length;
      }
      held = held.subarray(at);
    });
  }
}
