/**
 * Evicts conversations; the engine's retention decides which. Memory is freed in chunks of 65,536 rows: the surviving
 * rows of a chunk move out of it (tables/moved-rows.ts). What is evicted is counted, so every packet stays accounted
 * for.
 */
import { type MessageId, messageId, type RowId, rowId } from '../model/ids.js';
import type { Conversations } from './conversations.js';
import { MessageCounts } from './message-counts.js';
import { CHUNK_ROWS } from '../tables/moved-rows.js';

/** Numbers, addresses or links added before unused ones are swept. */
const SWEEP_AFTER = 1 << 16;
/** Messages or conversations handled in one step: well below a millisecond. */
const ROWS_A_STEP = 512;

export class Eviction {
  readonly #conversations: Conversations;
  /** Evicted so far. */
  conversations = 0;
  messages = 0;
  /** The same, by number of the source. */
  readonly bySource = new Map<number, MessageCounts>();
  /** Messages of the rows to be evicted next, by number of their source. */
  readonly #counted = new Map<number, MessageCounts>();
  #numbersSwept = 0;
  #endpointsSwept = 0;
  #linksSwept = 0;

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
  }

  /** Closes a row before it is evicted: later messages with its Call-ID begin another conversation. */
  close(row: RowId): void {
    this.#conversations.callIds.unlink(row);
  }

  /** Counts, in steps, the messages of closed rows that are to be evicted. */
  *count(rows: readonly RowId[]): Generator<undefined, void> {
    const { messages } = this.#conversations;
    this.#counted.clear();
    let steps = 0;
    for (const row of rows) {
      // A closed row may no longer be `rowWithoutCallId`, so its missing Call-ID identifies it.
      const withoutCallId = this.#conversations.callId(row) === null;
      for (const id of this.#conversations.messagesOf(row)) {
        const source = messages.origin.get(id);
        const counts = this.#counted.get(source) ?? new MessageCounts();
        this.#counted.set(source, counts);
        counts.add(messages, id, withoutCallId);
        if (++steps % ROWS_A_STEP === 0) yield;
      }
    }
  }

  /**
   * Evicts rows that were closed and counted. They cannot be found any more; `free` frees their memory.
   * @param floor All rows below it are in `evicted`, were evicted before, or stay.
   * @param older The rows below the floor that stay.
   */
  raise(evicted: readonly RowId[], floor: RowId, older: readonly RowId[]): void {
    this.conversations += evicted.length;
    for (const [source, counts] of this.#counted) {
      const all = this.bySource.get(source) ?? new MessageCounts();
      this.bySource.set(source, all);
      all.addAll(counts);
      this.messages += counts.messages;
    }
    this.#counted.clear();
    this.#conversations.rows.raise(floor, older);
    this.#conversations.events.gone(evicted);
    for (const row of evicted) this.#conversations.others.clear(row);
  }

  /**
   * Frees, in steps, the memory of evicted rows.
   * @param messageFloor Messages before it all belong to rows below the floor.
   */
  *free(evicted: readonly RowId[], messageFloor: MessageId): Generator<undefined, void> {
    const { table, messages, callIds, rows } = this.#conversations;
    let steps = 0;
    for (const row of evicted) {
      for (let at = table.lastMessage.get(row); at >= 0; ) {
        const id = at;
        at = messages.previousMessage.get(id);
        messages.setUnsaved(id, false);
        messages.moved.release(id);
        if (++steps % ROWS_A_STEP === 0) yield;
      }
      callIds.release(row);
      table.moved.release(row);
      if (++steps % ROWS_A_STEP === 0) yield;
    }
    while (table.moved.end + CHUNK_ROWS <= rows.floor) yield* this.#moveConversations();
    while (messages.moved.end + CHUNK_ROWS <= messageFloor) yield* this.#moveMessages();
  }

  /**
   * Forgets, in steps, numbers, addresses and links that no conversation uses any more; does nothing if few were
   * added.
   */
  *sweep(): Generator<undefined, void> {
    const { numbers, endpoints, links } = this.#conversations;
    if (numbers.count - this.#numbersSwept >= SWEEP_AFTER) {
      yield* this.#sweepNumbers();
      this.#numbersSwept = numbers.count;
    }
    if (endpoints.count - this.#endpointsSwept >= SWEEP_AFTER) {
      yield* this.#sweepEndpoints();
      this.#endpointsSwept = endpoints.count;
    }
    if (links.values.count - this.#linksSwept >= SWEEP_AFTER) {
      yield* this.#sweepLinks();
      this.#linksSwept = links.values.count;
    }
  }

  *#moveConversations(): Generator<undefined, void> {
    const { table, callIds, postings, links, rows } = this.#conversations;
    const first = table.moved.end;
    table.moved.moveChunk(rows.older.filter(row => row >= first && row < first + CHUNK_ROWS));
    let steps = 0;
    for (const row of table.moved.rows) {
      callIds.rewrite(row);
      table.postings.set(row, postings.lists.rewrite(table.postings.get(row)));
      table.links.set(row, links.lists.rewrite(table.links.get(row)));
      if (++steps % ROWS_A_STEP === 0) yield;
    }
    let posting = Number.POSITIVE_INFINITY;
    let link = Number.POSITIVE_INFINITY;
    // Moved rows were just rewritten, so the oldest entry is that of a row that was not moved.
    for (let row = rowId(table.moved.end); row < table.count; row++) {
      posting = Math.min(posting, postings.lists.oldest(table.postings.get(row)));
      link = Math.min(link, links.lists.oldest(table.links.get(row)));
      if (++steps % ROWS_A_STEP === 0) yield;
    }
    postings.lists.dropBefore(posting);
    links.lists.dropBefore(link);
  }

  *#moveMessages(): Generator<undefined, void> {
    const { messages, rows } = this.#conversations;
    const first = messages.moved.end;
    const stay: MessageId[] = [];
    let steps = 0;
    for (const row of rows.older) {
      for (const id of this.#conversations.messagesOf(row)) if (id >= first && id < first + CHUNK_ROWS) stay.push(id);
      if (++steps % ROWS_A_STEP === 0) yield;
    }
    messages.moveChunk(stay);
    this.#conversations.descriptions.dropBefore(messageId(messages.moved.end));
  }

  *#sweepNumbers(): Generator<undefined, void> {
    const { numbers, table, postings, rows } = this.#conversations;
    const marks = numbers.mark();
    let steps = 0;
    for (const row of rows) {
      for (let entry = table.postings.get(row); entry !== 0; entry = postings.next(entry))
        marks.add(postings.number(entry));
      for (const shown of [table.from.get(row), table.to.get(row)]) if (shown > 0) marks.add(shown - 1);
      if (++steps % ROWS_A_STEP === 0) yield;
    }
    yield* numbers.sweep();
  }

  *#sweepLinks(): Generator<undefined, void> {
    const { links, table, rows } = this.#conversations;
    const marks = links.values.mark();
    let steps = 0;
    for (const row of rows) {
      for (let entry = table.links.get(row); entry !== 0; entry = links.lists.next(entry))
        marks.add(links.value(entry));
      if (++steps % ROWS_A_STEP === 0) yield;
    }
    yield* links.values.sweep();
  }

  *#sweepEndpoints(): Generator<undefined, void> {
    const { endpoints, events, messages } = this.#conversations;
    const marks = endpoints.mark();
    const add = (id: MessageId) => {
      marks.add(messages.source.get(id));
      marks.add(messages.destination.get(id));
    };
    for (const id of Array.from(events.endpoints())) marks.add(id);
    for (const id of Array.from(messages.moved.rows)) add(id);
    for (let id = messageId(messages.moved.end); id < messages.count; id++) {
      add(id);
      if (id % ROWS_A_STEP === 0) yield;
    }
    yield* endpoints.sweep();
  }
}
