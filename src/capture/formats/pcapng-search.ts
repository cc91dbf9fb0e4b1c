/**
 * Recognises pcapng blocks and finds the next one after damage. A block gives its length at both ends, which makes a
 * chance match unlikely; the search also requires a known block type. It looks at every byte once.
 */
import { MAX_CAPACITY, type Window } from '../window.js';

/** Block types, and the magic that gives the byte order of a section. */
export const BLOCK = {
  section: 0x0a0d0d0a,
  order: 0x1a2b3c4d,
  interface: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  nameResolution: 4,
  statistics: 5,
  enhancedPacket: 6,
  journal: 9,
  secrets: 10,
  custom: 0xbad,
  customNotCopied: 0x40000bad,
} as const;

const KNOWN: ReadonlySet<number> = new Set([
  BLOCK.interface,
  BLOCK.obsoletePacket,
  BLOCK.simplePacket,
  BLOCK.nameResolution,
  BLOCK.statistics,
  BLOCK.enhancedPacket,
  BLOCK.journal,
  BLOCK.secrets,
  BLOCK.custom,
  BLOCK.customNotCopied,
]);

/** The largest block that is read; a longer one is skipped as damage. */
export const MAX_BLOCK = MAX_CAPACITY >> 1;
/** The largest block the search accepts: one that holds the largest plausible packet. */
const MAX_FOUND = (1 << 20) + 4096;

/**
 * Whether a section header starts at `at`, with at least 12 bytes available. Its type reads the same in both byte
 * orders.
 */
export function isSectionStart(view: DataView, at: number): boolean {
  if (view.getUint32(at, true) !== BLOCK.section) return false;
  return view.getUint32(at + 8, true) === BLOCK.order || view.getUint32(at + 8, false) === BLOCK.order;
}

export class PcapngSearch {
  /** Byte order of the section being read. */
  littleEndian = true;
  /** Where `run` stopped because it needs more bytes. */
  undecided = 0;
  private readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  /**
   * The end of the block at `at`, with 12 bytes available; 0 if there is no block, undefined if more bytes are needed.
   */
  blockEnd(at: number): number | undefined {
    return this.end(at, this.littleEndian, MAX_BLOCK);
  }

  /** Whether the block at `at` has a plausible length that reaches past the bytes available. */
  runsPastEnd(at: number): boolean {
    const length = this.window.view.getUint32(at + 4, this.littleEndian);
    return length >= 12 && length <= MAX_BLOCK && at + length > this.window.end;
  }

  /** The first block in [from, limit), or `limit` if there is none; undefined as in PcapSearch.run. */
  run(from: number, limit: number): number | undefined {
    const { view, end, finished } = this.window;
    for (let at = from; at < limit; at++) {
      if (at + 12 > end) {
        if (finished) return limit;
        this.undecided = at;
        return undefined;
      }
      const section = view.getUint8(at) === 0x0a && isSectionStart(view, at);
      if (!section && !KNOWN.has(view.getUint32(at, this.littleEndian))) continue;
      const littleEndian = section ? view.getUint32(at + 8, true) === BLOCK.order : this.littleEndian;
      const blockEnd = this.end(at, littleEndian, MAX_FOUND);
      if (blockEnd === undefined) {
        this.undecided = at;
        return undefined;
      }
      if (blockEnd > 0) return at;
    }
    return limit;
  }

  private end(at: number, littleEndian: boolean, largest: number): number | undefined {
    const { view, end, finished } = this.window;
    const length = view.getUint32(at + 4, littleEndian);
    if (length < 12 || length > largest) return 0;
    // Some writers pad the block but forget to round its length up to a multiple of 4.
    const padded = at + length + (-length & 3);
    if (padded > end) return finished ? 0 : undefined;
    return view.getUint32(padded - 4, littleEndian) === length ? padded : 0;
  }
}
