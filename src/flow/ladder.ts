/**
 * The ladder of some messages in time order: what is computed once per set of messages (lanes, arrows, where each
 * line begins). ladder-lines.ts draws any window of it.
 */
import type { EventRow, MessageRow } from '../engine/protocol/rows.js';
import type { MessageId, RowId } from '../model/ids.js';
import { splitAddress } from '../format/addresses.js';
import { type EventArrow, eventsBelow } from './event-arrows.js';
import { type Arrow, fold, type Unfolded } from './fold.js';
import { aliasOf, knownAlias, type Lane, type LaneKeys, type LaneOptions, laneKeys, lanesOf } from './lanes.js';
import { type Legs, NO_LEGS, turnsOf } from './legs.js';

export interface LadderOptions extends LaneOptions {
  unfolded: Unfolded;
  /** A line per medium under the arrow of a message that has SDP. */
  showSdp: boolean;
  /** Leaves out messages without SDP. */
  onlySdp: boolean;
  /** Names of conversations for the head, by index; the default is the Call-ID. */
  names: ReadonlyMap<RowId, string>;
  /** The legs of the one call it shows; empty where it shows none. Then hosts of one name are one lane, and legs have numbers. */
  legs: Legs;
}

export const LADDER_DEFAULTS: LadderOptions = {
  mergePorts: true,
  order: [],
  aliases: {},
  unfolded: new Set(),
  showSdp: false,
  onlySdp: false,
  names: new Map(),
  legs: NO_LEGS,
};

export interface Ladder {
  rows: readonly MessageRow[];
  options: LadderOptions;
  lanes: Lane[];
  laneKey: LaneKeys;
  /** Position of a lane by its key. */
  laneAt: ReadonlyMap<string, number>;
  arrows: Arrow[];
  /** The events after each arrow, by its position; at -1 those before the first. */
  events: ReadonlyMap<number, readonly EventArrow[]>;
  /** The line each arrow begins at; one more entry than arrows, the last is the number of lines. */
  starts: Uint32Array;
  /** Conversations in order of appearance, or of their legs; a ladder of several tags each arrow with its letter or number. */
  conversations: ReadonlyMap<RowId, number>;
  /** Their names, in that order. */
  names: string[];
  /** Messages with which the host in the middle turned one leg into the next, with the number of the leg it was. */
  turns: ReadonlyMap<MessageId, number>;
  /** There are requests of several kinds, so responses say which one they answer. */
  nameMethods: boolean;
}

/**
 * Lays out a ladder, once per set of messages or change of options. O(messages). If `rows` are only some of the
 * messages, `hops` are the first of each kind between each two addresses, so that lanes stay where they are.
 */
export function layoutLadder(
  rows: readonly MessageRow[],
  options: LadderOptions,
  hops: readonly MessageRow[] = rows,
  allEvents: readonly EventRow[] = [],
): Ladder {
  const { legs, aliases } = options;
  const laneKey = laneKeys(hops, options.mergePorts, key => (legs.size > 0 ? knownAlias(key, aliases) : null));
  const lanes = lanesOf(hops, options, laneKey);
  const folded = fold(rows, options.unfolded);
  const arrows = options.onlySdp ? folded.filter(({ row }) => row.sdp) : folded;
  const events = eventsBelow(arrows, rows, allEvents);
  const starts = new Uint32Array(arrows.length + 1);
  starts[0] = events.get(-1)?.length ?? 0;
  arrows.forEach((arrow, at) => {
    starts[at + 1] = starts[at]! + 1 + mediaOf(arrow, options.showSdp).length + (events.get(at)?.length ?? 0);
  });
  const conversations = new Map<RowId, number>(Array.from(legs, ([row, { number }]) => [row, number - 1]));
  const names: string[] = Array.from(legs, () => '');
  const methods = new Set<string>();
  for (const { conversation, callId, method } of hops) {
    const order = conversations.get(conversation) ?? conversations.size;
    conversations.set(conversation, order);
    // Legs of one call are told apart by their Call-IDs: who calls whom is the same in all of them.
    names[order] ||= (legs.size > 0 ? undefined : options.names.get(conversation)) ?? callId ?? 'no Call-ID';
    if (method !== null && method !== 'ACK') methods.add(method);
  }
  return {
    rows,
    options,
    lanes,
    laneKey,
    laneAt: new Map(lanes.map((lane, at) => [lane.key, at])),
    arrows,
    events,
    starts,
    conversations,
    names,
    turns: turnsOf(legs, hops),
    nameMethods: methods.size > 1,
  };
}

/** Lines of the whole ladder, without its head. */
export function ladderHeight(ladder: Ladder): number {
  return ladder.starts[ladder.arrows.length]!;
}

/** The arrow a line belongs to, the first one for events before it; -1 beyond the end. O(log arrows). */
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

/** The line an arrow begins at; for the first arrow line 0, which includes the events before it. */
export function blockStart(ladder: Ladder, arrow: number): number {
  return arrow <= 0 ? 0 : ladder.starts[arrow]!;
}

/** The lane positions an arrow runs between, from its sender to its receiver. */
export function laneEnds(ladder: Ladder, row: MessageRow): [from: number, to: number] {
  const [source, destination] = ladder.laneKey(row);
  return [ladder.laneAt.get(source) ?? 0, ladder.laneAt.get(destination) ?? 0];
}

/** First line to show so that lines [first, end) are in a window of `height` lines, moving `top` as little as that needs. */
export function scrollToLines(ladder: Ladder, first: number, end: number, top: number, height: number): number {
  const last = Math.max(0, ladderHeight(ladder) - height);
  if (first < 0) return Math.max(0, Math.min(top, last));
  return Math.max(0, Math.min(first, Math.max(top, end - height), last));
}

/** The lanes an event runs between; -1 for an end without a lane, such as a router on the path. */
export function eventEnds(ladder: Ladder, { event, about }: EventArrow): [from: number, to: number] {
  // If a host has several lanes, the message the event is about decides which one.
  const lanes = about === undefined ? [] : laneEnds(ladder, about);
  const laneOf = (address: string | null): number => {
    if (address === null) return -1;
    const { host } = splitAddress(address);
    const exact = ladder.laneAt.get(address) ?? ladder.laneAt.get(host);
    if (exact !== undefined) return exact;
    const { aliases, legs } = ladder.options;
    const isHost = (lane: Lane) =>
      splitAddress(lane.key).host === host || (legs.size > 0 && lane.name === aliasOf(address, aliases));
    return lanes.find(at => isHost(ladder.lanes[at]!)) ?? ladder.lanes.findIndex(isHost);
  };
  return [laneOf(event.src), laneOf(event.dst)];
}

/** A line under an arrow: one of its media, or an event. */
export type Below = { media: string } | EventArrow;

/** The line `below` (from 0) under the arrow at a position; position -1 is before the first arrow. */
export function belowArrow(ladder: Ladder, at: number, below: number): Below {
  const arrow = ladder.arrows[at];
  const media = arrow === undefined ? [] : mediaOf(arrow, ladder.options.showSdp);
  const text = media[below];
  return text === undefined ? ladder.events.get(at)![below - media.length]! : { media: text };
}

/** The line of an event below an arrow. */
export function eventLineOf(ladder: Ladder, arrow: number, event: number): number {
  return ladder.starts[arrow + 1]! - (ladder.events.get(arrow)?.length ?? 0) + event;
}

/** The event a line shows, by its place below its arrow; -1 if it shows none. */
export function eventAtLine(ladder: Ladder, line: number): number {
  const arrow = arrowAtLine(ladder, line);
  return arrow < 0 ? -1 : Math.max(-1, line - eventLineOf(ladder, arrow, 0));
}

function mediaOf({ row }: Arrow, showSdp: boolean): readonly string[] {
  return (showSdp ? row.media : null) ?? [];
}
