/**
 * Values of the headers that link the legs of a call (sip/headers/header-table.ts): each value once per conversation,
 * with its header and the first message that had it. Values are interned: conversations with the same id have the
 * same value.
 */
import type { MessageId } from '../../model/ids.js';
import type { HeaderNames } from '../../sip/headers/header-names.js';
import type { WasmCore } from '../../binding/wasm-core.js';
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

/** Bytes of a link that the core tells: kind, start and end. */
const PART = 12;

export class LinkValues {
  readonly values: Interner;
  /** Values that found no room in the list of their conversation, or in their message. */
  notKept = 0;
  readonly lists = new EntryLists(16);
  readonly #core: WasmCore;
  readonly #names: HeaderNames;
  readonly #value = this.lists.record.int32();
  readonly #message = this.lists.record.id<MessageId>();
  readonly #header = this.lists.record.uint16();

  constructor(core: WasmCore, names: HeaderNames) {
    this.#core = core;
    this.#names = names;
    this.values = new Interner(undefined, { core });
  }

  /**
   * Adds links of the message that the core takes in.
   * @param head The conversation's first entry, 0 for none.
   * @param count Links told by the core, and further ones that are not kept.
   * @returns Its new first entry.
   */
  addAll(head: number, message: MessageId, count: number, left: number): number {
    this.notKept += left;
    const parts = this.#core.exports.scannedLinks();
    for (let part = parts; part < parts + count * PART; part += PART) {
      const { view } = this.#core;
      const start = view.getUint32(part + 4, true);
      head = this.#add(head, message, view.getInt32(part, true), start, view.getUint32(part + 8, true) - start);
    }
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

  /** The message of an entry. */
  message(entry: number): MessageId {
    return this.#message.get(entry);
  }

  /** Number of the header of an entry. */
  header(entry: number): number {
    return this.#header.get(entry);
  }

  /** Id of the value of an entry. */
  value(entry: number): number {
    return this.#value.get(entry);
  }

  #add(head: number, message: MessageId, header: number, at: number, length: number): number {
    let entries = 0;
    for (let entry = head; entry !== 0; entry = this.lists.next(entry)) {
      if (this.#header.get(entry) === header && this.values.isAt(this.#value.get(entry), at, length)) return head;
      if (++entries === MAX_ENTRIES) {
        this.notKept++;
        return head;
      }
    }
    const value = this.values.internAt(at, length);
    if (value < 0) return head;
    const entry = this.lists.prepend(head);
    this.#value.set(entry, value);
    this.#message.set(entry, message);
    this.#header.set(entry, header);
    return entry;
  }
}
