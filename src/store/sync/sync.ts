/**
 * What the engine is asked, derived from the state. In: the state, after every change. Out: requests, and their answers in the
 * state. Nothing polls: a key or a progress changes the state, and what the state then lacks is asked for.
 *
 * Each kind of question has at most one request under way; when its answer is there, what is wanted by then is asked. Only a
 * new filter is sent at once, since the engine drops the search before it.
 */
import type { Engine, RequestKind } from '../../engine/protocol.js';
import type { After } from '../../terminal/keys.js';
import { says } from '../notice.js';
import { type Question, QUESTIONS } from './questions.js';
import type { State } from '../state.js';

/** The state as a small store: what it is, and a change of it. */
export interface StateHolder {
  get: () => State;
  change: (by: (state: State) => State) => void;
}

export interface Sync {
  /** Asks for what the state lacks. True while an answer is awaited. */
  pump: () => boolean;
}

/** `settled` is called when all that was asked is answered. */
export function createSync(holder: StateHolder, engine: Engine, after: After, settled: () => void): Sync {
  let underWay = 0;
  const { result, position, rows, messages, hops, message, compared, stats, headers, values, counts } = QUESTIONS;
  const askers = [
    ...[asker(result), asker(position), asker(rows), asker(messages), asker(hops)],
    ...[asker(message), asker(compared), asker(stats), asker(headers), asker(values), asker(counts)],
  ];

  function asker<K extends RequestKind>({ kind, urgent, restMs, want }: Question<K>): () => void {
    let asked: string | null = null;
    let busy = false;
    /** What was asked a moment ago, and is not asked again only because more has come meanwhile. */
    let resting: string | null = null;
    return () => {
      const wanted = want(holder.get());
      if (!wanted) {
        // What is no longer wanted is asked anew when it is wanted again.
        if (!busy) asked = null;
        return;
      }
      const key = `${wanted.revision ?? ''} ${wanted.key}`;
      if (key === asked || (busy && !urgent) || wanted.key === resting) return;
      asked = key;
      if (restMs !== undefined) {
        resting = wanted.key;
        after(restMs, () => {
          resting = null;
          pump();
        });
      }
      busy = true;
      underWay++;
      const done = () => {
        underWay--;
        busy = urgent ? asked !== key && busy : false;
      };
      engine.request(kind, wanted.ask).then(
        answer => {
          done();
          // Of filters only the newest counts; of windows each is better than none.
          if (!urgent || asked === key) holder.change(state => wanted.take(state, answer));
          if (!pump()) settled();
        },
        (error: Error) => {
          done();
          holder.change(state => (state.failure ? state : says(state, error.message, 'error')));
          if (!pump()) settled();
        },
      );
    };
  }

  function pump(): boolean {
    if (!holder.get().failure) for (const ask of askers) ask();
    return underWay > 0;
  }

  return { pump };
}
