/**
 * An instance of the core (src/core/, WebAssembly): its functions, its memory as arrays, and what it asks of TypeScript. Where the memory grows, every
 * array over it becomes empty: `renew` is called after each call that may have allocated, before anything is read.
 */
import { WASM } from '../core/built/wasm.js';

/** What the core asks for; see src/core/host.ts. Whoever owns the answer puts it here. */
export interface Host {
  newHeaderName(at: number, length: number): number;
  holdsSdp(typeStart: number, typeEnd: number, start: number, end: number, loneCr: number): number;
}

/** What the core offers; see src/core/index.ts. Addresses and numbers. */
export interface CoreExports {
  memory: WebAssembly.Memory;
  inbox(length: number): number;
  hashKeys(): number;
  hashKeysLength(): number;
  hashBytes(start: number, end: number): number;
  learnHeaderName(at: number, length: number, number: number): void;
  isCertainlySip(at: number, end: number): number;
  scanMessage(start: number, end: number): void;
  tellScanned(): number;
  scannedNumbers(): number;
  scannedLinks(): number;
  scannedHeaders(): number;
}

let compiled: WebAssembly.Module | undefined;

/** The compiled module, once a thread. */
function coreModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(WASM, 'base64'));
  return compiled;
}

export class WasmCore {
  readonly host: Host = { newHeaderName: unasked, holdsSdp: unasked };
  readonly exports: CoreExports;
  /** All of the memory. */
  bytes: Uint8Array;
  view: DataView;
  readonly #renewed: (() => void)[] = [];

  constructor() {
    const { host } = this;
    const imports = {
      host: {
        newHeaderName: (at: number, length: number) => this.#asked(() => host.newHeaderName(at, length)),
        holdsSdp: (typeStart: number, typeEnd: number, start: number, end: number, loneCr: number) =>
          this.#asked(() => host.holdsSdp(typeStart, typeEnd, start, end, loneCr)),
      },
      env: { abort: unasked },
    };
    const { exports } = new WebAssembly.Instance(coreModule(), imports);
    // The compiler does not know what the module exports; src/core/index.ts says it.
    this.exports = exports as CoreExports;
    this.bytes = new Uint8Array(this.exports.memory.buffer);
    this.view = new DataView(this.exports.memory.buffer);
    this.#drawKeys();
  }

  /** The keys of the hash (src/core/hash.ts). */
  #drawKeys(): void {
    const at = this.exports.hashKeys();
    crypto.getRandomValues(this.bytes.subarray(at, at + this.exports.hashKeysLength()));
  }

  /** Puts the arrays over the memory as it is now. */
  renew(): void {
    if (this.bytes.buffer === this.exports.memory.buffer) return;
    this.bytes = new Uint8Array(this.exports.memory.buffer);
    this.view = new DataView(this.exports.memory.buffer);
    for (const renewed of this.#renewed) renewed();
  }

  /** Calls back whenever the arrays were renewed. */
  onRenewed(renewed: () => void): void {
    this.#renewed.push(renewed);
  }

  /** Copies bytes [start, end) to where the core reads them; returns their address there. */
  put(bytes: Uint8Array, start: number, end: number): number {
    const at = this.exports.inbox(end - start);
    this.renew();
    this.bytes.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), at);
    return at;
  }

  #asked<T>(answer: () => T): T {
    this.renew();
    return answer();
  }
}

function unasked(): never {
  throw new Error('The core asked for what nobody answers.');
}
