/**
 * The TCP streams of a decoder, in the table of the core (src/core/packets/streams.ts), which follows the plain ones by itself. The decoder has an object only of
 * those that are not.
 */
import {
  ADDRESS_ROOM,
  RECORDS,
  STREAM,
  STREAM_FLAG,
  STREAM_KEY,
  STREAM_KEY_BYTES,
  STREAM_RECENT,
} from '../../binding/layouts.js';
import type { WasmCore } from '../../binding/wasm-core.js';
import type { Ends } from '../../decode/decoded-message.js';
import type { PlainStream } from '../../decode/streams/plain-stream.js';
import type { NewStream, SharedStreams } from '../../decode/streams/stream-table.js';
import type { TcpStream } from '../../decode/streams/tcp-stream.js';

/** Offsets in a key: length of the addresses, both ports, both addresses. */
const PORTS = 4;
const ADDRESSES = 8;
/** Offset of the rows behind their count and the place of the next. */
const ROWS = 8;

export class CoreStreams implements SharedStreams {
  readonly #core: WasmCore;
  readonly #make: NewStream;
  /** Those that the decoder has, by address in the core. */
  readonly #streams = new Map<number, TcpStream>();

  /** The table is empty then: a core has one, for one decoder at a time. */
  constructor(core: WasmCore, make: NewStream) {
    this.#core = core;
    this.#make = make;
    core.exports.clearStreams();
    this.due(Number.POSITIVE_INFINITY);
  }

  get size(): number {
    return this.#core.exports.streamCount.value;
  }

  get oldest(): TcpStream | undefined {
    return this.#streamAt(this.#core.exports.oldestStream());
  }

  find(at: Ends): TcpStream | undefined {
    this.#writeKey(at);
    const address = this.#core.exports.findStream();
    if (address !== 0) this.#setFlags(address, this.#flags(address) | STREAM_FLAG.Used);
    return this.#streamAt(address);
  }

  findReverse(at: Ends): TcpStream | undefined {
    this.#writeKey(at);
    return this.#streamAt(this.#core.exports.findReverse());
  }

  add(stream: TcpStream): void {
    const core = this.#core;
    this.#writeKey(stream);
    this.#keep(
      core.adding(() => core.exports.addStream()),
      stream,
    );
  }

  remove(stream: TcpStream): void {
    this.#core.exports.dropStream(stream.address);
    this.#streams.delete(stream.address);
    stream.address = 0;
  }

  taken(stream: TcpStream): void {
    const { peer } = stream;
    if (stream.address === 0 || !stream.isPlain || peer?.isPlain === false) return;
    this.#giveBack(stream);
    if (peer !== undefined && peer !== stream) this.#giveBack(peer);
  }

  due(timeUs: number): void {
    this.#core.view.setFloat64(this.#core.exports.records.value + RECORDS.dueUs, timeUs, true);
  }

  dropPlain(): void {
    if (this.#streams.size > 0) this.#core.exports.dropPlainStreams();
    else this.#core.exports.clearStreams();
  }

  /** The stream at an address, with its other direction, taken over from the core where that has it. */
  #streamAt(address: number): TcpStream | undefined {
    if (address === 0) return undefined;
    const known = this.#streams.get(address);
    if (known !== undefined) return known;
    const stream = this.#takeOver(address);
    const other = this.#core.view.getUint32(address + STREAM.peer, true);
    if (other !== 0) {
      stream.peer = this.#streams.get(other) ?? this.#takeOver(other);
      stream.peer.peer = stream;
    }
    return stream;
  }

  #takeOver(address: number): TcpStream {
    const { bytes, view } = this.#core;
    const key = address + STREAM_KEY;
    const stream = this.#make({
      addressBytes: bytes,
      addressLength: view.getUint32(key, true),
      sourceOffset: key + ADDRESSES,
      destinationOffset: key + ADDRESSES + ADDRESS_ROOM,
      sourcePort: view.getUint16(key + PORTS),
      destinationPort: view.getUint16(key + PORTS + 2),
    });
    stream.goOn(this.#read(address));
    this.#keep(address, stream);
    return stream;
  }

  #keep(address: number, stream: TcpStream): void {
    stream.address = address;
    this.#streams.set(address, stream);
    this.#setFlags(address, this.#flags(address) | STREAM_FLAG.Elsewhere);
  }

  #read(address: number): PlainStream {
    const { view } = this.#core;
    const flags = this.#flags(address);
    const recent = address + STREAM_RECENT;
    return {
      next: view.getUint32(address + STREAM.next, true),
      first: (flags & STREAM_FLAG.HasFirst) === 0 ? -1 : view.getUint32(address + STREAM.first, true),
      decided: (flags & STREAM_FLAG.Decided) !== 0,
      recent: Array.from({ length: view.getUint32(recent, true) }, (_, index) =>
        view.getInt32(recent + ROWS + 4 * index, true),
      ),
      recentNext: view.getUint32(recent + 4, true),
    };
  }

  #giveBack(stream: TcpStream): void {
    const { view } = this.#core;
    const { address, plain } = stream;
    const recent = address + STREAM_RECENT;
    const flags =
      (this.#flags(address) & STREAM_FLAG.Used) |
      (plain.decided ? STREAM_FLAG.Decided : 0) |
      (plain.first < 0 ? 0 : STREAM_FLAG.HasFirst);
    view.setUint32(address + STREAM.next, plain.next, true);
    view.setUint32(address + STREAM.first, Math.max(0, plain.first), true);
    view.setUint32(recent, plain.recent.length, true);
    view.setUint32(recent + 4, plain.recentNext, true);
    for (const [index, row] of plain.recent.entries()) view.setInt32(recent + ROWS + 4 * index, row, true);
    this.#setFlags(address, flags);
    this.#streams.delete(address);
    stream.address = 0;
  }

  #flags(address: number): number {
    return this.#core.view.getUint32(address + STREAM.flags, true);
  }

  #setFlags(address: number, flags: number): void {
    this.#core.view.setUint32(address + STREAM.flags, flags, true);
  }

  /** Writes the key of a stream between these ends to where the core looks for it. */
  #writeKey(ends: Ends): void {
    const { bytes, view, exports } = this.#core;
    const { addressBytes, addressLength, sourceOffset, destinationOffset } = ends;
    const key = exports.streamKey.value;
    const addresses = key + ADDRESSES;
    view.setUint32(key, addressLength, true);
    view.setUint16(key + PORTS, ends.sourcePort);
    view.setUint16(key + PORTS + 2, ends.destinationPort);
    bytes.fill(0, addresses, key + STREAM_KEY_BYTES);
    for (let i = 0; i < addressLength && i < ADDRESS_ROOM; i++) {
      bytes[addresses + i] = addressBytes[sourceOffset + i]!;
      bytes[addresses + ADDRESS_ROOM + i] = addressBytes[destinationOffset + i]!;
    }
  }
}
