/**
 * Values of the headers that link the legs of a call (sip/headers/header-table.ts): each value once per conversation,
 * with its header and the first message that had it. Values are interned: conversations with the same id have the
 * same value.
 */
import type { MessageId } from '../../../../src/model/ids.js';
import type { HeaderNames } from '../../../../src/sip/headers/header-names.js';
import type { ScannedMessage } from '../../../../src/sip/scan/scanned-message.js';
import { EntryLists } from '../../tables/entry-lists.js';
import { Interner } from '../../tables/interner.js';

/** Values kept per conversation: a hostile one could bring a new one with each message. */
const MAX_ENTRIES = 32;

export interface Link {
  /** Name of the header. */
  header: string;
  /** Id of `LinkValues.values`, and its text. */
  value: number;
  text: string;
  /** The first message that had it, in order of arrival. */
  message: MessageId;
}

export class LinkValues {
  readonly values = new Interner();
  /** Values that found no room in the list of their conversation, or in their message. */
  notKept = 0;
  readonly lists = new EntryLists(16);
  readonly #value = this.lists.record.int32();
  readonly #message = this.lists.record.id<MessageId>();
  readonly #header = this.lists.record.uint16();
  readonly #names: HeaderNames;

  constructor(names: HeaderNames) {
    this.#names = names;
  }

  /**
   * Adds the links of a scanned message.
   * @param head The conversation's first entry, 0 for none.
   * @returns Its new first entry.
   */
  addAll(head: number, message: MessageId, view: DataView, scanned: ScannedMessage): number {
    const { linkCount, linkKind, linkStart, linkEnd } = scanned;
    this.notKept += scanned.linksLeft;
    for (let i = 0; i < linkCount; i++) head = this.#add(head, message, linkKind[i]!, view, linkStart[i]!, linkEnd[i]!);
    return head;
  }

  /** The links of a conversation, in order of arrival. */
  links(head: number): Link[] {
    const links: Link[] = [];
    for (let at = head; at !== 0; at = this.lists.next(at)) {
      const value = this.#value.get(at);
      const header = this.#names.name(this.#header.get(at));
      links.push({ header, value, text: this.values.text(value), message: this.#message.get(at) });
    }
    return links.reverse();
  }

  /** Id of the value of an entry. */
  value(entry: number): number {
    return this.#value.get(entry);
  }

  #add(head: number, message: MessageId, header: number, view: DataView, start: number, end: number): number {
    let entries = 0;
    for (let at = head; at !== 0; at = this.lists.next(at)) {
      if (this.#header.get(at) === header && this.values.is(this.#value.get(at), view, start, end)) return head;
      if (++entries === MAX_ENTRIES) {
        this.notKept++;
        return head;
      }
    }
    const value = this.values.internView(view, start, end);
    if (value < 0) return head;
    const entry = this.lists.prepend(head);
    this.#value.set(entry, value);
    this.#message.set(entry, message);
    this.#header.set(entry, header);
    return entry;
  }
}
