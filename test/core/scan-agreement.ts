/**
 * Holds the scanner of the core against the one in TypeScript, field by field: the same bytes, the same names. Hashes have keys of their own: they must be the
 * same where the texts are, and absent where the other's are.
 */
import { isDeepStrictEqual } from 'node:util';
import { CoreScan } from '../../src/binding/core-scan.js';
import { SCANNED_FIELDS } from '../../src/binding/scanned-fields.js';
import { WasmCore } from '../../src/binding/wasm-core.js';
import { probeSip } from '../../src/sip/framing/probe.js';
import { HeaderNames } from '../../src/sip/headers/header-names.js';
import { ReferenceScan } from '../reference/scan/reference-scan.js';
import type { ScannedMessage } from '../../src/sip/scan/scanned-message.js';

const HASHES = ['branch', 'fromTag', 'toTag'] as const;
/** Hashes remembered: what was met before must not get another. Of many, two of 32 bits would be the same by chance. */
const MAX_HASHES = 256;
/** Bytes before a message, and behind it as many as the core may read: they must not matter. */
const MARGIN = 64;
const COMMAS = new Uint8Array(MARGIN).fill(0x2c);

/** Two scanners that read the same messages. */
export class ScannerPair {
  readonly core = new WasmCore();
  readonly ours = new CoreScan(this.core, new HeaderNames());
  readonly theirs = new ReferenceScan();
  /** The core's hash by the other's, and the other way round. */
  readonly #ourHash = new Map<number, number>();
  readonly #theirHash = new Map<number, number>();

  /** Where the scanners differ about a message, as lines of text. @param behind What stands behind it: its first bytes count. */
  differences(message: Uint8Array, behind: Uint8Array = COMMAS): string[] {
    const bytes = new Uint8Array(message.length + 2 * MARGIN);
    const end = MARGIN + message.length;
    bytes.set(COMMAS);
    bytes.set(message, MARGIN);
    bytes.set(behind.subarray(0, MARGIN), end);
    // The core has no other bytes behind it than those that lie there.
    this.core.put(bytes, MARGIN, bytes.length);
    this.ours.scan(bytes, MARGIN, end);
    this.theirs.scan(bytes, MARGIN, end);
    return [...this.#fields(), ...this.#hashes(), ...this.#probes(bytes, end)];
  }

  #fields(): string[] {
    const ours = factsOf(this.ours);
    const theirs = factsOf(this.theirs);
    return Object.keys(theirs)
      .filter(key => !isDeepStrictEqual(ours[key], theirs[key]))
      .map(key => `${key}: the core has ${JSON.stringify(ours[key])}, TypeScript ${JSON.stringify(theirs[key])}`);
  }

  #hashes(): string[] {
    return HASHES.filter(name => !this.#isSameHash(this.ours[name], this.theirs[name])).map(
      name => `${name}: the core has ${this.ours[name]}, TypeScript ${this.theirs[name]}`,
    );
  }

  #isSameHash(ours: number, theirs: number): boolean {
    if (ours === 0 || theirs === 0) return ours === theirs;
    if (this.#ourHash.size > MAX_HASHES) {
      this.#ourHash.clear();
      this.#theirHash.clear();
    }
    const same = (this.#ourHash.get(theirs) ?? ours) === ours && (this.#theirHash.get(ours) ?? theirs) === theirs;
    this.#ourHash.set(theirs, ours);
    this.#theirHash.set(ours, theirs);
    return same;
  }

  /** The quick answer is never wrong. */
  #probes(bytes: Uint8Array, end: number): string[] {
    const at = this.core.put(bytes, MARGIN, bytes.length);
    const isCertain = this.core.exports.isCertainlySip(at, at + end - MARGIN) !== 0;
    const probe = probeSip(bytes, MARGIN, end);
    return isCertain && probe !== 'certain' ? [`the core is certain, the probe says "${probe}"`] : [];
  }
}

function factsOf(scanned: ScannedMessage): Record<string, unknown> {
  const fields = SCANNED_FIELDS.filter(name => !HASHES.some(hash => hash === name));
  const parts = (kinds: Uint8Array | Uint16Array, starts: Int32Array, ends: Int32Array, count: number) =>
    Array.from({ length: count }, (_, i) => [kinds[i], starts[i], ends[i]]);
  const { numberKind, numberStart, numberEnd, numberCount, linkKind, linkStart, linkEnd, linkCount } = scanned;
  return {
    ...Object.fromEntries(fields.map(name => [name, scanned[name]])),
    numbers: parts(numberKind, numberStart, numberEnd, numberCount),
    links: parts(linkKind, linkStart, linkEnd, linkCount),
    headers: Array.from(scanned.headers.subarray(0, scanned.headerCount)),
  };
}
