/**
 * A compiled query without the hidden conversations: whether a conversation matches, and what has to be read to
 * decide that.
 */
import { type MessageId, messageId, type RowId } from '../../model/ids.js';
import type { Compiled } from '../../query/predicates/compile.js';
import type { CaptureIndex } from '../capture-index.js';
import type { Hidden } from './hidden.js';
import { messageBytes } from '../sources/message-bytes.js';
import { BYTES_A_STEP } from './text-sweep.js';
import { ReadAhead } from '../sources/read-ahead.js';
import { ReadMessage } from '../sources/message-text.js';

export interface Filter {
  matches(id: RowId): boolean;
  /** Array look-ups a conversation, roughly: decides how many are looked at in one step. */
  cost: number;
  /** What has to be read first, where a query asks for texts. */
  texts?: FilterTexts;
}

export interface FilterTexts {
  /**
   * Reads all messages that matter, in the order they lie in their files, and yields the share read. Calls `candidate`
   * with conversations that may match by now.
   */
  sweep(candidate: (id: RowId) => void): Generator<number, void>;
  /** Reads those messages of one conversation that were not read yet. */
  read(id: RowId): Generator<undefined, void>;
}

/** The filter of a query; undefined where everything matches. */
export function filterOf(compiled: Compiled | undefined, index: CaptureIndex, hidden: Hidden): Filter | undefined {
  if (compiled === undefined) return withoutHidden(index, hidden);
  const { cost, texts } = compiled;
  const { rows } = index.conversations;
  const matches = (row: RowId) => rows.has(row) && !hidden.has(row) && compiled.matches(row);
  return texts.length === 0 ? { matches, cost } : { matches, cost, texts: new QueryTexts(compiled, index, hidden) };
}

function withoutHidden({ conversations: { rows } }: CaptureIndex, hidden: Hidden): Filter | undefined {
  return hidden.count === 0 ? undefined : { matches: row => rows.has(row) && !hidden.has(row), cost: 1 };
}

/**
 * Messages of one step: parsing one takes a fifth of a millisecond while the code is cold, passing one over next to
 * nothing.
 */
export const READ_A_STEP = 16;
const PASSED_A_STEP = 1024;

const UNKNOWN = 0;
const NO_MATTER = 1;
const MATTERS = 2;

/** The texts a query asks for. What was read for an earlier query is not read again. */
class QueryTexts implements FilterTexts {
  readonly #compiled: Compiled;
  readonly #index: CaptureIndex;
  readonly #hidden: Hidden;

  constructor(compiled: Compiled, index: CaptureIndex, hidden: Hidden) {
    this.#compiled = compiled;
    this.#index = index;
    this.#hidden = hidden;
  }

  *sweep(candidate: (id: RowId) => void): Generator<number, void> {
    const { texts, onlyGrows } = this.#compiled;
    const { conversations, files } = this.#index;
    const { messages } = conversations;
    const { count } = messages;
    const ahead = new ReadAhead(files);
    const read = ahead.bytes.bind(ahead);
    /** By conversation: whether its messages matter, asked at the first of them. */
    const known = new Uint8Array(conversations.count);
    let looked = 0;
    let bytes = 0;
    for (let at = messageId(0); at < count; at++) {
      if (at % PASSED_A_STEP === 0) yield at / count;
      if (!conversations.hasMessage(at)) continue;
      const row = messages.conversation.get(at);
      let holdsNow = false;
      if (known[row] === UNKNOWN) {
        known[row] = this.#matters(row) ? MATTERS : NO_MATTER;
        holdsNow = texts.some(term => term.holds(row));
      }
      if (known[row] === NO_MATTER) continue;
      if (++looked % READ_A_STEP === 0) yield at / count;
      let text: ReadMessage | undefined;
      for (let i = 0; i < texts.length; i++) {
        const term = texts[i]!;
        if (!term.asks(row, at)) continue;
        text ??= new ReadMessage(messageBytes(messages, at, read));
        // Check only a hit against what was listed: the file may have changed.
        const passes = term.passes(row, at, text) && this.#index.subject.read(at) !== null;
        term.note(row, at, passes);
        holdsNow ||= passes;
        bytes += messages.length.get(at);
        if (bytes < BYTES_A_STEP) continue;
        bytes = 0;
        yield at / count;
      }
      if (holdsNow && onlyGrows) candidate(row);
    }
  }

  *read(row: RowId): Generator<undefined, void> {
    if (!this.#matters(row)) return;
    const { messages, table } = this.#index.conversations;
    let bytes = 0;
    for (const term of this.#compiled.texts) {
      if (term.holds(row)) continue;
      const ids: MessageId[] = [];
      for (let id = table.lastMessage.get(row); id >= 0; id = messages.previousMessage.get(id)) {
        if (term.asks(row, id)) ids.push(id);
      }
      ids.sort((a, b) => a - b);
      for (const [at, id] of ids.entries()) {
        const text = this.#index.subject.read(id);
        const passes = text !== null && term.passes(row, id, text);
        term.note(row, id, passes);
        if (passes) break;
        bytes += messages.length.get(id);
        if (at % READ_A_STEP !== READ_A_STEP - 1 && bytes < BYTES_A_STEP) continue;
        bytes = 0;
        yield;
      }
    }
  }

  #matters(row: RowId): boolean {
    return this.#index.conversations.rows.has(row) && !this.#hidden.has(row) && this.#compiled.mightMatch(row);
  }
}
