/**
 * The message in the pane: its lines and the places of the text looked for, worked out once a message, and the cursor taken to one
 * of them.
 */
import type { MessageId } from '../../model/ids.js';
import { findInMessage, type Hit, type Places } from '../../sip/view/find.js';
import type { MessageLine } from '../../sip/view/message-lines.js';
import { canonicalHeaderName } from '../../sip/headers/header-names.js';
import type { State } from '../state.js';
import type { OpenMessage } from '../state.js';
import { linesOf } from './message-layout.js';

const NONE: readonly MessageLine[] = [];

/** The message in the pane; null if none is read or it cannot be read. */
export function openMessage({ message }: State): OpenMessage | null {
  const { value } = message.open;
  return value && 'bytes' in value ? value : null;
}

/** Lines of the message in the pane; none where there is none. */
export function openLines(state: State): readonly MessageLine[] {
  const open = openMessage(state);
  return open ? linesOf(open.bytes) : NONE;
}

/** Places of the text looked for in the open message. */
export function openHits(state: State): readonly Hit[] {
  return openFound(state).hits;
}

/** The same, and whether there are no others. */
export function openFound(state: State): Places {
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
export function openId(state: State): MessageId | null {
  return openMessage(state)?.row.id ?? null;
}

/** The line of a header: of several, the one with this value, or that holds it; -1 where there is none. */
export function headerLine(lines: readonly MessageLine[], header: string, value: string | null): number {
  const name = canonicalHeaderName(header);
  const all = lines.flatMap(({ field }, at) =>
    field !== null && canonicalHeaderName(field.name) === name && lines[at - 1]?.field !== field ? [at] : [],
  );
  const exact = all.find(at => value !== null && lines[at]!.field!.value === value);
  const within = exact ?? all.find(at => value !== null && lines[at]!.field!.value.includes(value));
  // What is no header is a line of a body, or the start line.
  return within ?? all[0] ?? lines.findIndex(({ text }) => value !== null && text.includes(value));
}

/** To the place found that the message was opened for, once it is there. */
export function jumped(state: State): State {
  const { jump } = state.message;
  if (jump === null || openId(state) !== state.search?.hit?.message) return state;
  return atHit({ ...state, message: { ...state.message, jump: null } }, jump === 'first' ? 0 : -1);
}
