/** The legs of the call in the flow: which one the cursor is in, where each begins, and what to call them. */
import type { CallRow, ConversationRow } from '../../engine/protocol/rows.js';
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

/** The same towards a message of any conversation: where it is not of the call in the flow, that conversation is opened instead. */
export function towardsMessage(state: State, conversation: RowId, message: MessageId): State {
  const call = callAtHand(state);
  if (call?.legs.some(({ index }) => index === conversation)) return towards(state, conversation, message);
  const sought = { leg: conversation, message, from: 0 };
  const view = { ...state.view, onlySdp: false };
  return { ...state, view, flow: { ...state.flow, opened: [conversation], sought } };
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

/** The legs that came from another, each with that. */
export function turnsOf(call: CallRow): { a: RowId; b: RowId }[] {
  return call.legs.flatMap(({ index }, at) => {
    const before = at === 0 ? undefined : call.legs[legBefore(call, at)];
    return before ? [{ a: before.index, b: index }] : [];
  });
}

/** A host and its part of the time until a call rang or was answered. */
export interface Share {
  /** The leg that ends at it. */
  leg: ConversationRow;
  /** No leg goes on from it that is known: the time is that of all beyond it, too. */
  last: boolean;
  ms: number;
  /** Of the whole, 0..1. */
  part: number;
}

/**
 * Each host's share of the time until the call rang (RFC 6076 section 4.3), or was answered: from the request it received to its
 * answer, less that of the leg it waited for, which is the last that rang before it passed that on.
 */
export function sharesOf(call: CallRow, until: 'ringMs' | 'setupMs'): Share[] {
  const turns = turnsOf(call);
  const reachedUs = ({ startUs, [until]: ms }: ConversationRow) => (startUs ?? 0) + (ms ?? 0) * 1000;
  const nextOf = (leg: ConversationRow) =>
    turns
      .flatMap(({ a, b }) => (a === leg.index ? call.legs.filter(({ index }) => index === b) : []))
      .filter(other => other[until] !== null && reachedUs(other) <= reachedUs(leg))
      .sort((one, other) => reachedUs(other) - reachedUs(one))[0];
  const shares: Share[] = [];
  const whole = call.legs[0]?.[until] ?? 0;
  for (let leg = whole > 0 ? call.legs[0] : undefined; leg; ) {
    const next = nextOf(leg);
    const ms: number = (leg[until] ?? 0) - (next?.[until] ?? 0);
    shares.push({ leg, last: next === undefined, ms, part: ms / whole });
    leg = next;
  }
  return shares;
}
