/**
 * The index: one row of numbers per message and per conversation, and the texts and addresses the numbers stand for.
 * Messages may come in any order of time.
 */
import { CoreScan } from '../binding/core-scan.js';
import { CoreTable } from '../binding/core-table.js';
import { WasmCore } from '../binding/wasm-core.js';
import type { DecodedMessage } from '../decode/decoded-message.js';
import { type MessageId, messageId, type RowId, rowId } from '../model/ids.js';
import type { NotKept } from '../model/not-kept.js';
import type { HeaderNames } from '../sip/headers/header-names.js';
import { Interner } from '../tables/interner.js';
import { Arrival, type Location } from './arrival.js';
import { CONVERSATION, ConversationTable } from './conversation-table.js';
import { Descriptions } from './descriptions.js';
import { Events } from './events/events.js';
import { KeptRows } from './kept-rows.js';
import { MESSAGE, MessageTable } from './message-table.js';
import { OtherRequests } from './other-requests.js';
import { STATE, waitedLongEnough } from './states.js';
import { Endpoints } from './values/endpoints.js';
import { HeaderSets } from './values/header-sets.js';
import { type Link, LinkValues } from './values/link-values.js';
import { MessageTexts } from './values/message-texts.js';
import { NumberPostings } from './values/number-postings.js';
import { Numbers } from './values/numbers.js';

/** Messages of a conversation that is too large to start over for every message out of order. */
const LARGE = 4096;

export class Conversations {
  readonly names: HeaderNames;
  readonly core = new WasmCore();
  /** Scans what others read; while it tells of a message, `add` can take that in. */
  readonly scan: CoreScan;
  readonly messages = new MessageTable(this.#tableAt('messages'));
  readonly table = new ConversationTable(this.messages, this.#tableAt('conversations'));
  /** The rows that were not evicted. */
  readonly rows = new KeptRows(this.table);
  /** Id = row of the conversation. Messages without a Call-ID share the row of the empty one. */
  readonly callIds = new Interner<RowId>(undefined, {
    core: this.core,
    address: this.core.exports.callIds.value,
    moved: this.table.moved,
  });
  readonly endpoints = new Endpoints(this.core);
  readonly numbers = new Numbers(
    new Interner(undefined, { core: this.core, address: this.core.exports.numbers.value }),
  );
  readonly postings = new NumberPostings(this.#tableAt('postings'));
  readonly descriptions = new Descriptions(this.#tableAt('descriptions'));
  readonly links: LinkValues;
  readonly headerSets = new HeaderSets(this.core);
  readonly events = new Events();
  readonly #texts = new MessageTexts(this.core);
  /** Texts of messages, by id; see MessageTexts. */
  readonly methods = this.#texts.methods;
  readonly reasons = this.#texts.reasons;
  readonly agents = this.#texts.agents;
  readonly tunnels = this.#texts.tunnels;
  readonly others = new OtherRequests(this.core, this.messages);
  readonly #arrival = new Arrival(this.core, this.messages, this.#texts);

  /** @param names The table that the scanner's header numbers refer to. */
  constructor(names: HeaderNames) {
    const { host } = this.core;
    this.names = names;
    this.scan = new CoreScan(this.core, names);
    this.links = new LinkValues(this.core, names);
    host.linked = (row, id, count, left) => {
      const head = this.table.links.get(rowId(row));
      this.table.links.set(rowId(row), this.links.addAll(head, messageId(id), count, left));
    };
  }

  /** Adds a message; returns its id. If it is older than the last one, its conversation is reduced again later. */
  add(decoded: DecodedMessage, location: Location): MessageId {
    const { bytes, start, end } = decoded;
    const at = decoded.scanned ? this.scan.addressOf(start) : this.scan.scanOnly(bytes, start, end);
    return this.#arrival.add(decoded, location, at);
  }

  /** Conversations ever added; rows are 0 to `count` - 1, `rows` has those not evicted. */
  get count(): number {
    return this.table.count;
  }

  /** The conversation that collects messages without a Call-ID; -1 for none. */
  get rowWithoutCallId(): RowId {
    return rowId(this.core.exports.looseRow.value);
  }

  /** What found no room in the tables. */
  get notKept(): Omit<NotKept, 'packets' | 'remarks'> {
    return {
      headers: this.headerSets.unlisted,
      ...this.#texts.notKept,
      numbers: this.core.exports.numbersNotKept.value,
      links: this.links.notKept,
    };
  }

  /** No conversation received older messages since `settle`. */
  get isSettled(): boolean {
    return this.core.exports.listCount(this.core.exports.staleRows.value) === 0;
  }

  /**
   * Reduces every stale conversation again, the large ones too: what is looked at row by row is settled by `settleRow`. It is
   * free if nothing is stale.
   */
  settle(): void {
    if (this.isSettled) return;
    for (const row of this.#taken(this.core.exports.staleRows.value)) {
      if (this.table.stale.get(row) === 0) continue;
      this.settleRow(row, true);
      this.touch(row);
    }
  }

  /**
   * Reduces one conversation again if it received older messages. A large one waits until it has grown by an eighth, is asked
   * for `exactly`, or all are settled: a capture whose messages are all out of order would have it start over with each.
   */
  settleRow(row: RowId, exactly = false): void {
    const waiting = this.table.stale.get(row);
    if (waiting === 0) return;
    const reduced = this.table.messages.get(row);
    if (!exactly && reduced >= LARGE && waiting < reduced / 8) return;
    this.table.stale.set(row, 0);
    const ids = this.#linked(row);
    const { orderUs } = this.messages;
    ids.sort((a, b) => orderUs.get(a) - orderUs.get(b) || a - b);
    this.core.exports.beginAgain(row, ids[0]!);
    for (const id of ids) this.core.exports.reduceNext(row, id);
    this.core.renew();
  }

  /** Message ids of a conversation in time order; none if it was evicted. */
  messagesOf(row: RowId): MessageId[] {
    if (!this.rows.has(row)) return [];
    this.settleRow(row, true);
    return this.#linked(row);
  }

  /** What links a conversation to others, in order of arrival; nothing if it was evicted. */
  linksOf(row: RowId): Link[] {
    if (!this.rows.has(row)) return [];
    return this.links.links(this.table.links.get(row));
  }

  /** Whether the message's conversation was not evicted. */
  hasMessage(id: MessageId): boolean {
    return this.messages.isHere(id) && this.rows.has(this.messages.conversation.get(id));
  }

  /** Rows that received messages since the last call, in no order. */
  takeChanged(): RowId[] {
    const changed = this.#taken(this.core.exports.changedRows.value);
    for (const row of changed) this.table.changed.set(row, 0);
    return changed;
  }

  /** State that a final response to a request other than INVITE leads to. */
  stateOfAnswered(attempt: MessageId, answer: MessageId): number {
    const { messages } = this;
    return this.core.exports.stateOfAnswered(
      messages.method.get(attempt),
      messages.status.get(answer),
      Number(messages.has(attempt, MESSAGE.ExpiresZero)),
      Number(messages.has(attempt, MESSAGE.Authorization)),
    );
  }

  /** Row of a Call-ID; -1 if unknown. */
  find(callId: string): RowId {
    const utf8 = this.callIds.find(new TextEncoder().encode(callId));
    return utf8 >= 0 ? utf8 : this.callIds.find(Buffer.from(callId, 'latin1'));
  }

  /** Call-ID of a row; null for the conversation of messages without one. */
  callId(row: RowId): string | null {
    return this.callIds.text(row) || null;
  }

  /** Whether it waits for an answer, so that its state depends on the clock. */
  waits(row: RowId): boolean {
    this.settleRow(row);
    const state = this.table.state.get(row);
    return state === STATE.Calling || state === STATE.Pending;
  }

  /**
   * State of a conversation that waits, as index in STATES: without an answer it becomes "unanswered" by the clock.
   * @param nowUs Time of the latest packet.
   * @param ended Nothing more will come.
   */
  stateAt(row: RowId, nowUs: number, ended: boolean): number {
    const { table, messages } = this;
    const sentUs = messages.timeUs.get(table.latestAttempt.get(row));
    const responded = table.has(row, CONVERSATION.Responded);
    const late = waitedLongEnough(sentUs, nowUs, table.repeats.get(row), responded, ended);
    return late ? STATE.Unanswered : table.state.get(row);
  }

  /** False only if no message of the conversation has the header with this number of `names`; 0 for one that is unknown. */
  mightHaveHeader(row: RowId, header: number): boolean {
    return this.headerSets.mightHave(this.table.headerSet.get(row), header);
  }

  /** Header names seen, with the number of conversations that have them, most frequent first. */
  headerCounts(): { name: string; conversations: number }[] {
    const counts = this.headerSets.counts(this.rows, this.table.headerSet, this.names.count);
    const entries = Array.from(counts, (conversations, header) => ({ name: this.names.name(header), conversations }));
    return entries.filter(entry => entry.conversations > 0).sort((a, b) => b.conversations - a.conversations);
  }

  /** Marks a row as changed. */
  touch(row: RowId): void {
    this.core.exports.touch(row);
    this.core.renew();
  }

  #linked(row: RowId): MessageId[] {
    const ids: MessageId[] = [];
    for (let at = this.table.lastMessage.get(row); at >= 0; at = this.messages.previousMessage.get(at)) ids.push(at);
    return ids.reverse();
  }

  /** The rows of a list of the core, which is empty then. */
  #taken(list: number): RowId[] {
    const { exports, view } = this.core;
    const at = exports.listAt(list);
    const rows = Array.from({ length: exports.listCount(list) }, (_, index) =>
      rowId(view.getInt32(at + 4 * index, true)),
    );
    exports.clearList(list);
    return rows;
  }

  #tableAt(name: 'messages' | 'conversations' | 'postings' | 'descriptions'): CoreTable {
    return new CoreTable(this.core, this.core.exports[name].value);
  }
}
