/** The commands of the flow and its messages: marking, comparing, unfolding, lanes, finding text, copying. */
import { arrowOf } from '../../flow/fold.js';
import { moveLane } from '../../flow/lanes.js';
import { command, type Commands, type Next } from './command.js';
import { plural } from '../../format/counts.js';
import { says } from '../notice.js';
import { type Choice, pick } from '../dialog.js';
import { editorOf } from '../input/editor.js';
import { ladderOf } from '../view/ladder-of.js';
import { searchFor } from '../../sip/view/find.js';
import { atHit, openHits, openId, openMessage } from '../view/open-message.js';
import type { FlowState, State } from '../state.js';
import { currentMessage, currentRow } from '../view/current.js';

function withFlow(state: State, change: Partial<FlowState>): State {
  return { ...state, flow: { ...state.flow, ...change } };
}

const NO_MESSAGE = 'There is no message here.';

function readMessage(state: State): State {
  if (state.flow.marks.size === 2) return compare(state);
  if (!currentMessage(state)) return says(state, NO_MESSAGE);
  return { ...state, view: { ...state.view, focus: 'message' } };
}

function markMessage(state: State): State {
  const message = currentMessage(state);
  if (!message) return says(state, NO_MESSAGE);
  const marks = new Set(state.flow.marks);
  if (!marks.delete(message.id)) marks.add(message.id);
  const next = withFlow(state, { marks });
  return marks.size === 2 ? says(next, 'Two messages are marked: Enter or v compares them.') : next;
}

function compare(state: State): State {
  const marks = [...state.flow.marks];
  const order = new Map(state.flow.window.value.rows.map((row, at) => [row.id, at]));
  const [first, second] = marks.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  if (state.message.compared) {
    return { ...state, message: { ...state.message, compared: null, cursor: 0 }, view: { ...state.view, zoom: false } };
  }
  if (first === undefined || second === undefined || marks.length !== 2) {
    return says(state, 'Mark two messages with Space first; then they are compared header by header.');
  }
  const message = { ...state.message, compared: [first, second] as const, cursor: 0, left: 0 };
  return { ...state, message, view: { ...state.view, focus: 'message', zoom: true } };
}

function remarks(state: State): State {
  if (!currentMessage(state)) return says(state, NO_MESSAGE);
  return { ...state, dialog: { kind: 'remarks', scrolled: 0 } };
}

function unfold(state: State): State {
  if (state.view.unfolded) return unfoldAll(state);
  const ladder = ladderOf(state);
  const arrow = ladder?.arrows[arrowOf(ladder.arrows, state.flow.cursor - state.flow.window.value.first)];
  if (!arrow) return says(state, NO_MESSAGE);
  const unfolded = new Set(state.flow.unfolded);
  // Of several alike, the first is the one that folds them.
  const id = arrow.row.id;
  if (!unfolded.delete(id)) {
    if (arrow.times + arrow.copies < 2) return says(state, 'This message was sent once; there is nothing to unfold.');
    unfolded.add(id);
  }
  return withFlow(state, { unfolded });
}

function unfoldAll(state: State): State {
  const unfolded = !state.view.unfolded;
  const text = unfolded
    ? 'Everything that was sent again or seen again is shown; U folds it.'
    : 'What was sent again or seen again is counted on its first arrow.';
  return says({ ...withFlow(state, { unfolded: new Set() }), view: { ...state.view, unfolded } }, text);
}

/** Chooses a lane, or moves the chosen one. */
function lane(state: State, step: 1 | -1, moves: boolean): State {
  const ladder = ladderOf(state);
  if (!ladder) return says(state, NO_MESSAGE);
  const last = ladder.lanes.length - 1;
  const chosen = state.flow.lane;
  if (!moves || chosen < 0) {
    const next = chosen < 0 ? (step === 1 ? 0 : last) : chosen + step;
    return withFlow(state, { lane: next < 0 || next > last ? -1 : next });
  }
  const order = moveLane(ladder.lanes, ladder.lanes[chosen]?.key ?? '', step);
  return withFlow(state, { order, lane: Math.max(0, Math.min(last, chosen + step)) });
}

/** Text of the open message: UTF-8 where it is valid, else Latin-1. */
export function messageText(state: State): string | null {
  const open = openMessage(state);
  if (!open) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(open.bytes);
  } catch {
    return new TextDecoder('latin1').decode(open.bytes);
  }
}

function copyMessage(state: State): Next {
  const text = messageText(state);
  if (text === null) return says(state, NO_MESSAGE);
  return [state, { do: 'copy', text, what: 'the message' }];
}

function copyMenu(state: State): State {
  const row = currentRow(state);
  const message = currentMessage(state);
  const text = messageText(state);
  const things: [string, string | null | undefined][] = [
    ['Call-ID', message?.callId ?? row?.callId],
    ['From', row?.from],
    ['To', row?.to],
    ['source', message?.src ?? row?.src],
    ['destination', message?.dst ?? row?.dst],
    ['outcome', row?.outcome],
    ['first line', text?.split(/\r?\n/, 1)[0]],
    ['the message', text],
    ['the filter', state.filter.editor.text],
  ];
  const choices: Choice[] = things
    .filter((thing): thing is [string, string] => Boolean(thing[1]))
    .map(([label, detail]) => ({ id: detail, label, detail: detail.split(/\r?\n/, 1)[0] ?? '', on: null }));
  if (choices.length === 0) return says(state, 'There is nothing here to copy.');
  return { ...state, dialog: pick('copy', 'Copy to the clipboard of your terminal', choices) };
}

/** Finds text in all messages of the list; the dialog begins with the text before. */
function findEverywhere(state: State, argument: string): Next {
  if (argument !== '') return [state, { do: 'find', text: argument }];
  return { ...state, dialog: { kind: 'find', editor: editorOf(state.search?.text ?? ''), everywhere: true } };
}

function findHere(state: State, argument: string): State {
  if (argument !== '') return lookedFor(state, argument);
  return { ...state, dialog: { kind: 'find', editor: editorOf(''), everywhere: false } };
}

/** The first place of a text at or after the cursor; a sentence where there is none. */
export function lookedFor(state: State, text: string): State {
  const next: State = { ...state, search: null, message: { ...state.message, find: text, hit: -1 } };
  if (text === '') return next;
  const search = searchFor(text);
  if ('fault' in search) return says(next, search.fault, 'warning');
  const hits = openHits(next);
  if (hits.length === 0) return says(next, `This message does not hold "${text}".`);
  const after = hits.findIndex(({ line }) => line >= state.message.cursor);
  return says(atHit(next, Math.max(0, after)), `${plural(hits.length, 'place')}; n and N go from one to the next.`);
}

/** Goes to the next place in the message or, after its last, to the next message where all are searched. */
function step(state: State, by: 1 | -1): Next {
  const { find, hit } = state.message;
  if (state.search) {
    const { search } = state;
    const isHere = search.hit !== null && openId(state) === search.hit.message && find === search.text;
    const isInside = hit + by >= 0 && hit + by < openHits(state).length;
    if (isHere && isInside && state.view.focus !== 'list') return atHit(state, hit + by);
    return [state, { do: 'find-on', backwards: by < 0 }];
  }
  if (find === '') return says(state, 'Nothing is looked for yet: / finds text in the message, F3 in all messages.');
  if (openHits(state).length === 0) return says(state, `This message does not hold "${find}".`);
  return atHit(state, hit < 0 && by < 0 ? 0 : hit + by);
}

export const flowCommands: Commands = {
  'only-differences': command('differences', 'Comparing, leave out what is equal, or show it.', state => ({
    ...state,
    message: { ...state.message, onlyDifferences: !state.message.onlyDifferences },
  })),
  'open-message': command('message', 'Read the message, or compare two marked ones.', readMessage),
  'mark-message': command('mark', 'Mark or unmark the message; two marked ones can be compared.', markMessage),
  compare: command('compare', 'Compare two marked messages header by header, or stop comparing.', compare),
  remarks: command('log', 'What the log says around the message: often it says why.', remarks),
  unfold: command(
    'unfold',
    'Show the retransmissions and copies of this message one by one, or fold them again.',
    unfold,
  ),
  'unfold-all': command(
    'unfold all',
    'Show all retransmissions and copies, each with what captured it, or fold them.',
    unfoldAll,
  ),
  'lane-left': command('lane left', 'Choose the lane to the left.', state => lane(state, -1, false)),
  'lane-right': command('lane right', 'Choose the lane to the right.', state => lane(state, 1, false)),
  'move-lane-left': command('move lane left', 'Move the chosen lane to the left.', state => lane(state, -1, true)),
  'move-lane-right': command('move lane right', 'Move the chosen lane to the right.', state => lane(state, 1, true)),
  find: command(
    'find everywhere',
    'Find text or /a pattern/ in all messages of the conversations in the list; n and N go from place to place.',
    findEverywhere,
    { argument: '[TEXT]' },
  ),
  'find-here': command('find', 'Find text or /a pattern/ in the message; n and N go from place to place.', findHere, {
    argument: '[TEXT]',
  }),
  'find-next': command('next', 'Go to the next place found.', state => step(state, 1)),
  'find-previous': command('previous', 'Go to the place found before.', state => step(state, -1)),
  copy: command('copy', 'Send the message to the clipboard of your terminal.', copyMessage),
  'copy-menu': command('copy…', 'Choose what to copy: Call-ID, numbers, addresses, the message.', copyMenu),
};
