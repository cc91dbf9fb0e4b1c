/**
 * Prints lines to standard output in large writes, with back-pressure: all that a command prints passes here and is made
 * safe here. If the reader goes away, the program ends quietly; any other fault is kept for a sentence.
 */
import { fstatSync, writeSync } from 'node:fs';
import { inertJson, jsonLine } from '../format/acting.js';
import { errorCode, errorText } from '../format/errors.js';
import { withStandIns } from '../terminal/stand-ins.js';

const CHUNK = 65_536;

type StandardOutput = typeof process.stdout;

export class Printer {
  readonly #stream: StandardOutput;
  /** Of a file or a device that is no terminal. Node's own stream for them ignores that a full disk took only a part. */
  readonly #descriptor: number | null;
  #pending = '';
  #closed = false;
  #failure: string | null = null;

  constructor(stream: StandardOutput) {
    this.#stream = stream;
    this.#descriptor = isFile(stream) ? stream.fd : null;
    stream.on('error', error => this.#fail(error));
  }

  /** True once nothing more can be printed: the reader has gone away (`| head`), or `failure` tells why. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Why the output could not be written, in a sentence; null while all is well, and if the reader has gone away. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Adds a line of text for people; resolves at once unless the reader is slower than we are. */
  async text(line: string): Promise<void> {
    // Up to a tab, the line has to be measured.
    return this.#line(line.includes('\t') ? (await import('../terminal/text.js')).safe(line) : withStandIns(line));
  }

  /** Adds a line of JSON. */
  json(value: unknown): Promise<void> {
    return this.#line(jsonLine(value));
  }

  /** Adds a line of JSON that is text already. */
  jsonText(line: string): Promise<void> {
    return this.#line(inertJson(line));
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text === '' || this.#closed) return;
    if (this.#descriptor === null) await new Promise<void>(resolve => this.#stream.write(text, () => resolve()));
    else this.#write(this.#descriptor, Buffer.from(text));
  }

  async #line(text: string): Promise<void> {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= CHUNK) await this.flush();
  }

  #write(descriptor: number, bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#closed = true;
    if (errorCode(error) !== 'EPIPE') this.#failure ??= `The output could not be written: ${errorText(error)}.`;
  }
}

function isFile(stream: StandardOutput): boolean {
  if (stream.isTTY) return false;
  const status = fstatSync(stream.fd);
  return status.isFile() || status.isCharacterDevice() || status.isBlockDevice();
}
