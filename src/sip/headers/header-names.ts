/**
 * Header names by number, in any case or in compact form (RFC 3261 section 7.3.3): those of the header table, then those
 * seen in the capture, up to a bound.
 */
import { hashBytes } from '../../bytes/hash.js';
import { viewOf } from '../../bytes/words.js';
import { ascii, TOKEN } from '../framing/bytes.js';
import { HEADER_TABLE } from './header-table.js';

/** Canonical names by lower-case and compact spelling. */
const known = new Map(
  HEADER_TABLE.flatMap(({ name, compact }) => [
    [name.toLowerCase(), name] as const,
    ...(compact === undefined ? [] : [[compact, name] as const]),
  ]),
);

/** Canonical names by spellings seen: looking one up is quicker than spelling it small first. */
const spellings = new Map<string, string>();
const MAX_SPELLINGS = 1024;

/** The name as the RFCs spell it: "i" and "CALL-ID" give "Call-ID"; unknown names are returned as they are. */
export function canonicalHeaderName(name: string): string {
  const met = spellings.get(name);
  if (met !== undefined) return met;
  const lower = name.toLowerCase();
  const canonical = known.get(lower);
  // Only spellings of known names are kept: a capture cannot fill the table with names of its own.
  if (canonical !== undefined && spellings.size < MAX_SPELLINGS) spellings.set(name, canonical);
  return canonical ?? name;
}

/** A name no longer fits: more distinct names than any sane capture holds, or one longer than any sane name. */
export const MAX_NAMES = 4096;
export const MAX_LENGTH = 128;
const SLOTS = 4 * MAX_NAMES;

export class HeaderNames {
  /** Canonical or first-seen spelling by number; "" at 0. */
  readonly #names: string[] = [''];
  /** Lower-case bytes of every name and alias, and the number each stands for, by slot. */
  readonly #spellings: Uint8Array[] = new Array(SLOTS).fill(NO_BYTES);
  readonly #numbers = new Uint16Array(SLOTS);
  /** The name that is looked up, in lower case. */
  readonly #lower = new Uint8Array(MAX_LENGTH);
  readonly #lowerView = viewOf(this.#lower);

  constructor() {
    for (const { name, compact } of HEADER_TABLE) {
      const id = this.#names.push(name) - 1;
      this.#put(ascii(name.toLowerCase()), id);
      if (compact !== undefined) this.#put(ascii(compact), id);
    }
  }

  /** Names known so far; numbers are 1 to `count`. */
  get count(): number {
    return this.#names.length - 1;
  }

  /** Canonical spelling; for a name that is not registered, the spelling first met. "" for 0. */
  name(id: number): string {
    return this.#names[id] ?? '';
  }

  /** Number of a name in any spelling, compact forms included; 0 if it is unknown. */
  find(name: string): number {
    const lower = ascii(name.toLowerCase());
    return lower.length > MAX_LENGTH ? 0 : this.#numbers[this.#slot(lower, 0, lower.length)]!;
  }

  /** Number of the token at [start, end); a new one if it is unknown, 0 if the table is full or the name too long. */
  number(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > MAX_LENGTH) return 0;
    const slot = this.#slot(bytes, start, end);
    const id = this.#numbers[slot]!;
    return id === 0 ? this.#add(bytes, start, end, slot) : id;
  }

  /** Where the name at [start, end), of at most MAX_LENGTH bytes, is or would be put. It is then in `#lower`. */
  #slot(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    const lower = this.#lower;
    for (let i = 0; i < length; i++) lower[i] = TOKEN[bytes[start + i]!]!;
    let slot = hashBytes(this.#lowerView, 0, length) & (SLOTS - 1);
    for (;;) {
      if (this.#numbers[slot] === 0) return slot;
      const spelling = this.#spellings[slot]!;
      if (spelling.length === length) {
        let i = 0;
        while (i < length && lower[i] === spelling[i]) i++;
        if (i === length) return slot;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  #add(bytes: Uint8Array, start: number, end: number, slot: number): number {
    if (this.#names.length >= MAX_NAMES) return 0;
    const id = this.#names.length;
    this.#names.push(String.fromCharCode(...bytes.subarray(start, end)));
    this.#spellings[slot] = this.#lower.slice(0, end - start);
    this.#numbers[slot] = id;
    return id;
  }

  #put(lower: Uint8Array, id: number): void {
    const slot = this.#slot(lower, 0, lower.length);
    this.#spellings[slot] = lower;
    this.#numbers[slot] = id;
  }
}

const NO_BYTES = new Uint8Array(0);
