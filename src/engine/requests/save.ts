/**
 * Answers saving: which conversations a selection means, and what is in no file yet afterwards.
 */
import type { RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { LiveSinks } from '../live/live-sinks.js';
import type { Selection } from '../protocol/query.js';
import type { SaveRequests } from '../protocol/requests.js';
import { save } from '../save/save.js';
import type { Hidden } from '../search/hidden.js';
import type { Result } from '../search/result.js';
import type { Handlers } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  result: Result;
  hidden: Hidden;
  sinks: LiveSinks;
  /** Given when the engine closes: what is being saved is then given up, and leaves nothing. */
  closing: AbortSignal;
}

export function saveHandlers({ index, result, hidden, sinks, closing }: Parts): Handlers<SaveRequests> {
  const selected = (selection: Selection): RowId[] => {
    const { rows } = index.current.conversations;
    if ('result' in selection) return Array.from(result.ids());
    if ('all' in selection) return Array.from(rows).filter(row => !hidden.has(row));
    return selection.conversations.filter(row => rows.has(row));
  };
  return {
    save: async ({ selection, path, format, overwrite }) => {
      const { current } = index;
      const rows = selected(selection);
      const { unsaved } = sinks;
      const answer = await save(current, rows, path, format, overwrite, closing);
      // What came meanwhile is in no file yet.
      if ('messages' in answer && rows.length === current.conversations.rows.count) sinks.unsaved -= unsaved;
      return answer;
    },
  };
}
