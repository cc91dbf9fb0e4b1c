/**
 * What a log says between its messages: often the reason why something went wrong. The lines of a gap are found by the message
 * before it and by the one after it. A long gap keeps its first lines and its last. What is kept of all sources is bounded, and
 * the oldest gaps make room.
 */
import type { Remark } from '../../capture/packet.js';
import { type MessageId, NO_MESSAGE } from '../../model/ids.js';

/** Lines kept at either end of a gap. */
const EDGE = 50;
/** Chars kept of all lines, and what each line counts for besides its own. */
const MAX_CHARS = 1 << 24;
const LINE_CHARS = 64;

/** The lines between two messages of a source, in order. */
export interface Gap {
  /** NO_MESSAGE at the beginning of the source, and at its end as far as it was read. */
  readonly before: MessageId | typeof NO_MESSAGE;
  after: MessageId | typeof NO_MESSAGE;
  readonly head: Remark[];
  /** Lines between `head` and `tail` that were not kept. */
  notKept: number;
  readonly tail: Remark[];
}

export class Remarks {
  readonly #maxChars: number;
  #chars = 0;
  #read = 0;
  #kept = 0;
  /** The oldest first. */
  readonly #gaps = new Set<Gap>();
  readonly #endingAt = new Map<MessageId, Gap>();
  readonly #beginningAt = new Map<MessageId, Gap>();
  /** By source: its latest message, and the gap behind it. */
  readonly #latest = new Map<number, MessageId>();
  readonly #open = new Map<number, Gap>();

  /** @param maxChars Bound of what is kept. */
  constructor(maxChars = MAX_CHARS) {
    this.#maxChars = maxChars;
  }

  /** Lines met so far. */
  get read(): number {
    return this.#read;
  }

  /** Lines that can still be shown. */
  get kept(): number {
    return this.#kept;
  }

  /** Takes the next line of a source. */
  add(source: number, { timeUs, text }: Remark): void {
    const gap = this.#open.get(source) ?? this.#opened(source);
    const edge = gap.head.length < EDGE ? gap.head : gap.tail;
    this.#read++;
    this.#count(1, text.length);
    edge.push({ timeUs, text });
    if (edge.length > EDGE) {
      this.#count(-1, edge.shift()!.text.length);
      gap.notKept++;
    }
    for (const oldest of this.#gaps) {
      if (this.#chars <= this.#maxChars) break;
      // Each source has one that is still open: few, and bounded.
      if (oldest.after !== NO_MESSAGE) this.#drop(oldest);
    }
  }

  /** A message of the source came: its next lines stand behind it. */
  message(source: number, id: MessageId): void {
    const gap = this.#open.get(source);
    this.#open.delete(source);
    this.#latest.set(source, id);
    if (gap === undefined) return;
    gap.after = id;
    this.#endingAt.set(id, gap);
  }

  /** The lines right before a message, and those right behind it. */
  near(id: MessageId): { before: Gap | undefined; after: Gap | undefined } {
    return { before: this.#endingAt.get(id), after: this.#beginningAt.get(id) };
  }

  #opened(source: number): Gap {
    const before = this.#latest.get(source) ?? NO_MESSAGE;
    const gap: Gap = { before, after: NO_MESSAGE, head: [], notKept: 0, tail: [] };
    this.#open.set(source, gap);
    this.#gaps.add(gap);
    if (before !== NO_MESSAGE) this.#beginningAt.set(before, gap);
    return gap;
  }

  #drop(gap: Gap): void {
    this.#gaps.delete(gap);
    this.#beginningAt.delete(gap.before);
    this.#endingAt.delete(gap.after);
    for (const { text } of [...gap.head, ...gap.tail]) this.#count(-1, text.length);
  }

  #count(lines: 1 | -1, chars: number): void {
    this.#kept += lines;
    this.#chars += lines * (chars + LINE_CHARS);
  }
}
