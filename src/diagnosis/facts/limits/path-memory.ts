/**
 * What was computed for a path, for one state of the capture: thousands of refused calls may be held against the same. Of more paths than
 * are kept, what was made first is forgotten, and made again where it is asked for.
 */
import type { Knowledge } from '../../knowledge/knowledge.js';
import type { Path } from '../../knowledge/paths.js';

/** Paths kept: each holds up to some hundred calls. */
const MAX_PATHS = 128;

export class PathMemory<Value> {
  readonly #of = new WeakMap<Knowledge, Map<Path, { version: number; value: Value }>>();

  /** The value of a path; `make` is called where it is not known, or the capture is another by now. */
  value(knowledge: Knowledge, path: Path, make: () => Value): Value {
    let known = this.#of.get(knowledge);
    if (known === undefined) {
      known = new Map();
      this.#of.set(knowledge, known);
    }
    const { version } = knowledge;
    const kept = known.get(path);
    if (kept !== undefined && kept.version === version) return kept.value;
    const value = make();
    if (known.size >= MAX_PATHS) known.delete(known.keys().next().value!);
    known.set(path, { version, value });
    return value;
  }
}
