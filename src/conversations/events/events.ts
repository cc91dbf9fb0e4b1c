/**
 * What happened to conversations besides their messages: ICMP errors, broken connections, holes in streams; and to sources: what
 * a capture lost. Few, so each is an object. Their number is bounded, for one conversation and for all: what is beyond is counted.
 */
import type { EventKind } from '../../model/event-kinds.js';
import type { MessageId, RowId } from '../../model/ids.js';

/** Events kept at all, and of one conversation or source. */
const MOST = 65_536;
const MOST_OF_ONE = 1024;

export interface Event {
  readonly kind: EventKind;
  readonly timeUs: number;
  /** The message it is about; NO_MESSAGE where it is about none. */
  readonly message: MessageId;
  /** From who caused it to whom it concerns: ids of `Conversations.endpoints`; port 0 where it has none. */
  readonly source: number;
  readonly destination: number;
  /** Its packet: number of the file, and offset of the record there; -1 where there is none to read again. */
  readonly file: number;
  readonly recordOffset: number;
  /** Its particulars in words; null where the kind says all. */
  readonly detail: string | null;
}

const NONE: readonly Event[] = [];

export class Events {
  readonly #ofConversation = new Map<RowId, Event[]>();
  readonly #ofSource = new Map<number, Event[]>();
  #count = 0;
  /** Events that found no room. */
  notKept = 0;

  /** Whether a conversation has room for one more event; one that has none counts as not kept. */
  hasRoom(conversation: RowId): boolean {
    return this.#hasRoom(this.#ofConversation.get(conversation));
  }

  /** Keeps an event of a conversation; false where there is no room. */
  add(conversation: RowId, event: Event): boolean {
    return this.#add(this.#ofConversation, conversation, event);
  }

  /** Keeps an event of a source, by its number; false where there is no room. */
  addToSource(source: number, event: Event): boolean {
    return this.#add(this.#ofSource, source, event);
  }

  /** The events of a conversation, by time. */
  of(conversation: RowId): readonly Event[] {
    return this.#ofConversation.get(conversation) ?? NONE;
  }

  /** The events of a source, by time. */
  ofSource(source: number): readonly Event[] {
    return this.#ofSource.get(source) ?? NONE;
  }

  /** Forgets the events of conversations that were let go. */
  gone(conversations: readonly RowId[]): void {
    if (this.#ofConversation.size === 0) return;
    for (const conversation of conversations) {
      this.#count -= this.of(conversation).length;
      this.#ofConversation.delete(conversation);
    }
  }

  /** Ids of the endpoints that events have. */
  *endpoints(): Generator<number> {
    for (const events of this.#ofConversation.values()) {
      for (const { source, destination } of events) {
        yield source;
        yield destination;
      }
    }
  }

  #hasRoom(events: readonly Event[] | undefined): boolean {
    if (this.#count < MOST && (events === undefined || events.length < MOST_OF_ONE)) return true;
    this.notKept++;
    return false;
  }

  #add<Owner>(to: Map<Owner, Event[]>, owner: Owner, event: Event): boolean {
    const events = to.get(owner);
    if (!this.#hasRoom(events)) return false;
    this.#count++;
    if (events === undefined) to.set(owner, [event]);
    else {
      // They come in order but for what was captured out of it.
      let at = events.length;
      while (at > 0 && events[at - 1]!.timeUs > event.timeUs) at--;
      events.splice(at, 0, event);
    }
    return true;
  }
}
