/**
 * The ladder the flow's keys move in. In: a state. Out: the ladder of its messages, worked out once per set of messages.
 */
import { type Ladder, layoutLadder } from '../flow/ladder.js';
import type { State } from './state.js';

const known = new WeakMap<object, Ladder>();

/** Null while the messages are not here. */
export function ladderOf(state: State): Ladder | null {
  const { flow, preferences } = state;
  if (flow.windowOf !== flow.of || flow.window.rows.length === 0) return null;
  const before = known.get(flow.window.rows);
  const sameOptions =
    before !== undefined &&
    before.options.unfolded === flow.unfolded &&
    before.options.order === flow.order &&
    before.options.mergePorts === preferences.mergePorts &&
    before.options.showSdp === preferences.sdp;
  if (sameOptions) return before;
  const ladder = layoutLadder(flow.window.rows, {
    mergePorts: preferences.mergePorts,
    order: flow.order,
    aliases: {},
    unfolded: flow.unfolded,
    showSdp: preferences.sdp,
  });
  known.set(flow.window.rows, ladder);
  return ladder;
}
