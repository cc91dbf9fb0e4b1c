/**
 * Leaving the program. In: a state. Out: the effect that ends it; where messages would be gone with it, a question first.
 */
import { type Commands, command, type Next } from './command.js';
import { saving } from './files.js';
import type { State } from '../state.js';
import { unsaved } from '../view/unsaved.js';

export function quit(state: State): Next {
  // An engine that failed saves nothing any more: what it kept is left to the next run.
  const asks = unsaved(state) > 0 && state.failure === null;
  return asks ? { ...state, dialog: { kind: 'leave' } } : [state, { do: 'quit' }];
}

export const quitCommands: Commands = {
  quit: command('quit', 'Quit the program; asks first where messages are in no file.', quit, { also: ['q', 'exit'] }),
  'quit-now': command('quit without saving', 'Quit the program without asking.', state => [state, { do: 'quit' }], {
    also: ['q!'],
  }),
  'save-and-quit': command('save, then quit', 'Save to a file, then quit.', state => saving(state, 'all', true)),
};
