/** The commands of calls: all legs on one ladder, from leg to leg, why they are one call. */
import { command, type Commands, type Next } from './command.js';
import { says } from '../notice.js';
import { currentMessage, currentRow, openedConversations, shownCall } from '../view/current.js';
import { legAtCursor, legName, towards } from '../view/legs.js';
import type { State } from '../state.js';

/** The line of the sheet below its first title. */
const FIRST_LEG = 1;

const NO_CONVERSATION = 'There is no conversation here.';

/** All legs of the call on one ladder, or only the one under the cursor. */
function legs(state: State): Next {
  const { view, flow } = state;
  const [conversation] = openedConversations(state);
  if (conversation === undefined) return says(state, NO_CONVERSATION);
  const inFlow = view.focus === 'flow' || view.focus === 'message';
  if (inFlow && shownCall(state)) {
    const leg = currentMessage(state)?.conversation ?? conversation;
    const next: State = { ...state, view: { ...view, legs: false }, flow: { ...flow, opened: [leg] } };
    const found = legAtCursor(state);
    return found ? says(next, `Only ${legName(found.at, found.call.legs.length)}; x shows all of them.`) : next;
  }
  const next: State = inFlow ? state : { ...state, view: { ...view, focus: 'flow', zoom: false } };
  return [next, { do: 'show-legs', conversation }];
}

/** To the first message of the next leg, or that leg alone where only one is shown. */
function alongLegs(state: State, step: 1 | -1): State {
  const found = legAtCursor(state);
  if (!found) return says(state, 'There is no other leg here.');
  const { call, at } = found;
  const leg = call.legs[at + step]?.index;
  if (leg === undefined) return says(state, `This is the ${step === 1 ? 'last' : 'first'} leg.`);
  const next = says(state, `Now ${legName(at + step, call.legs.length)}.`);
  if (!shownCall(state)) return { ...next, flow: { ...next.flow, opened: [leg] } };
  return towards(next, leg, null);
}

/** The legs of the call under the cursor below it, or folded again. */
function unfold(state: State): Next {
  const row = currentRow(state);
  if (!row) return says(state, NO_CONVERSATION);
  const unfolded = row.leg === 0 && !row.unfolded;
  if (unfolded && row.legs.length < 2) return says(state, 'This call has one leg.');
  return [state, { do: 'unfold', conversation: row.index, unfolded }];
}

function join(state: State): Next {
  const conversations = [...state.list.marks.keys()].sort((a, b) => a - b);
  if (conversations.length < 2) return says(state, 'Mark what belongs together with Space first; J makes it one call.');
  return [state, { do: 'join', conversations }];
}

function split(state: State): Next {
  const [conversation] = openedConversations(state);
  return conversation === undefined ? says(state, NO_CONVERSATION) : [state, { do: 'split', conversation }];
}

function openSheet(state: State): State {
  if (openedConversations(state).length === 0) return says(state, NO_CONVERSATION);
  return { ...state, dialog: { kind: 'call', cursor: FIRST_LEG } };
}

export const callCommands: Commands = {
  legs: command('legs', 'Show all legs of the call on one ladder, or only the one under the cursor.', legs),
  'next-leg': command('next leg', 'Go to the next leg of the call.', state => alongLegs(state, 1)),
  'previous-leg': command('leg before', 'Go to the leg before.', state => alongLegs(state, -1)),
  'unfold-call': command('unfold', 'Show the legs of the call below it, or fold them again.', unfold),
  join: command('join', 'Make the marked conversations one call.', join),
  split: command('take apart', 'Take the call apart: each of its legs is a call of its own.', split),
  call: command(
    'call',
    'The legs of the call: why they are one, what was changed between them, whose time it took; evidence opens its message.',
    openSheet,
  ),
};
