/**
 * The state, for code that runs while it changes: requests to the engine and effects. An answer may come many changes after the
 * question, so it is always applied to the state of that moment, never to one kept from before.
 */
import type { State } from './state.js';

export interface StateHolder {
  get: () => State;
  change: (by: (state: State) => State) => void;
}
