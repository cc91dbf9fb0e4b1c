/**
 * Tells whether a pcapng block lies somewhere, and finds the next one after damage. In: a window. Out: positions in it.
 * A block names its length at both ends, which makes a chance match unlikely; where blocks are looked for, the type must
 * be a known one too. Every byte is looked at once.
 */
import { MAX_CAPACITY, type Window } from './window.js';

/** Block types and the magic that tells the byte order of a section. */
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

/** The largest block that is read; a longer one is passed over as damage. */
export const MAX_BLOCK = MAX_CAPACITY >> 1;
/** The largest block that is believed while looking for one: what holds the largest believable packet. */
const MAX_FOUND = (1 << 20) + 4096;

/** Whether a section header lies at `at`, of which at least 12 bytes are there. Its type reads the same in both orders. */
export function isSectionStart(view: DataView, at: number): boolean {
  if (view.getUint32(at, true) !== BLOCK.section) return false;
  return view.getUint32(at + 8, true) === BLOCK.order || view.getUint32(at + 8, false) === BLOCK.order;
}

export class PcapngSearch {
  /** Byte order of the section being read. */
  littleEndian = true;
  /** Where `run` stopped for want of bytes. */
  undecided = 0;
  private readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  /** The end of the block at `at`, of which 12 bytes are there; 0 where it is none, undefined where more bytes are needed. */
  blockEnd(at: number): number | undefined {
    return this.end(at, this.littleEndian, MAX_BLOCK);
  }

  /** Whether the block at `at` has a possible length that reaches beyond the bytes at hand. */
  runsPastEnd(at: number): boolean {
    const length = this.window.view.getUint32(at + 4, this.littleEndian);
    return length >= 12 && length <= MAX_BLOCK && at + length > this.window.end;
  }

  /** The first block in [from, limit), `limit` where there is none; undefined as in PcapSearch.run. */
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
    // Some writers forget to round the length up to a multiple of 4, but not to pad the block.
    const padded = at + length + (-length & 3);
    if (padded > end) return finished ? 0 : undefined;
    return view.getUint32(padded - 4, littleEndian) === length ? padded : 0;
  }
}
