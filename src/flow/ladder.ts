/**
 * The ladder of some messages. In: the messages in time order, as the engine gave them. Out: what is worked out once for a
 * set of messages (lanes, arrows, where each line begins); ladder-lines.ts draws any window of it.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import { type Arrow, fold, nearestArrow, type Unfolded } from './fold.js';
import { type Lane, type LaneKeys, type LaneOptions, laneKeys, lanesOf } from './lanes.js';

export interface LadderOptions extends LaneOptions {
  unfolded: Unfolded;
  /** A line per medium under the arrow of a message that has SDP. */
  showSdp: boolean;
  /** Messages without SDP are left out. */
  onlySdp: boolean;
  /** What to call a conversation of several in the head, by its index; one without a name is called by its Call-ID. */
  names: ReadonlyMap<number, string>;
}

export const LADDER_DEFAULTS: LadderOptions = {
  mergePorts: true,
  order: [],
  aliases: {},
  unfolded: new Set(),
  showSdp: false,
  onlySdp: false,
  names: new Map(),
};

export interface Ladder {
  rows: readonly MessageRow[];
  options: LadderOptions;
  lanes: Lane[];
  laneKey: LaneKeys;
  /** Position of a lane by its key. */
  laneAt: ReadonlyMap<string, number>;
  arrows: Arrow[];
  /** Line at which each arrow begins; one more than there are arrows, the last is the number of lines. */
  starts: Uint32Array;
  /** Conversations in order of appearance; a ladder of several tags each arrow with its letter. */
  conversations: ReadonlyMap<number, number>;
  /** What each of them is called, in that order. */
  names: string[];
  /** Responses say which request they answer: requests of several kinds are there. */
  nameMethods: boolean;
}

/**
 * Works out a ladder, once per set of messages or change of options. O(messages). `hops` tells the lanes where `rows` are only
 * some of the messages: the first of each kind between each two addresses, so that lanes stay where they are.
 */
export function layoutLadder(
  rows: readonly MessageRow[],
  options: LadderOptions,
  hops: readonly MessageRow[] = rows,
): Ladder {
  const laneKey = laneKeys(hops, options.mergePorts);
  const lanes = lanesOf(hops, options, laneKey);
  const folded = fold(rows, options.unfolded);
  const arrows = options.onlySdp ? folded.filter(({ row }) => row.sdp) : folded;
  const starts = new Uint32Array(arrows.length + 1);
  arrows.forEach((arrow, at) => {
    starts[at + 1] = starts[at]! + 1 + belowArrow(arrow, options.showSdp).length;
  });
  const conversations = new Map<number, number>();
  const names: string[] = [];
  const methods = new Set<string>();
  for (const { conversation, callId, method } of hops) {
    if (!conversations.has(conversation)) {
      conversations.set(conversation, conversations.size);
      names.push(options.names.get(conversation) ?? callId ?? 'no Call-ID');
    }
    if (method !== null && method !== 'ACK') methods.add(method);
  }
  return {
    rows,
    options,
    lanes,
    laneKey,
    laneAt: new Map(lanes.map((lane, at) => [lane.key, at])),
    arrows,
    starts,
    conversations,
    names,
    nameMethods: methods.size > 1,
  };
}

/** Lines of the whole ladder, without its head. */
export function ladderHeight(ladder: Ladder): number {
  return ladder.starts[ladder.arrows.length]!;
}

/** The arrow a line belongs to; -1 beyond the end. O(log arrows). */
export function arrowAtLine(ladder: Ladder, line: number): number {
  if (line < 0 || line >= ladderHeight(ladder)) return -1;
  let low = 0;
  let high = ladder.arrows.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (ladder.starts[middle]! <= line) low = middle;
    else high = middle;
  }
  return low;
}

/** The lane positions an arrow runs between, from its sender to its receiver. */
export function laneEnds(ladder: Ladder, row: MessageRow): [from: number, to: number] {
  const [source, destination] = ladder.laneKey(row);
  return [ladder.laneAt.get(source) ?? 0, ladder.laneAt.get(destination) ?? 0];
}

/** First line to show so that an arrow is in a window of `height` lines, moving `top` as little as that needs. */
export function scrollToArrow(ladder: Ladder, arrow: number, top: number, height: number): number {
  const most = Math.max(0, ladderHeight(ladder) - height);
  if (arrow < 0 || arrow >= ladder.arrows.length) return Math.max(0, Math.min(top, most));
  const first = ladder.starts[arrow]!;
  const end = ladder.starts[arrow + 1]!;
  return Math.max(0, Math.min(first, Math.max(top, end - height), most));
}

/** Text under an arrow, a line each: what an ICMP error said of it, and its media. */
export function belowArrow(arrow: Arrow, showSdp: boolean): { text: string; isNote: boolean }[] {
  const { note, media } = arrow.row;
  const below = note === null || note === '' ? [] : [{ text: note, isNote: true }];
  if (showSdp && media) for (const text of media) below.push({ text, isNote: false });
  return below;
}

/** Position of the message that lies `places` arrows away from the one at `at`; stops at the ends. */
export function moveAlong(ladder: Ladder, at: number, places: number): number {
  const arrow = nearestArrow(ladder.arrows, at);
  const target = Math.max(0, Math.min(ladder.arrows.length - 1, arrow + places));
  return ladder.arrows[target]?.at ?? 0;
}
