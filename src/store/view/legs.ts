/** The legs of the call in the flow: which one the cursor is in, where each begins, and what to call them. */
import type { CallRow } from '../../engine/protocol/rows.js';
import { splitAddress } from '../../format/addresses.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { State } from '../state.js';
import { callAtHand, currentMessage, openedConversations } from './current.js';

/** The call in the flow and the position of the leg under the cursor among its legs; null where it is no call of several legs. */
export function legAtCursor(state: State): { call: CallRow; at: number } | null {
  const call = callAtHand(state);
  if (call === null || call.legs.length < 2) return null;
  const conversation = currentMessage(state)?.conversation ?? openedConversations(state)[0];
  const at = call.legs.findIndex(({ index }) => index === conversation);
  return at < 0 ? null : { call, at };
}

/** The state with the flow's cursor on its way to a message of a leg, null for its first, with all legs around it. */
export function towards(state: State, leg: RowId, message: MessageId | null): State {
  const { flow, view } = state;
  const opened = callAtHand(state) ? flow.opened : [leg];
  return {
    ...state,
    view: { ...view, legs: true, onlySdp: false },
    flow: { ...flow, opened, sought: { leg, message, from: 0 } },
  };
}

/** "leg 2 of 3" by position. */
export function legName(at: number, legs: number): string {
  return `leg ${at + 1} of ${legs}`;
}

/**
 * The position of the leg that a leg came from: the last one before it that ends at the host it begins at, else the one it is joined
 * with; -1 where there is none.
 */
export function legBefore({ legs, links }: CallRow, at: number): number {
  const { index, src } = legs[at]!;
  const before = legs.slice(0, at);
  const reached = before.findLastIndex(({ dst }) => src !== null && dst !== null && hostOf(dst) === hostOf(src));
  if (reached >= 0) return reached;
  const joined = links.find(({ b }) => b === index)?.a;
  return before.findIndex(leg => leg.index === joined);
}

function hostOf(address: string): string {
  return splitAddress(address).host;
}
