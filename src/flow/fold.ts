/**
 * Folds messages in time order into arrows: retransmissions (RFC 3261 section 17) and packets captured twice count on
 * the arrow of the first, unless that arrow is unfolded.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import type { MessageId } from '../model/ids.js';

export interface Arrow {
  /** The first message, the one the arrow stands for. */
  row: MessageRow;
  /** Its position in the rows given. */
  at: number;
  /** How often it was sent: 1 + retransmissions folded. */
  times: number;
  /** How many packets of it were captured again. */
  copies: number;
  /** Where the packets folded into it were captured, its own first, each once. */
  seenBy: readonly string[];
  /** Time of the last message folded into it. */
  lastUs: number;
  /** Positions in the rows of all messages it stands for, its own first. */
  members: number[];
  /** It repeats another but has its own arrow: unfolded, or what it repeats is not among the rows. */
  repeat: boolean;
}

/** True to fold nothing, or the ids of the first messages whose repeats are shown. */
export type Unfolded = true | ReadonlySet<MessageId>;

/** Folds repeats into the arrow of their first message. Arrows keep the order of their first messages. O(messages). */
export function fold(rows: readonly MessageRow[], unfolded: Unfolded = new Set()): Arrow[] {
  const arrows: Arrow[] = [];
  const latest = new Map<string, Arrow>();
  rows.forEach((row, at) => {
    const key = identity(row);
    const repeats = row.retransmission || row.copy;
    const first = latest.get(key);
    if (repeats && first && unfolded !== true && !unfolded.has(first.row.id)) {
      first.members.push(at);
      first.lastUs = row.timeUs;
      if (row.copy) first.copies++;
      else first.times++;
      if (row.seenBy !== null && !first.seenBy.includes(row.seenBy)) first.seenBy = [...first.seenBy, row.seenBy];
      return;
    }
    const seenBy = row.seenBy === null ? [] : [row.seenBy];
    const arrow: Arrow = { row, at, times: 1, copies: 0, seenBy, lastUs: row.timeUs, members: [at], repeat: repeats };
    arrows.push(arrow);
    // An unfolded first keeps its place, so that all of its repeats find it.
    if (!repeats || !first) latest.set(key, arrow);
  });
  return arrows;
}

/**
 * The arrow that shows the message at a position of the rows; -1 if none does. O(log arrows), O(arrows) for repeats.
 */
export function arrowOf(arrows: readonly Arrow[], at: number): number {
  let low = 0;
  let high = arrows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (arrows[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  if (low > 0 && arrows[low - 1]!.at === at) return low - 1;
  return arrows.findIndex(arrow => arrow.members.includes(at));
}

/**
 * The arrow of the message at a position, or else of the next one that has an arrow, or the last. -1 without arrows.
 */
export function nearestArrow(arrows: readonly Arrow[], at: number): number {
  const exact = arrowOf(arrows, at);
  if (exact >= 0) return exact;
  const after = arrows.findIndex(arrow => arrow.at >= at);
  return after >= 0 ? after : arrows.length - 1;
}

/** Same transaction, same message kind, same direction. */
function identity(row: MessageRow): string {
  const kind = row.method ?? row.status;
  return `${row.conversation} ${row.src} ${row.dst} ${kind} ${row.cseq} ${row.cseqMethod} ${row.branch} ${row.toTag}`;
}
