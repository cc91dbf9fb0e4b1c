/**
 * A query subject over a few hand-written conversations, with their messages as text. It counts the messages it
 * reads.
 */
import type { MessageFigureColumn, MessageTextColumn } from '../../src/model/field.js';
import type { FigureName, TextName } from '../../src/model/fields.js';
import { type MessageId, messageId, type RowId, rowId } from '../../src/model/ids.js';
import type { Interned, MessageText, Subject } from '../../src/query/predicates/subject.js';
import { NUMBER, NUMBER_KINDS } from '../../src/sip/headers/header-table.js';

export interface Sent {
  /** ISO 8601. */
  time: string;
  src: string;
  dst: string;
  /** The start line, headers, an empty line, the body; lines end with LF. */
  text: string;
  malformed?: boolean;
  truncated?: boolean;
  source?: string;
  /** UDP by default. */
  transport?: string;
  codecs?: string[];
  media?: string[];
  faults?: string[];
}

export interface Conversation {
  texts?: Partial<Record<TextName, string>>;
  figures?: Partial<Record<FigureName, number>>;
  /** True by default. */
  dated?: boolean;
  messages: Sent[];
}

interface Cut {
  start: string;
  headers: [string, string][];
  body: string;
}

function cut(text: string): Cut {
  const [head, ...body] = text.split('\n\n');
  const [start, ...lines] = head!.split('\n');
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
  });
  return { start: start!, headers, body: body.join('\n\n') };
}

function values(message: Sent, name: string): string[] {
  return cut(message.text)
    .headers.filter(header => header[0].toLowerCase() === name.toLowerCase())
    .map(header => header[1]);
}

/** The user part of the first URI, by a rule of the test itself. */
function user(value: string | undefined): string | undefined {
  return /(?:sips?:([^@;>]+)(?:;[^@>]*)?@|tel:([^;>]+))/
    .exec(value ?? '')
    ?.slice(1)
    .find(part => part !== undefined);
}

export class Table implements Subject {
  reads = 0;
  readonly #rows: Conversation[];
  readonly #messages: Sent[];
  readonly #texts: string[] = [];

  constructor(rows: Conversation[]) {
    this.#rows = rows;
    this.#messages = rows.flatMap(row => row.messages);
  }

  /** Indexes of the conversations a predicate passes. */
  select(matches: (row: RowId) => boolean): RowId[] {
    return this.#rows.map((_, row) => rowId(row)).filter(matches);
  }

  #intern(text: string | undefined): number {
    if (text === undefined) return -1;
    const known = this.#texts.indexOf(text);
    return known >= 0 ? known : this.#texts.push(text) - 1;
  }

  #column<Row>(value: (row: Row) => string | undefined): Interned<Row> {
    return { id: row => this.#intern(value(row)), text: id => this.#texts[id] ?? null };
  }

  text(column: TextName): Interned<RowId> {
    return this.#column(row => {
      const { texts, messages } = this.#rows[row]!;
      const first = messages[0]!;
      if (texts?.[column] !== undefined) return texts[column];
      if (column === 'from' || column === 'to') return user(values(first, column)[0]);
      if (column === 'src' || column === 'dst') return first[column];
      if (column === 'callid') return values(first, 'Call-ID')[0];
      return undefined;
    });
  }

  figure(column: FigureName): (row: RowId) => number {
    return row => {
      const { figures, messages } = this.#rows[row]!;
      if (figures?.[column] !== undefined) return figures[column];
      if (column === 'index') return row;
      if (column === 'messages') return messages.length;
      if (column === 'time') return Date.parse(messages[0]!.time) * 1000;
      if (column === 'end') return Date.parse(messages.at(-1)!.time) * 1000;
      return Number.NaN;
    };
  }

  dated(row: RowId): boolean {
    return this.#rows[row]!.dated ?? true;
  }

  first(row: RowId): MessageId {
    return this.#id(this.#rows[row]!.messages[0]!);
  }

  messages(row: RowId, visit: (message: MessageId) => boolean): boolean {
    return this.#rows[row]!.messages.some(message => visit(this.#id(message)));
  }

  #id(message: Sent): MessageId {
    return messageId(this.#messages.indexOf(message));
  }

  messageText(column: MessageTextColumn): Interned<MessageId> {
    return this.#column(id => {
      const message = this.#messages[id]!;
      const { start } = cut(message.text);
      const status = /^SIP\/2.0 (\d+) (.*)/.exec(start);
      if (column === 'method') return status ? undefined : start.split(' ')[0];
      if (column === 'reason') return status?.[2];
      if (column === 'cseqMethod') return values(message, 'CSeq')[0]?.split(' ')[1];
      if (column === 'transport') return message.transport ?? 'UDP';
      return column === 'source' ? message.source : message[column];
    });
  }

  messageFigure(column: MessageFigureColumn): (message: MessageId) => number {
    return id => {
      const message = this.#messages[id]!;
      if (column === 'time') return Date.parse(message.time) * 1000;
      if (column === 'status') return Number(/^SIP\/2.0 (\d+)/.exec(message.text)?.[1] ?? Number.NaN);
      if (column === 'cseq') return Number.parseInt(values(message, 'CSeq')[0] ?? '', 10);
      if (column === 'sdp') return cut(message.text).body.startsWith('v=0') ? 1 : 0;
      return message[column] ? 1 : 0;
    };
  }

  /** Messages of a conversation with a session description. */
  withSdp(row: RowId): Sent[] {
    return this.#rows[row]!.messages.filter(message => cut(message.text).body.startsWith('v=0'));
  }

  numbers(row: RowId, visit: (number: number, kinds: number) => boolean): boolean {
    const kinds = new Map<number, number>();
    for (const message of this.#rows[row]!.messages) {
      NUMBER_KINDS.forEach((name, kind) => {
        const places = kind === NUMBER.RequestUri ? [cut(message.text).start] : values(message, name);
        for (const place of places) {
          const id = this.#intern(user(place));
          if (id >= 0) kinds.set(id, (kinds.get(id) ?? 0) | (1 << kind));
        }
      });
    }
    return [...kinds].some(([id, mask]) => visit(id, mask));
  }

  number(id: number): string | null {
    return this.#texts[id] ?? null;
  }

  hasHeader(name: string): (row: RowId) => boolean {
    return row => this.#rows[row]!.messages.some(message => values(message, name).length > 0);
  }

  readonly listsHeaders = true;

  mightHaveHeader(name: string): (row: RowId) => boolean {
    return this.hasHeader(name);
  }

  messageMightHave(name: string): (message: MessageId) => boolean {
    return id => values(this.#messages[id]!, name).length > 0;
  }

  read(id: MessageId): MessageText | null {
    this.reads++;
    const message = this.#messages[id]!;
    const { start, body } = cut(message.text);
    return {
      whole: () => message.text,
      startLine: () => start,
      headers: name => values(message, name),
      body: () => body,
      sdp: () => (body.startsWith('v=0') ? body : ''),
      codecs: () => message.codecs ?? [],
      media: () => message.media ?? [],
      faults: () => message.faults ?? [],
    };
  }
}
