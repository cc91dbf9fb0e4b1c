/**
 * What happened to conversations besides their messages (ICMP errors, broken connections, gaps in streams) and to
 * sources (packets the capture lost). They are few, so each is an object. Their number is bounded, per conversation
 * and in total; the rest is only counted.
 */
import type { EventKind } from '../../model/event-kinds.js';
import type { MessageId, RowId } from '../../model/ids.js';

/** Events kept in total, and per conversation or source. */
const MAX_EVENTS = 65_536;
const MAX_EVENTS_OF_ONE = 1024;

export interface Event {
  readonly kind: EventKind;
  /** NO_TIME where nobody told it. */
  readonly timeUs: number;
  /** The message it is about; NO_MESSAGE where it is about none. */
  readonly message: MessageId;
  /** From the host that caused it to the one it concerns: ids of `Conversations.endpoints`; port 0 if it has none. */
  readonly source: number;
  readonly destination: number;
  /** Its packet: number of the file, and offset of the record there; -1 if it cannot be read again. */
  readonly file: number;
  readonly recordOffset: number;
  /** Its details in words; null if the kind says everything. */
  readonly detail: string | null;
}

const NONE: readonly Event[] = [];

export class Events {
  readonly #ofConversation = new Map<RowId, Event[]>();
  readonly #ofSource = new Map<number, Event[]>();
  #count = 0;
  /** Events dropped for lack of room. */
  notKept = 0;

  /** Whether a conversation has room for one more event; one that has none counts as not kept. */
  hasRoom(conversation: RowId): boolean {
    return this.#hasRoom(this.#ofConversation.get(conversation));
  }

  /** Keeps an event of a conversation; false where there is no room. */
  add(conversation: RowId, event: Event): boolean {
    return this.#add(this.#ofConversation, conversation, event);
  }

  /** Keeps an event of a source, by its number; false if there is no room. */
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

  /** Forgets the events of evicted conversations. */
  gone(conversations: readonly RowId[]): void {
    if (this.#ofConversation.size === 0) return;
    for (const conversation of conversations) {
      this.#count -= this.of(conversation).length;
      this.#ofConversation.delete(conversation);
    }
  }

  /** Ids of the endpoints that events refer to. */
  *endpoints(): Generator<number> {
    for (const events of this.#ofConversation.values()) {
      for (const { source, destination } of events) {
        yield source;
        yield destination;
      }
    }
  }

  #hasRoom(events: readonly Event[] | undefined): boolean {
    if (this.#count < MAX_EVENTS && (events === undefined || events.length < MAX_EVENTS_OF_ONE)) return true;
    this.notKept++;
    return false;
  }

  #add<Owner>(to: Map<Owner, Event[]>, owner: Owner, event: Event): boolean {
    const events = to.get(owner);
    if (!this.#hasRoom(events)) return false;
    this.#count++;
    if (events === undefined) to.set(owner, [event]);
    else {
      // Events come in order, except where the capture is out of order.
      let at = events.length;
      while (at > 0 && events[at - 1]!.timeUs > event.timeUs) at--;
      events.splice(at, 0, event);
    }
    return true;
  }
}
