/**
 * Answers saving: which conversations a selection means, and what is in no file yet afterwards.
 */
import type { MessageId, RowId } from '../../model/ids.js';
import type { CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { Selection } from '../protocol/query.js';
import type { SaveRequests } from '../protocol/requests.js';
import { save } from '../save/save.js';
import type { Hidden } from '../search/hidden.js';
import type { ListedRows } from '../calls/listed-rows.js';
import type { Handlers } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  listed: ListedRows;
  hidden: Hidden;
  /** Given when the engine closes: what is being saved is then given up, and leaves nothing. */
  closing: AbortSignal;
  progress: ProgressMeter;
}

export function saveHandlers({ index, listed, hidden, closing, progress }: Parts): Handlers<SaveRequests> {
  const selected = (selection: Selection): RowId[] => {
    const { rows } = index.current.conversations;
    if ('result' in selection) return Array.from(listed.conversations());
    if ('all' in selection) return Array.from(rows).filter(row => !hidden.has(row));
    return selection.conversations.filter(row => rows.has(row));
  };
  return {
    save: async ({ selection, path, format, overwrite }) => {
      const { current } = index;
      const rows = selected(selection);
      const { messages } = current.conversations;
      const saved = (id: MessageId) => messages.setUnsaved(id, false);
      const answer = await save(current, rows, path, format, overwrite, closing, saved);
      progress.invalidate();
      return answer;
    },
  };
}
