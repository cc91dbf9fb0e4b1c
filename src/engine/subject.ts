/**
 * The tables as the query language sees them. In: columns. Out: the interface query/subject.ts asks for: an array look-up a
 * row or message, and the text of a message as the slow last resort.
 */
import { CONVERSATION, NO_DURATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import { MESSAGE } from '../conversations/message-table.js';

import { TRANSPORTS } from '../decode/carried.js';
import type {
  FigureColumn,
  Interned,
  MessageFigureColumn,
  MessageText,
  MessageTextColumn,
  Subject,
  TextColumn,
} from '../query/subject.js';
import { STATES } from '../sip/states.js';
import type { OpenFile } from './sources/open-file.js';
import type { SourceClock } from './sources/source-clock.js';

/** Both ends hung up at once, in the order of hungUpBy's bits. */
const HUNG_UP: readonly (string | null)[] = [null, 'caller', 'callee', 'both'];

export class TableSubject implements Subject {
  readonly #conversations: Conversations;
  readonly #moments: SourceClock;
  readonly #files: ReadonlyMap<number, OpenFile>;
  readonly #read: (message: number) => MessageText | null;

  constructor(
    conversations: Conversations,
    moments: SourceClock,
    files: ReadonlyMap<number, OpenFile>,
    read: (message: number) => MessageText | null,
  ) {
    this.#conversations = conversations;
    this.#moments = moments;
    this.#files = files;
    this.#read = read;
  }

  text(column: TextColumn): Interned {
    const { table, messages, endpoints, numbers, reasons, agents, callIds, methods } = this.#conversations;
    const first = (row: number) => table.first.get(row) - 1;
    const orNone = (id: number) => (id === 0 ? -1 : id);
    switch (column) {
      case 'callid':
        return { id: row => row, text: id => callIds.text(id) || null };
      case 'method':
        return {
          id: row => messages.method.get(first(row)),
          text: id => methods.text(id) || null,
          count: () => methods.count,
        };
      case 'from':
        return { id: row => table.from.get(row) - 1, text: id => numbers.text(id) };
      case 'to':
        return { id: row => table.to.get(row) - 1, text: id => numbers.text(id) };
      case 'src':
        return { id: row => messages.source.get(first(row)), text: id => endpoints.format(id) };
      case 'dst':
        return { id: row => messages.destination.get(first(row)), text: id => endpoints.format(id) };
      case 'transport':
        return {
          id: row => messages.transport.get(first(row)),
          text: id => TRANSPORTS[id] ?? null,
          count: () => TRANSPORTS.length,
        };
      case 'state':
        return { id: row => this.#moments.state(row), text: id => STATES[id] ?? null, count: () => STATES.length };
      case 'reason':
        return { id: row => orNone(table.reason.get(row)), text: id => reasons.text(id), count: () => reasons.count };
      case 'hungup':
        return {
          id: row => hungUp(table.flags.get(row)),
          text: id => HUNG_UP[id] ?? null,
          count: () => HUNG_UP.length,
        };
      case 'callerAgent':
        return {
          id: row => orNone(table.callerAgent.get(row)),
          text: id => agents.text(id),
          count: () => agents.count,
        };
      case 'calleeAgent':
        return {
          id: row => orNone(table.calleeAgent.get(row)),
          text: id => agents.text(id),
          count: () => agents.count,
        };
    }
  }

  figure(column: FigureColumn): (row: number) => number {
    const { table } = this.#conversations;
    switch (column) {
      case 'index':
        return row => row;
      case 'status':
        return row => table.status.get(row) || Number.NaN;
      case 'ring':
        return row => milliseconds(table.ringUs.get(row));
      case 'setup':
        return row => milliseconds(table.setupUs.get(row));
      case 'duration':
        return row => (table.endUs.get(row) - table.startUs.get(row)) / 1000;
      case 'start':
        return row => table.startUs.get(row);
      case 'end':
        return row => table.endUs.get(row);
      case 'dated':
        return row => (this.#moments.of(row).dated ? 1 : 0);
      case 'messages':
        return row => table.messages.get(row);
      case 'retransmissions':
        return row => table.retransmissions.get(row);
    }
  }

  first(row: number): number {
    return this.#conversations.table.first.get(row) - 1;
  }

  messages(row: number, visit: (message: number) => boolean): boolean {
    const { table, messages } = this.#conversations;
    for (let at = table.last.get(row); at !== 0; at = messages.previous.get(at - 1)) if (visit(at - 1)) return true;
    return false;
  }

  messageText(column: MessageTextColumn): Interned {
    const { messages, endpoints, reasons, methods } = this.#conversations;
    switch (column) {
      case 'method':
        return {
          id: message => (messages.has(message, MESSAGE.Response) ? -1 : messages.method.get(message)),
          text: id => methods.text(id) || null,
        };
      case 'reason':
        return {
          id: message => messages.reason.get(message) || -1,
          text: id => reasons.text(id),
          count: () => reasons.count,
        };
      case 'cseqMethod':
        return {
          id: message => messages.cseqMethod.get(message) || -1,
          text: id => methods.text(id),
          count: () => methods.count,
        };
      case 'src':
        return { id: message => messages.source.get(message), text: id => endpoints.format(id) };
      case 'dst':
        return { id: message => messages.destination.get(message), text: id => endpoints.format(id) };
      case 'transport':
        return {
          id: message => messages.transport.get(message),
          text: id => TRANSPORTS[id] ?? null,
          count: () => TRANSPORTS.length,
        };
      case 'source':
        return { id: message => messages.origin.get(message), text: id => this.#files.get(id)?.source.name ?? null };
    }
  }

  messageFigure(column: MessageFigureColumn): (message: number) => number {
    const { messages } = this.#conversations;
    switch (column) {
      case 'time':
        return message => messages.timeUs.get(message);
      case 'status':
        return message => messages.status.get(message) || Number.NaN;
      case 'cseq':
        return message => (messages.cseqMethod.get(message) === 0 ? Number.NaN : messages.cseq.get(message));
      case 'malformed':
        return message => (messages.has(message, MESSAGE.Malformed) ? 1 : 0);
      case 'truncated':
        return message => (messages.has(message, MESSAGE.Truncated) ? 1 : 0);
      case 'sdp':
        return message => (messages.has(message, MESSAGE.Sdp) ? 1 : 0);
    }
  }

  numbers(row: number, visit: (number: number, kinds: number) => boolean): boolean {
    const { postings, table } = this.#conversations;
    for (let entry = table.postings.get(row); entry !== 0; entry = postings.next(entry)) {
      if (visit(postings.number(entry), postings.kinds(entry))) return true;
    }
    return false;
  }

  number(id: number): string | null {
    return this.#conversations.numbers.text(id);
  }

  hasHeader(name: string): (row: number) => boolean {
    const { names, headerSets, table } = this.#conversations;
    let header = names.find(name);
    // Sets are few and never change: each is looked into once.
    const known: (boolean | undefined)[] = [];
    return row => {
      if (header === 0) {
        header = names.find(name);
        if (header === 0) return false;
      }
      const set = table.headerSet.get(row);
      known[set] ??= headerSets.has(set, header);
      return known[set];
    };
  }

  messageMightHave(name: string): (message: number) => boolean {
    const { names, headerSets, messages } = this.#conversations;
    let header = names.find(name);
    // Shapes are few: each is looked into once.
    const known: (boolean | undefined)[] = [];
    return message => {
      header ||= names.find(name);
      if (header === 0) return false;
      const shape = messages.shape.get(message);
      known[shape] ??= headerSets.shapeHas(shape, header);
      return known[shape];
    };
  }

  read(message: number): MessageText | null {
    return this.#read(message);
  }
}

function hungUp(flags: number): number {
  const caller = (flags & CONVERSATION.ByeFromCaller) !== 0 ? 1 : 0;
  const callee = (flags & CONVERSATION.ByeFromCallee) !== 0 ? 2 : 0;
  return caller + callee === 0 ? -1 : caller + callee;
}

function milliseconds(us: number): number {
  return us === NO_DURATION ? Number.NaN : us / 1000;
}
