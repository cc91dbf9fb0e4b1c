/**
 * Holds the tables of messages and conversations in the core against those in TypeScript (test/reference/), field by field: the same messages in the same order.
 * Hashes have keys of their own: within a conversation they must be the same where the other's are, and absent where the other's are.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Location } from '../../src/conversations/arrival.js';
import { Conversations } from '../../src/conversations/conversations.js';
import type { DecodedMessage } from '../../src/decode/decoded-message.js';
import { type MessageId, messageId, type RowId, rowId } from '../../src/model/ids.js';
import { HeaderNames } from '../../src/sip/headers/header-names.js';
import { Conversations as ReferenceConversations } from '../reference/conversations/conversations.js';
import { ReferenceNames } from '../reference/scan/reference-names.js';
import { ReferenceScan } from '../reference/scan/reference-scan.js';
import { conversationFacts, type Facts, messageFacts, tableFacts } from './conversation-facts.js';
import { SameNumbers } from './same-numbers.js';

/** Differences told at once. */
const MAX_TOLD = 20;
/** Hashes remembered; the reducer compares a message with 64 others. */
const HASHES = 256;

/** Two indexes of the same messages. */
export class ConversationsPair {
  readonly ours: Conversations;
  readonly theirs: ReferenceConversations;
  /** Scans for the reference. */
  readonly scan: ReferenceScan;
  readonly #hashes = new SameNumbers(HASHES);
  /** Sets of headers by number: both number them in their own order. Those of the reference that were looked at. */
  readonly #sets = new SameNumbers(Number.POSITIVE_INFINITY);
  readonly #looked = new Set<number>();

  /** @param ours What to hold against the reference; one of its own if nothing is given. */
  constructor(ours = new Conversations(new HeaderNames())) {
    this.ours = ours;
    const names = new ReferenceNames();
    this.theirs = new ReferenceConversations(names);
    this.scan = new ReferenceScan(names);
  }

  /** Adds a message to both; its id is the same, or -1. */
  add(decoded: DecodedMessage, location: Location): MessageId {
    const id = this.ours.add(decoded, location);
    return this.addToReference(decoded, location) === id ? id : messageId(-1);
  }

  /** Adds a message to the reference alone: the other got it some other way. */
  addToReference(decoded: DecodedMessage, location: Location): MessageId {
    this.scan.scan(decoded.bytes, decoded.start, decoded.end);
    return this.theirs.add(decoded, this.scan, location);
  }

  /** Scans what the other scanned and did not add: the names of its headers get their numbers. */
  scanForReference({ bytes, start, end }: DecodedMessage): void {
    this.scan.scan(bytes, start, end);
  }

  settle(): void {
    this.ours.settle();
    this.theirs.settle();
  }

  settleRow(row: RowId, exactly: boolean): void {
    this.ours.settleRow(row, exactly);
    this.theirs.settleRow(row, exactly);
  }

  /** Where the two differ about a message, as lines of text. */
  differencesOfMessage(id: MessageId, without: readonly string[] = []): string[] {
    return [
      ...different(`message ${id}`, messageFacts(this.ours, id), messageFacts(this.theirs, id), without),
      ...this.#hashesOfMessage(id),
    ];
  }

  /** The same about a conversation, which stays as settled as it is. */
  differencesOfConversation(row: RowId, without: readonly string[] = []): string[] {
    const { table } = this.ours;
    const tags: readonly [number, number] = [table.answeredTag.get(row), this.theirs.table.answeredTag.get(row)];
    return [
      ...different(
        `conversation ${row}`,
        conversationFacts(this.ours, row),
        conversationFacts(this.theirs, row),
        without,
      ),
      ...this.#headersOf(row),
      ...(this.#hashes.agree(...tags) ? [] : [`conversation ${row}, answeredTag: ${tags.join(', ')}`]),
    ];
  }

  /** Where the two differ about everything but single messages and conversations. */
  differencesOfTables(without: readonly string[] = []): string[] {
    return different('tables', tableFacts(this.ours), tableFacts(this.theirs), without);
  }

  /** Rows that changed since they were taken last, of both. */
  differencesOfChanged(): string[] {
    const ours = this.ours.takeChanged().sort((a, b) => a - b);
    const theirs = this.theirs.takeChanged().sort((a, b) => a - b);
    return different('taken', { changed: ours }, { changed: theirs });
  }

  /** Where the two differ about anything, all conversations settled. @param without Fields that are not the same by the way they were filled. */
  allDifferences(without: readonly string[] = []): string[] {
    this.settle();
    const told = [...this.differencesOfTables(without)];
    for (const row of this.theirs.rows) {
      this.#hashes.forget();
      told.push(...this.differencesOfConversation(row, without), ...this.#messagesOf(row, without));
      if (told.length >= MAX_TOLD) break;
    }
    told.push(...different('tables', { headers: this.ours.headerCounts() }, { headers: this.theirs.headerCounts() }));
    return told.slice(0, MAX_TOLD);
  }

  #messagesOf(row: RowId, without: readonly string[]): string[] {
    const ours = this.ours.messagesOf(row);
    const theirs = this.theirs.messagesOf(row);
    const told = different(`conversation ${row}`, { messagesOf: ours }, { messagesOf: theirs });
    for (const id of theirs) {
      told.push(...this.differencesOfMessage(id, without));
      if (told.length >= MAX_TOLD) break;
    }
    return told;
  }

  /** The sets of headers of a conversation hold the same, whatever their numbers are: looked at once for each set. */
  #headersOf(row: RowId): string[] {
    const ours = this.ours.table.headerSet.get(row);
    const theirs = this.theirs.table.headerSet.get(row);
    if (!this.#sets.agree(ours, theirs))
      return [`conversation ${row}, headerSet: the core has ${ours}, TypeScript ${theirs}`];
    if (this.#looked.has(theirs)) return [];
    this.#looked.add(theirs);
    const has = (tables: ConversationsPair['ours' | 'theirs']) =>
      Array.from({ length: this.theirs.names.count }, (_, at) => tables.mightHaveHeader(row, at + 1));
    return different(`conversation ${row}`, { headers: has(this.ours) }, { headers: has(this.theirs) });
  }

  #hashesOfMessage(id: MessageId): string[] {
    return (['branch', 'fromTag', 'toTag'] as const).flatMap(name => {
      const ours = this.ours.messages[name].get(id);
      const theirs = this.theirs.messages[name].get(id);
      return this.#hashes.agree(ours, theirs)
        ? []
        : [`message ${id}, ${name}: the core has ${ours}, TypeScript ${theirs}`];
    });
  }
}

/** All rows there are, evicted ones too. */
export function* allRows({ count }: { count: number }): Generator<RowId> {
  for (let row = 0; row < count; row++) yield rowId(row);
}

function different(what: string, ours: Facts, theirs: Facts, without: readonly string[] = []): string[] {
  return Object.keys(theirs)
    .filter(key => !without.includes(key) && !isDeepStrictEqual(ours[key], theirs[key]))
    .map(key => `${what}, ${key}: the core has ${text(ours[key])}, TypeScript ${text(theirs[key])}`);
}

function text(fact: unknown): string {
  return (JSON.stringify(fact) ?? 'nothing').slice(0, 400);
}
