/**
 * Which account the statistics show. In: a state with the statistics open. Out: that of the next source, or of all together.
 */
import { type Commands, command } from './command.js';
import type { State } from '../state.js';

function stepped(state: State, step: 1 | -1): State {
  const { dialog, stats } = state;
  if (dialog?.kind !== 'stats' || !stats || stats.sources.length < 2) return state;
  const ids = [null, ...stats.sources.map(({ id }) => id)];
  const at = Math.max(0, ids.indexOf(dialog.source));
  const source = ids[(at + step + ids.length) % ids.length] ?? null;
  return { ...state, dialog: { ...dialog, source, top: 0 } };
}

export const statsCommands: Commands = {
  'next-source': command('next source', 'The account of the next source.', state => stepped(state, 1)),
  'previous-source': command('source before', 'The account of the source before.', state => stepped(state, -1)),
};
