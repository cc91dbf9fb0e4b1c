/**
 * A compiled query without the hidden conversations: whether a conversation matches, and what has to be read to
 * decide that.
 */
import { type MessageId, messageId, type RowId } from '../../model/ids.js';
import type { Compiled } from '../../query/predicates/compile.js';
import type { CaptureIndex } from '../capture-index.js';
import type { Hidden } from './hidden.js';
import { ReadMessage } from '../sources/message-text.js';
import type { Reread } from '../sources/read-ahead.js';
import { BYTES_A_STEP } from './text-sweep.js';

export interface Filter {
  matches(id: RowId): boolean;
  /** Array look-ups a conversation, roughly: decides how many are looked at in one step. */
  cost: number;
  /** What has to be read first, where a query asks for texts. */
  texts?: FilterTexts;
}

export interface FilterTexts {
  /**
   * Reads all messages that matter, in the order they arrived, and yields the share read. Calls `candidate`
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
/** Messages of one step whose columns are asked whether they must be read. */
const LOOKED_A_STEP = 64;

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
    const { conversations, reader } = this.#index;
    const { messages } = conversations;
    const { count } = messages;
    const ahead = reader.ahead();
    /** By conversation: whether its messages matter, asked at the first of them. */
    const known = new Uint8Array(conversations.count);
    let looked = 0;
    for (let at = messageId(0); at < count; at++) {
      if (at % PASSED_A_STEP === 0) yield at / count;
      if (!conversations.hasMessage(at)) continue;
      const row = messages.conversation.get(at);
      if (known[row] === UNKNOWN) {
        known[row] = this.#matters(row) ? MATTERS : NO_MATTER;
        if (known[row] === MATTERS && onlyGrows && texts.some(term => term.holds(row))) candidate(row);
      }
      if (known[row] === NO_MATTER) continue;
      if (++looked % LOOKED_A_STEP === 0) yield at / count;
      if (!texts.some(term => term.asks(row, at)) || !ahead.add(at)) continue;
      for (const _ of this.#test(ahead.take(), candidate)) yield at / count;
    }
    for (const _ of this.#test(ahead.take(), candidate)) yield 1;
  }

  /** Tests messages in the order they arrived. */
  *#test(batch: readonly Reread[], candidate: (id: RowId) => void): Generator<undefined, void> {
    const { texts, onlyGrows } = this.#compiled;
    const { conversations, reader } = this.#index;
    const step = new ReadStep();
    for (const reread of batch) {
      const { id, bytes } = reread;
      if (!conversations.hasMessage(id)) continue;
      const row = conversations.messages.conversation.get(id);
      const text = new ReadMessage(bytes);
      for (const term of texts) {
        // A message before it may have been enough.
        if (!term.asks(row, id)) continue;
        // Check only a hit against what was listed: the file may have changed.
        const passes = term.passes(row, id, text) && !('gone' in reader.check(reread));
        term.note(row, id, passes);
        if (passes && onlyGrows) candidate(row);
        if (step.isOver(bytes.length)) yield;
      }
    }
  }

  *read(row: RowId): Generator<undefined, void> {
    if (!this.#matters(row)) return;
    const { reader, conversations } = this.#index;
    const { messages, table } = conversations;
    const step = new ReadStep();
    for (const term of this.#compiled.texts) {
      if (term.holds(row)) continue;
      const ids: MessageId[] = [];
      for (let id = table.lastMessage.get(row); id >= 0; id = messages.previousMessage.get(id)) {
        if (term.asks(row, id)) ids.push(id);
      }
      ids.sort((a, b) => a - b);
      for (const reread of reader.ahead().read(ids)) {
        const { id, bytes } = reread;
        const passes = !('gone' in reader.check(reread)) && term.passes(row, id, new ReadMessage(bytes));
        term.note(row, id, passes);
        if (passes) break;
        if (step.isOver(bytes.length)) yield;
      }
    }
  }

  #matters(row: RowId): boolean {
    return this.#index.conversations.rows.has(row) && !this.#hidden.has(row) && this.#compiled.mightMatch(row);
  }
}

/** Counts what was read in one step. */
class ReadStep {
  #messages = 0;
  #bytes = 0;

  /** Notes a message of `bytes`; whether the step is over with it. */
  isOver(bytes: number): boolean {
    this.#messages++;
    this.#bytes += bytes;
    if (this.#messages < READ_A_STEP && this.#bytes < BYTES_A_STEP) return false;
    this.#messages = 0;
    this.#bytes = 0;
    return true;
  }
}
