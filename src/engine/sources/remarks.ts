/**
 * What a log says between its messages: often the reason why something went wrong. The lines of a gap are found by the message
 * before it and by the one after it. A long gap keeps its first lines and its last. What is kept of all sources is bounded, and
 * the oldest gaps make room.
 */
import type { Remark } from '../../capture/packet.js';
import { type MessageId, NO_MESSAGE } from '../../model/ids.js';

/** Lines kept at either end of a gap. */
const EDGE = 50;
const MAX_BYTES = 1 << 24;
/** What a line and a gap take besides the text, about. */
const LINE_BYTES = 100;
const GAP_BYTES = 450;

/** The lines between two messages of a source, in order. */
export interface Gap {
  /** NO_MESSAGE before the first message. */
  readonly before: MessageId | typeof NO_MESSAGE;
  /** NO_MESSAGE while no message has come behind it. */
  after: MessageId | typeof NO_MESSAGE;
  readonly head: Remark[];
  /** Lines between `head` and `tail` that were not kept. */
  notKept: number;
  readonly tail: Remark[];
}

/** What stands next to a message. */
export interface Near {
  before: Gap | undefined;
  after: Gap | undefined;
  /** Where nothing stands there, something may have: it made room. */
  mayBeGone: boolean;
}

export class Remarks {
  readonly #maxBytes: number;
  #bytes = 0;
  #read = 0;
  #kept = 0;
  /** The oldest first. */
  readonly #gaps = new Set<Gap>();
  readonly #endingAt = new Map<MessageId, Gap>();
  readonly #beginningAt = new Map<MessageId, Gap>();
  /** By source: its latest message, and the gap behind it. */
  readonly #latest = new Map<number, MessageId>();
  readonly #open = new Map<number, Gap>();
  /** Gaps behind this message are all kept. */
  #goneTo: MessageId | typeof NO_MESSAGE = NO_MESSAGE;

  /** @param maxBytes Bound of what is kept. */
  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
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
    this.#read++;
    this.#count(1, text);
    if (gap.head.length < EDGE) gap.head.push({ timeUs, text });
    else {
      gap.tail.push({ timeUs, text });
      if (gap.tail.length > EDGE) {
        this.#count(-1, gap.tail.shift()!.text);
        gap.notKept++;
      }
    }
    this.#makeRoom();
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
  near(id: MessageId): Near {
    return { before: this.#endingAt.get(id), after: this.#beginningAt.get(id), mayBeGone: id <= this.#goneTo };
  }

  #opened(source: number): Gap {
    const before = this.#latest.get(source) ?? NO_MESSAGE;
    const gap: Gap = { before, after: NO_MESSAGE, head: [], notKept: 0, tail: [] };
    this.#open.set(source, gap);
    this.#gaps.add(gap);
    this.#bytes += GAP_BYTES;
    if (before !== NO_MESSAGE) this.#beginningAt.set(before, gap);
    return gap;
  }

  /** Drops the oldest gaps. One that is still open stays: a source has one, and it is bounded. */
  #makeRoom(): void {
    for (const oldest of this.#gaps) {
      if (this.#bytes <= this.#maxBytes) return;
      if (oldest.after > NO_MESSAGE) this.#drop(oldest);
    }
  }

  #drop(gap: Gap): void {
    this.#gaps.delete(gap);
    this.#bytes -= GAP_BYTES;
    this.#beginningAt.delete(gap.before);
    this.#endingAt.delete(gap.after);
    if (gap.after > this.#goneTo) this.#goneTo = gap.after;
    for (const { text } of [...gap.head, ...gap.tail]) this.#count(-1, text);
  }

  /** Takes a line in, or out. */
  #count(lines: 1 | -1, { length }: string): void {
    this.#kept += lines;
    this.#bytes += lines * (length + LINE_BYTES);
  }
}
