/**
 * The index: one row of numbers per message and per conversation, and the texts and addresses the numbers stand for.
 * Messages may come in any order of time.
 */
import { Descriptions } from '../../../src/conversations/descriptions.js';
import type { DecodedMessage } from '../../../src/decode/decoded-message.js';
import { type MessageId, NO_MESSAGE, type RowId } from '../../../src/model/ids.js';
import type { NotKept } from '../../../src/model/not-kept.js';
import { faultBits } from '../../../src/sip/message/fault-bits.js';
import type { ReferenceNames } from '../scan/reference-names.js';
import type { ReferenceScan } from '../scan/reference-scan.js';
import { ConversationTable } from './conversation-table.js';
import { Endpoints } from './values/endpoints.js';
import { Events } from '../../../src/conversations/events/events.js';
import { ConversationReducer } from './conversation-reducer.js';
import { HeaderSets } from './values/header-sets.js';
import { Interner } from '../tables/interner.js';
import { KeptRows } from '../../../src/conversations/kept-rows.js';
import { type Link, LinkValues } from './values/link-values.js';
import { MessageTable } from './message-table.js';
import { type Location, MessageWriter } from './message-writer.js';
import { MessageTexts } from './values/message-texts.js';
import { NumberPostings } from './values/number-postings.js';
import { Numbers } from './values/numbers.js';
import { OtherRequests } from './other-requests.js';

/** Messages of a conversation that is too large to start over for every message out of order. */
const LARGE = 4096;

export class Conversations {
  readonly names: ReferenceNames;
  readonly messages = new MessageTable();
  readonly table = new ConversationTable(this.messages);
  /** The rows that were not evicted. */
  readonly rows = new KeptRows(this.table);
  /** Id = row of the conversation. Messages without a Call-ID share the row of the empty one. */
  readonly callIds = new Interner<RowId>(undefined, this.table.moved);
  readonly endpoints = new Endpoints();
  readonly numbers = new Numbers();
  readonly postings = new NumberPostings();
  readonly links: LinkValues;
  readonly headerSets = new HeaderSets();
  /** Kept by the core alone. */
  readonly descriptions = new Descriptions();
  readonly events = new Events();
  /** Texts of messages, by id; see MessageTexts. */
  readonly methods: Interner;
  readonly reasons: Interner;
  readonly agents: Interner;
  readonly tunnels: Interner;

  readonly others = new OtherRequests(this.messages);
  readonly #reducer = new ConversationReducer(this.messages, this.table, this.others);
  /** Rows to be reduced again. */
  #stale: RowId[] = [];
  /** Rows touched since `takeChanged`. */
  #changed: RowId[] = [];
  readonly #texts = new MessageTexts();
  readonly #writer = new MessageWriter(this.messages, this.endpoints, this.#texts);

  /** @param names The table that the scanner's header numbers refer to. */
  constructor(names: ReferenceNames) {
    this.names = names;
    this.links = new LinkValues(names);
    this.methods = this.#texts.methods;
    this.reasons = this.#texts.reasons;
    this.agents = this.#texts.agents;
    this.tunnels = this.#texts.tunnels;
  }

  /** Adds a message; returns its id. If it is older than the last one, its conversation is reduced again later. */
  add(decoded: DecodedMessage, scanned: ReferenceScan, location: Location): MessageId {
    const id = this.messages.add();
    const view = scanned.words.of(decoded.bytes);
    const { bytes, start, end, missing } = decoded;
    const wrong = (scanned.faults | scanned.suspect) !== 0;
    const faults = wrong ? faultBits(bytes.subarray(start, end), missing > 0) : 0;
    this.#writer.write(id, decoded, view, scanned, location, faults);
    const row = this.#rowOf(view, scanned);
    this.messages.conversation.set(id, row);
    this.#noteHeaders(row, id, view, scanned);
    const orderUs = this.messages.orderUs.get(id);
    this.#noteNumbers(row, orderUs, view, scanned);
    if (scanned.linkCount > 0)
      this.table.links.set(row, this.links.addAll(this.table.links.get(row), id, view, scanned));
    if (faults !== 0) this.messages.faults.set(id, faults);
    this.#link(row, id, orderUs);
    return id;
  }

  /** Conversations ever added; rows are 0 to `count` - 1, `rows` has those not evicted. */
  get count(): number {
    return this.table.count;
  }

  /** The conversation that collects messages without a Call-ID; -1 for none. */
  get rowWithoutCallId(): RowId {
    return this.#reducer.looseRow;
  }

  /** What found no room in the tables. */
  get notKept(): Omit<NotKept, 'packets' | 'remarks'> {
    const { headerSets, postings, links } = this;
    return {
      headers: headerSets.unlisted,
      ...this.#texts.notKept,
      numbers: postings.notKept,
      links: links.notKept,
    };
  }

  /** No conversation received older messages since `settle`. */
  get isSettled(): boolean {
    return this.#stale.length === 0;
  }

  /**
   * Reduces every stale conversation again, the large ones too: what is looked at row by row is settled by `settleRow`. It is
   * free if nothing is stale.
   */
  settle(): void {
    if (this.isSettled) return;
    const rows = this.#stale;
    this.#stale = [];
    for (const row of rows) {
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
    this.#reducer.clear(row);
    this.table.firstMessage.set(row, ids[0]!);
    for (let i = 0; i < ids.length; i++) {
      this.messages.previousMessage.set(ids[i]!, ids[i - 1] ?? NO_MESSAGE);
      this.#reducer.add(row, ids[i]!);
    }
    this.table.lastMessage.set(row, ids[ids.length - 1]!);
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
    const changed = this.#changed;
    for (const row of changed) this.table.changed.set(row, 0);
    this.#changed = [];
    return changed;
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

  #rowOf(view: DataView, scanned: ReferenceScan): RowId {
    const row = this.callIds.internView(view, scanned.callIdStart, scanned.callIdEnd);
    if (row === this.table.count) {
      this.table.add();
      if (scanned.callIdStart === scanned.callIdEnd) this.#reducer.looseRow = row;
    }
    return row;
  }

  #noteHeaders(row: RowId, id: MessageId, view: DataView, scanned: ReferenceScan): void {
    const shape = this.headerSets.shape(scanned);
    this.messages.shape.set(id, shape);
    this.messages.agent.set(id, this.#texts.agent(view, scanned, shape));
    const set = this.table.headerSet.get(row);
    const union = this.headerSets.union(set, shape);
    if (union !== set) this.table.headerSet.set(row, union);
  }

  /** Posts every number, and keeps those of the earliest message as the conversation's own. */
  #noteNumbers(row: RowId, orderUs: number, view: DataView, scanned: ReferenceScan): void {
    const { table, postings, numbers } = this;
    const before = table.postings.get(row);
    const head = postings.addAll(before, numbers, view, scanned);
    if (head !== before) table.postings.set(row, head);
    const first = table.firstMessage.get(row);
    if (first >= 0 && orderUs >= this.messages.orderUs.get(first)) return;
    const { from, to, asserted } = postings;
    const hidden = asserted !== 0 && (from === 0 || numbers.isAnonymous(from - 1));
    table.from.set(row, hidden ? asserted : from);
    table.to.set(row, to);
  }

  /** Appends a message to its conversation, by arrival; the order by time comes when it is reduced again. */
  #link(row: RowId, id: MessageId, orderUs: number): void {
    const { table, messages } = this;
    const last = table.lastMessage.get(row);
    messages.previousMessage.set(id, last);
    table.lastMessage.set(row, id);
    this.touch(row);
    if (last < 0) {
      table.firstMessage.set(row, id);
      this.#reducer.add(row, id);
    } else if (table.stale.get(row) === 0 && orderUs >= messages.orderUs.get(last)) {
      this.#reducer.add(row, id);
    } else {
      if (orderUs < messages.orderUs.get(table.firstMessage.get(row))) table.firstMessage.set(row, id);
      const waiting = table.stale.get(row);
      if (waiting === 0) this.#stale.push(row);
      table.stale.set(row, waiting + 1);
    }
  }

  /** Marks a row as changed. */
  touch(row: RowId): void {
    if (this.table.changed.get(row) === 0) this.#changed.push(row);
    this.table.changed.set(row, 1);
  }

  #linked(row: RowId): MessageId[] {
    const ids: MessageId[] = [];
    for (let at = this.table.lastMessage.get(row); at >= 0; at = this.messages.previousMessage.get(at)) ids.push(at);
    return ids.reverse();
  }
}
