/**
 * What a question to the engine is: one request, what of the state it asks for, and where its answer goes. `question` hides the types
 * of request and answer, so that sync.ts can treat all of them alike.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import type { RequestKind, Requests } from '../../engine/protocol/requests.js';
import { type Answered, asking } from '../answered.js';
import type { State } from '../state.js';

/** What a question asks for. */
interface Want<K extends RequestKind, Key> {
  /** What the answer is kept by. */
  key: Key;
  /** What else the answer depends on: the same key is asked again when this changes. */
  version: string | number;
  ask: Requests[K]['ask'];
}

interface QuestionEntry<K extends RequestKind, Key extends string | number, Value> {
  kind: K;
  /** Sent at once, though an older one is under way; only the newest answer counts. */
  urgent?: boolean;
  /** The same key is asked at most once per this many ms, however often its version changes. */
  restMs?: number;
  /** Where the state keeps the answer. */
  kept: (state: State) => Answered<Key, Value>;
  keep: (state: State, answered: Answered<Key, Value>) => State;
  /** Null where the state has no such question. */
  want: (state: State) => Want<K, Key> | null;
  /** The state with the answer; `from` is the state that asked. */
  take: (state: State, answer: Requests[K]['answer'], asked: Want<K, Key> & { from: State }) => State;
}

/** A question, whatever its request and its answer are. */
export interface Question {
  urgent: boolean;
  restMs: number;
  /** The state with what it asks for noted where its answer is kept. */
  noted: (state: State) => State;
  wanted: (state: State) => Wanted | null;
}

export interface Wanted {
  key: string | number;
  version: string | number;
  /** Asks the engine; gives what its answer changes. */
  send: (engine: Engine) => Promise<(state: State) => State>;
}

export function question<K extends RequestKind, Key extends string | number, Value>(
  entry: QuestionEntry<K, Key, Value>,
): Question {
  const { kind, urgent = false, restMs = 0, kept, keep, want } = entry;
  return {
    urgent,
    restMs,
    noted: state => {
      const wanted = want(state);
      const before = kept(state);
      const after = wanted ? asking(before, wanted.key) : before;
      return after === before ? state : keep(state, after);
    },
    wanted: from => {
      const wanted = want(from);
      if (!wanted) return null;
      const send: Wanted['send'] = async engine => {
        const answer = await engine.request(kind, wanted.ask);
        return state => entry.take(state, answer, { ...wanted, from });
      };
      return { key: wanted.key, version: wanted.version, send };
    },
  };
}
