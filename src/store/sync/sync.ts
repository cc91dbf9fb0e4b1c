/**
 * Asks the engine what the state lacks. Nothing polls: a key or the engine's progress changes the state, and what it then lacks is
 * asked for.
 *
 * Each question has at most one request under way; when its answer is there, what is wanted by then is asked. Only urgent ones (a new
 * filter) are sent at once, since the engine drops the search before it.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import type { After } from '../../terminal/keys.js';
import { says } from '../notice.js';
import type { StateHolder } from '../state-holder.js';
import type { Question } from './question.js';
import { QUESTIONS } from './questions.js';

export interface Sync {
  /** Asks for what the state lacks. True while an answer is awaited. */
  pump: () => boolean;
}

/** `settled` is called when all that was asked is answered. */
export function createSync(holder: StateHolder, engine: Engine, after: After, settled: () => void): Sync {
  let underWay = 0;
  const askers = QUESTIONS.map(asker);

  function asker({ urgent, restMs, wanted }: Question): () => void {
    /** Key and version asked last. */
    let asked: string | null = null;
    let busy = false;
    /** The key asked a moment ago, not asked again only because its version changed. */
    let resting: string | number | null = null;
    return () => {
      const want = wanted(holder.get());
      if (!want) {
        // What is no longer wanted is asked anew when it is wanted again.
        if (!busy) asked = null;
        return;
      }
      const own = `${want.version} ${want.key}`;
      if (own === asked || (busy && !urgent) || want.key === resting) return;
      asked = own;
      if (restMs > 0) {
        resting = want.key;
        after(restMs, () => {
          resting = null;
          pump();
        });
      }
      busy = true;
      underWay++;
      const answered = (change: () => void) => {
        underWay--;
        const isNewest = asked === own;
        if (isNewest || !urgent) busy = false;
        // Of urgent questions only the newest counts; elsewhere an older answer is better than none.
        if (isNewest || !urgent) change();
        if (!pump()) settled();
      };
      want.send(engine).then(
        change => answered(() => holder.change(change)),
        (error: Error) =>
          answered(() => holder.change(state => (state.failure ? state : says(state, error.message, 'error')))),
      );
    };
  }

  function pump(): boolean {
    if (!holder.get().failure) for (const ask of askers) ask();
    return underWay > 0;
  }

  return { pump };
}
