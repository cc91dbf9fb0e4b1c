/**
 * Completions of the ":" line that the engine must provide: files, Call-IDs, message numbers, interfaces. Looked up
 * after every change of the state; dropped if the line has changed by the time they come.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import { type Candidate, type Completion, complete } from '../../shell/completion.js';
import { completed, typedText } from '../commands/table.js';
import { type LineQuestion, lineQuestion } from '../commands/prompt.js';
import type { State } from '../state.js';
import type { StateHolder } from '../state-holder.js';

/** Files and folders (with a slash after them) whose path begins so. */
export type Files = (prefix: string) => Promise<string[]>;

const NOTHING: Completion = { from: 0, candidates: [] };

/** Called after every change of the state; asks at most one question at a time. True while an answer is awaited. */
export function createLineOffers(holder: StateHolder, engine: Engine, files: Files): () => boolean {
  let asked: string | null = null;
  let busy = false;

  async function ask(wanted: LineQuestion): Promise<void> {
    // A line that cannot be completed has no offers: Tab waits for it no longer.
    const found = complete(wanted.line, wanted.shell, { engine, files }).catch(() => NOTHING);
    const { from, candidates } = await found;
    const start = wanted.typed.slice(0, from - wanted.asks + wanted.stands);
    const entries = candidates.map(({ text, detail }: Candidate) => ({ text: start + text, word: text, detail }));
    holder.change(state => completed(state, { line: wanted.typed, entries }));
  }

  return function pump(): boolean {
    const wanted = wantedIn(holder.get());
    if (wanted === null) asked = null;
    const key = wanted && JSON.stringify([wanted.typed, wanted.shell.context, wanted.shell.filter]);
    if (wanted === null || busy || key === asked) return busy;
    asked = key;
    busy = true;
    const done = () => {
      busy = false;
      pump();
    };
    void ask(wanted).then(done);
    return true;
  };
}

function wantedIn(state: State): LineQuestion | null {
  return state.dialog?.kind === 'command' ? lineQuestion(state, typedText(state)) : null;
}
