/**
 * An instance of the core (src/core/, WebAssembly): its functions, its memory as arrays, and what it asks of TypeScript. Where the memory grows, every
 * array over it becomes empty: `renew` is called after each call that may have allocated, before anything is read.
 */
import { WASM } from '../core/built/wasm.js';
import type { CoreExports, Host } from './core-interface.js';

const FULL = 'no memory is left for more messages; read less at a time, or with --keep SIZE';

let compiled: WebAssembly.Module | undefined;
let keys: Uint8Array | undefined;

/** The compiled module, once a thread. @throws Error, a sentence, where Node cannot run it. */
function coreModule(): WebAssembly.Module {
  try {
    compiled ??= new WebAssembly.Module(Buffer.from(WASM, 'base64'));
  } catch (error) {
    throw new Error('this Node cannot run WebAssembly with SIMD; run Node 20 or newer, without --jitless', {
      cause: error,
    });
  }
  return compiled;
}

export class WasmCore {
  /** Whoever owns an answer puts it here. */
  readonly host: Host = {
    newHeaderName: unasked,
    holdsSdp: unasked,
    faultBits: unasked,
    shapeAdded: unasked,
    unionOf: unasked,
    linked: unasked,
    otherCseqMethod: unasked,
    tunnelNumber: unasked,
    joined: unasked,
    placeUs: unasked,
    requestBesides: unasked,
    responseBesides: unasked,
    putBefore: unasked,
    goOn: unasked,
    clearBesides: unasked,
  };
  readonly exports: CoreExports;
  /** All of the memory. */
  bytes: Uint8Array;
  view: DataView;
  readonly #renewed: (() => void)[] = [];
  #chunksAdded = 0;

  constructor() {
    const { host } = this;
    // Each answer is looked up when it is asked for: its owner may come later.
    const asked = Object.keys(host).map(name => [
      name,
      (...values: number[]) => {
        this.renew();
        return answer(host, name, values);
      },
    ]);
    const imports = { host: Object.fromEntries(asked), env: { abort: unasked } };
    const module = coreModule();
    const { exports } = new WebAssembly.Instance(module, imports);
    // The compiler does not know what the module exports; src/core/exports.ts says it.
    this.exports = exports as CoreExports;
    this.bytes = new Uint8Array(this.exports.memory.buffer);
    this.view = new DataView(this.exports.memory.buffer);
    this.#giveKeys();
    this.exports.begin();
    this.renew();
  }

  /** Hands over the keys of the hash (src/core/hash.ts): drawn once a thread, so that its cores agree. */
  #giveKeys(): void {
    const { exports } = this;
    keys ??= crypto.getRandomValues(new Uint8Array(exports.hashKeysLength()));
    this.bytes.set(keys, exports.hashKeys());
  }

  /** Puts the arrays over the memory as it is now. */
  renew(): void {
    const { exports } = this;
    const { buffer } = exports.memory;
    if (this.bytes.buffer === buffer && this.#chunksAdded === exports.chunksAdded.value) return;
    this.#chunksAdded = exports.chunksAdded.value;
    if (this.bytes.buffer !== buffer) {
      this.bytes = new Uint8Array(buffer);
      this.view = new DataView(buffer);
    }
    for (const renewed of this.#renewed) renewed();
  }

  /** Calls back whenever the memory grew, or a table. */
  onRenewed(renewed: () => void): void {
    this.#renewed.push(renewed);
  }

  /** Makes a call that adds to the tables. @throws Error, a sentence, where no memory is left for them. */
  adding<T>(call: () => T): T {
    try {
      return call();
    } catch (error) {
      // Where the memory cannot grow, the core's allocator ends in `unreachable`; nothing else of the core does.
      if (error instanceof WebAssembly.RuntimeError && error.message.includes('unreachable')) throw new Error(FULL);
      throw error;
    } finally {
      this.renew();
    }
  }

  /** Copies a message, bytes [start, end), to where the core reads it; returns its address there. It stays until the next one. */
  put(bytes: Uint8Array, start: number, end: number): number {
    return this.#copy(this.exports.inbox(end - start), bytes, start, end);
  }

  /** Copies what is only looked up, bytes [start, end), to where the core reads it; returns its address there. */
  lend(bytes: Uint8Array, start: number, end: number): number {
    return this.#copy(this.exports.desk(end - start), bytes, start, end);
  }

  #copy(at: number, bytes: Uint8Array, start: number, end: number): number {
    this.renew();
    this.bytes.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at);
    return at;
  }
}

function answer(host: Host, name: string, values: number[]): number {
  // WebAssembly passes what src/core/host.ts declares.
  const asked = host[name as keyof Host] as (...values: number[]) => number | undefined;
  return asked(...values) ?? 0;
}

function unasked(): never {
  throw new Error('The core asked for what nobody answers.');
}
