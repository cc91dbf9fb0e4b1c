/**
 * The tables as the query language sees them: an array look-up a row or message, and the text of a message as the slow last resort.
 */
import type { Conversations } from '../../conversations/conversations.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { MessageFigureColumn, MessageTextColumn } from '../../model/field.js';
import type { FigureName, TextName } from '../../model/fields.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { TRANSPORTS, transportAt } from '../../model/transports.js';
import type { Interned, MessageText, Subject } from '../../query/predicates/subject.js';
import type { OpenFile } from '../sources/open-file.js';
import type { RowValues } from './row-values.js';

export class TableSubject implements Subject {
  readonly #conversations: Conversations;
  readonly #values: RowValues;
  readonly #files: ReadonlyMap<number, OpenFile>;
  readonly #read: (message: MessageId) => MessageText | null;

  constructor(
    values: RowValues,
    files: ReadonlyMap<number, OpenFile>,
    read: (message: MessageId) => MessageText | null,
  ) {
    this.#conversations = values.conversations;
    this.#values = values;
    this.#files = files;
    this.#read = read;
  }

  text(field: TextName): Interned<RowId> {
    return this.#values.interned(field);
  }

  figure(field: FigureName): (row: RowId) => number {
    return this.#values.figure(field);
  }

  dated(row: RowId): boolean {
    return this.#values.dated(row);
  }

  first(row: RowId): MessageId {
    return this.#conversations.table.firstMessage.get(row);
  }

  messages(row: RowId, visit: (message: MessageId) => boolean): boolean {
    const { table, messages } = this.#conversations;
    for (let id = table.lastMessage.get(row); id >= 0; id = messages.previousMessage.get(id))
      if (visit(id)) return true;
    return false;
  }

  messageText(column: MessageTextColumn): Interned<MessageId> {
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
          id: message => messages.transport.get(message) || -1,
          text: transportAt,
          count: () => TRANSPORTS.length,
        };
      case 'source':
        return { id: message => messages.origin.get(message), text: id => this.#files.get(id)?.source.name ?? null };
    }
  }

  messageFigure(column: MessageFigureColumn): (message: MessageId) => number {
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

  numbers(row: RowId, visit: (number: number, kinds: number) => boolean): boolean {
    const { postings, table } = this.#conversations;
    for (let entry = table.postings.get(row); entry !== 0; entry = postings.next(entry)) {
      if (visit(postings.number(entry), postings.kinds(entry))) return true;
    }
    return false;
  }

  number(id: number): string | null {
    return this.#conversations.numbers.text(id);
  }

  hasHeader(name: string): (row: RowId) => boolean {
    const { headerSets, table } = this.#conversations;
    const has = this.#knowing(name, (set, header) => headerSets.has(set, header));
    return row => has(table.headerSet.get(row));
  }

  get listsHeaders(): boolean {
    return this.#conversations.headerSets.unlisted === 0;
  }

  mightHaveHeader(name: string): (row: RowId) => boolean {
    const { headerSets, table } = this.#conversations;
    const might = this.#knowing(name, (set, header) => headerSets.mightHave(set, header));
    return row => might(table.headerSet.get(row));
  }

  messageMightHave(name: string): (message: MessageId) => boolean {
    const { headerSets, messages } = this.#conversations;
    const might = this.#knowing(name, (shape, header) => headerSets.shapeMightHave(shape, header));
    return message => might(messages.shape.get(message));
  }

  /** Asks once for each set or shape: they are few and never change. */
  #knowing(name: string, asks: (lists: number, header: number) => boolean): (lists: number) => boolean {
    const { names } = this.#conversations;
    let header = names.find(name);
    let known: (boolean | undefined)[] = [];
    return lists => {
      if (header === 0) {
        header = names.find(name);
        // The name has been met since then.
        if (header !== 0) known = [];
      }
      known[lists] ??= asks(lists, header);
      return known[lists];
    };
  }

  read(message: MessageId): MessageText | null {
    return this.#read(message);
  }
}
