/**
 * The lines of the open message and the places found in them. In: a state. Out: both, worked out once per message and text
 * looked for; and the state with its cursor on one of them.
 */
import { findInMessage, type Hit } from '../../sip/find.js';
import { type MessageLine, messageLines } from '../../sip/message-lines.js';
import type { State } from '../state.js';

const linesOf = new WeakMap<Uint8Array, MessageLine[]>();

/** Lines of the message in the pane; none where there is none. */
export function openLines(state: State): readonly MessageLine[] {
  const { open } = state.message;
  if (!open || !('bytes' in open)) return [];
  const known = linesOf.get(open.bytes);
  if (known) return known;
  const lines = messageLines(open.bytes);
  linesOf.set(open.bytes, lines);
  return lines;
}

/** Places of the text looked for in the open message. */
export function openHits(state: State): readonly Hit[] {
  return findInMessage(openLines(state), state.message.find);
}

/** The cursor at one of the places found, counted round; where there is none, nothing moves. */
export function atHit(state: State, hit: number): State {
  const hits = openHits(state);
  if (hits.length === 0) return state;
  const at = ((hit % hits.length) + hits.length) % hits.length;
  return { ...state, message: { ...state.message, hit: at, cursor: hits[at]!.line } };
}

/** Id of the message in the pane; null while none is read. */
export function openId({ message: { open } }: State): number | null {
  return open && 'bytes' in open ? open.row.id : null;
}

/** To the place found that the message was opened for, once it is there. */
export function jumped(state: State): State {
  const { jump } = state.message;
  if (jump === null || openId(state) !== state.search?.hit?.message) return state;
  return atHit({ ...state, message: { ...state.message, jump: null } }, jump === 'first' ? 0 : -1);
}
