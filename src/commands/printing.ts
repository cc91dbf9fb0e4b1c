/** Prints lines to stdout in large writes, with back-pressure. If the reader goes away, the program ends quietly. */
import { safe } from '../terminal/text.js';

/** Text from a capture or a command line, made safe for one line of a terminal. */
export const stripControls = safe;

/** The first line of a text, made safe. */
export function oneLine(text: string): string {
  return safe(text.split('\n', 1)[0] ?? '');
}

const CHUNK = 65_536;

export class Printer {
  readonly #stream: NodeJS.WriteStream;
  #pending = '';
  #closed = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.on('error', () => {
      this.#closed = true;
    });
  }

  /** True once the reader has gone away (`| head`): the rest need not be printed. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Adds one line; resolves at once unless the reader is slower than we are. */
  async line(text: string): Promise<void> {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text === '' || this.#closed) return;
    await new Promise<void>(resolve => this.#stream.write(text, () => resolve()));
  }
}
