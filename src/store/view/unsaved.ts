/**
 * What would be gone with the program or with a source. In: a state. Out: how many messages, and a sentence's beginning.
 */
import { plural } from '../commands/command.js';
import type { State } from '../state.js';

/** How many messages are in no file: captured live, and neither written nor saved. */
export function unsaved({ newest }: State): number {
  return newest?.live?.unsaved ?? 0;
}

/** "1,204 messages captured live are in no file". */
export function unsavedText(state: State): string {
  const count = unsaved(state);
  return `${plural(count, 'message')} captured live ${count === 1 ? 'is' : 'are'} in no file`;
}
