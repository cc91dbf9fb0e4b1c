/** The ladder of the flow pane: the one that is drawn and the one its keys move in. Laid out once a set of messages. */
import type { CallRow, ConversationRow } from '../../engine/protocol/rows.js';
import type { EventArrow } from '../../flow/event-arrows.js';
import { type Ladder, type LadderOptions, layoutLadder } from '../../flow/ladder.js';
import { eventAt, type LadderCursor } from '../../flow/ladder-cursor.js';
import { type Legs, NO_LEGS } from '../../flow/legs.js';
import type { RowId } from '../../model/ids.js';
import type { FlowState, State } from '../state.js';
import { isCurrent } from '../answered.js';
import { shownCall } from './current.js';
import { legBefore } from './legs.js';

const known = new WeakMap<object, { ladder: Ladder; hops: unknown }>();

/** Null while the messages are not here. */
export function ladderOf(state: State): Ladder | null {
  const { flow } = state;
  const { rows, total, events } = flow.window.value;
  if (!isCurrent(flow.window) || rows.length === 0) return null;
  const options = optionsOf(state);
  // Of a ladder that is not here whole, the lanes come from elsewhere.
  const hops = rows.length < total && isCurrent(flow.hops) ? flow.hops.value : rows;
  const before = known.get(rows);
  if (before && before.hops === hops && isSame(before.ladder.options, options)) return before.ladder;
  const ladder = layoutLadder(rows, options, hops, events);
  known.set(rows, { ladder, hops });
  return ladder;
}

/** The flow's cursor as its ladder has it. An event chosen under another message is chosen no more. */
export function ladderCursor({ cursor, event, window }: FlowState): LadderCursor {
  return { at: cursor - window.value.first, event: event?.under === cursor ? event.index : -1 };
}

/** The event under the flow's cursor; undefined where there is a message. */
export function currentEvent(state: State): EventArrow | undefined {
  const ladder = ladderOf(state);
  return ladder ? eventAt(ladder, ladderCursor(state.flow)) : undefined;
}

const NO_ALIASES: LadderOptions['aliases'] = {};

function optionsOf(state: State): LadderOptions {
  const { flow, preferences, view, list } = state;
  return {
    mergePorts: preferences.mergePorts,
    order: flow.order,
    aliases: preferences.showAliases ? preferences.aliases : NO_ALIASES,
    unfolded: view.unfolded ? true : flow.unfolded,
    showSdp: preferences.sdp,
    onlySdp: view.onlySdp,
    names: namesOf(list.marks),
    legs: legsOf(shownCall(state)),
  };
}

function isSame(one: LadderOptions, other: LadderOptions): boolean {
  return (
    one.mergePorts === other.mergePorts &&
    one.order === other.order &&
    one.aliases === other.aliases &&
    one.unfolded === other.unfolded &&
    one.showSdp === other.showSdp &&
    one.onlySdp === other.onlySdp &&
    one.names === other.names &&
    one.legs === other.legs
  );
}

const named = new WeakMap<object, Map<RowId, string>>();

/** What to call the conversations of one ladder: who calls whom. */
function namesOf(marks: ReadonlyMap<RowId, ConversationRow>): Map<RowId, string> {
  const before = named.get(marks);
  if (before) return before;
  const names = new Map<RowId, string>();
  for (const [index, { method, from, to }] of marks) {
    const whose = [from ?? '', to === null ? '' : `to ${to}`].filter(part => part !== '').join(' ');
    // Most are calls: only what is none is named by its method.
    if (whose !== '') names.set(index, method === 'INVITE' || method === null ? whose : `${method} ${whose}`);
  }
  named.set(marks, names);
  return names;
}

const ofCall = new WeakMap<CallRow, Legs>();

/** The legs of a call by their numbers, each with the one it came from. */
function legsOf(call: CallRow | null): Legs {
  if (call === null) return NO_LEGS;
  const known = ofCall.get(call);
  if (known) return known;
  const legs = new Map(
    call.legs.map(({ index }, at) => {
      const from = legBefore(call, at);
      return [index, { number: at + 1, from: from < 0 ? null : from + 1 }];
    }),
  );
  ofCall.set(call, legs);
  return legs;
}
