/** `show`, in every context. It leaves the state unchanged. */
import { quoted } from '../format/excerpts.js';
import type { RowId } from '../model/ids.js';
import { filterLines } from './filter.js';
import { find, heading, showConversations, showMessage, showMessages, showOverview } from './listing.js';
import { type Command, line, type OutputLine, refusal, type ShellEngine } from './output.js';
import type { ShellState } from './state.js';

type Lines = AsyncGenerator<OutputLine, void>;

export const show: Command = async function* ({ words }, state, engine) {
  yield* shown(words, state, engine);
  return state;
};

async function* shown([what, ...more]: readonly string[], { context, filter }: ShellState, engine: ShellEngine): Lines {
  if (what === 'filter' || (what === undefined && context.kind === 'filter')) {
    for (const each of filterLines(filter)) yield line(each);
  } else if (what === 'conversations') {
    if (more[0] === undefined || more[0] === 'sorted') yield* showConversations(more[0] === 'sorted', filter, engine);
    else yield refusal(`Write show conversations, or show conversations sorted, not ${quoted(more[0] ?? '')}.`);
  } else if (what === 'conversation') {
    const row = yield* find(more[0], filter, engine);
    if (row === null) return;
    // A Call-ID just typed need not be repeated in a heading.
    if (more.length === 1 && more[0] !== row.callId) yield heading(row.callId);
    yield* showOne(row.index, more.slice(1), engine);
  } else if (context.kind === 'conversation')
    yield* showOne(context.index, what === undefined ? [] : [what, ...more], engine);
  else yield refusal('Show what? conversations, conversations sorted, conversation ID, or filter.');
}

/** Prints a conversation's overview, or the part named. */
async function* showOne(conversation: RowId, [what, number]: readonly string[], engine: ShellEngine): Lines {
  if (what === undefined) yield* showOverview(conversation, engine);
  else if (what === 'messages') yield* showMessages(conversation, engine);
  else if (what === 'message') yield* showMessage(conversation, number, engine);
  else yield refusal(`Write message N, or messages, not ${quoted(what)}.`);
}
