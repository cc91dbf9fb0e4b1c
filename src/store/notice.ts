/** What the program says to the user: one sentence in the status line, until the next key. */
import type { Notice, State } from './state.js';

/** The state with this sentence in the status line. */
export function says(state: State, text: string, kind: Notice['kind'] = 'info'): State {
  return { ...state, notice: { text, kind } };
}
