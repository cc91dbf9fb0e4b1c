/**
 * A live capture that a test feeds: the stream of pcap records that a capture child writes, through the program's own reader
 * of live sources.
 */
import type { Capture } from '../../samples/compose/capture.js';
import { identify } from '../../src/capture/identify.js';
import { pcapFileHeader, pcapRecord } from '../../src/capture/formats/pcap-writer.js';
import type { Dropped, Refusal, Source } from '../../src/capture/source.js';
import type { Supply } from '../../src/capture/supply.js';
import { type Feed, LiveSource } from '../../src/live/live-source.js';

const LINKTYPE_ETHERNET = 1;

export class FedCapture implements Feed {
  readonly source: Source;
  /** What the kernel says it dropped; null where nobody counts. */
  lost: Dropped | null = { kernel: 0, interface: 0 };
  readonly #name: string;
  #stream = new FedStream();
  #begun = false;
  #interrupted: string | undefined;
  #failure: string | undefined;
  #over = false;

  constructor(name: string) {
    this.#name = name;
    this.source = new LiveSource(name, this);
  }

  /** Hands over the packets of an Ethernet capture; resolves when the engine has taken them in. */
  give(capture: Capture): Promise<void> {
    return this.giveBytes(
      ...capture.packets().map(({ timeUs, frame }) => pcapRecord(timeUs, frame, 0, frame.length, frame.length)),
    );
  }

  /** The same with bytes as they are. */
  giveBytes(...bytes: Uint8Array[]): Promise<void> {
    return this.#stream.give(Buffer.concat(bytes));
  }

  /** The child ends, which is told, and another takes its place. */
  interrupt(why: string): void {
    this.#interrupted = why;
    this.#begun = false;
    this.#stream.end();
    this.#stream = new FedStream();
  }

  /** No more comes. `failure`: why, where nobody asked for it. */
  end(failure?: string): void {
    this.#over = true;
    this.#failure = failure;
    this.#stream.end();
  }

  async next(): Promise<Source | Refusal | undefined> {
    const why = this.#interrupted;
    this.#interrupted = undefined;
    if (why !== undefined) return { refused: why };
    if (this.#over || this.#begun) return undefined;
    this.#begun = true;
    return identify({ name: this.#name, supply: this.#stream, size: 0, descriptor: -1, live: true });
  }

  dropped(): Dropped | null {
    return this.lost;
  }

  failure(): string | undefined {
    return this.#failure;
  }

  stop(): void {
    this.end();
  }

  async close(): Promise<void> {
    this.end();
  }
}

/** Bytes as a test gives them, after the header of a pcap file. */
class FedStream implements Supply {
  bytesRead = 0;
  #rest: Uint8Array = pcapFileHeader(LINKTYPE_ETHERNET);
  #ended = false;
  /** Wakes who waits for bytes, and who waits until they are taken. */
  #given = (): void => {};
  #taken = (): void => {};

  give(bytes: Uint8Array): Promise<void> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const taken = new Promise<void>(resolve => {
      this.#taken = resolve;
    });
    this.#given();
    return taken;
  }

  end(): void {
    this.#ended = true;
    this.#given();
  }

  /** What is asked for more has taken in all that came before. */
  async read(into: Uint8Array, start: number): Promise<number> {
    while (this.#rest.length === 0) {
      this.#taken();
      if (this.#ended) return 0;
      await new Promise<void>(resolve => {
        this.#given = resolve;
      });
    }
    const length = Math.min(this.#rest.length, into.length - start);
    into.set(this.#rest.subarray(0, length), start);
    this.#rest = this.#rest.subarray(length);
    this.bytesRead += length;
    return length;
  }

  async close(): Promise<void> {
    this.end();
  }
}
