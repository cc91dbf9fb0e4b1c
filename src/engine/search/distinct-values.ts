/**
 * The values that occur in a field, for completion, with the number of conversations that have them, most frequent first, and how many
 * have none; counted in steps.
 */
import { viewOf } from '../../bytes/words.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { EndsAsk, MessageFigureColumn, MessageTextColumn } from '../../model/field.js';
import type { TextName } from '../../model/fields.js';
import type { RowId } from '../../model/ids.js';
import { placesOf } from '../../query/predicates/number-terms.js';
import { FIELDS } from '../../query/language/fields.js';
import { Interner } from '../../tables/interner.js';
import { NONE } from '../../query/language/stand-ins.js';
import type { CaptureIndex } from '../capture-index.js';
import type { Requests } from '../protocol/requests.js';

type Values = Requests['values']['answer'];

/** Texts of one conversation come one after the other, a value as often as it occurs. */
interface Countable {
  /** Calls `count` with the id of each value of a row. */
  visit(row: RowId, count: (id: number) => void): void;
  /** The text of an id; null if it is none to be offered. */
  text(id: number): string | null;
  /** Rows visited in one step. */
  rowsAStep: number;
}

/** Of a field whose values are not offered. */
const NOTHING: Countable = { visit: () => undefined, text: () => null, rowsAStep: 256 };

/** Messages read for values that no column holds: enough to know what is common. */
const MAX_READ = 20_000;

/** Which conversations are counted, and which of them have no value: null where that is not to be told from columns. */
export interface Counted {
  among: (row: RowId) => boolean;
  hasNone: ((row: RowId) => boolean) | null;
}

export function* distinctValues(
  index: CaptureIndex,
  field: string,
  prefix: string,
  limit: number,
  { among, hasNone }: Counted,
): Generator<undefined, Values> {
  const countable = countableOf(index, field) ?? NOTHING;
  const counts = new Map<number, number>();
  const ofRow = new Set<number>();
  const note = (id: number) => {
    if (id >= 0) ofRow.add(id);
  };
  let none = 0;
  for (const row of index.conversations.rows) {
    if (row % countable.rowsAStep === 0) yield;
    if (!among(row)) continue;
    ofRow.clear();
    countable.visit(row, note);
    for (const id of ofRow) counts.set(id, (counts.get(id) ?? 0) + 1);
    if (hasNone?.(row)) none++;
  }
  // By text: several ids may have the same. A Map hashes a text of digits without a secret, so no key is only digits.
  const byText = new Map<string, { value: string; count: number }>();
  const begins = prefix.toLowerCase();
  for (const [id, times] of counts) {
    const value = countable.text(id);
    if (!value?.toLowerCase().startsWith(begins)) continue;
    const known = byText.get(`=${value}`);
    if (known === undefined) byText.set(`=${value}`, { value, count: times });
    else known.count += times;
  }
  const sorted: Values = [...byText.values()].sort((a, b) => b.count - a.count);
  if (none > 0 && NONE.startsWith(begins)) sorted.push({ value: null, count: none });
  return sorted.slice(0, limit);
}

function countableOf(index: CaptureIndex, field: string): Countable | undefined {
  const known = FIELDS.find(({ name }) => name === field);
  if (known === undefined) return undefined;
  const { ask, own } = known;
  if ('ends' in ask) return ends(index, ask);
  if ('either' in ask) return columns(index, ask.either);
  if ('messageFigure' in ask) return figures(index, ask.messageFigure);
  if (own !== null && 'text' in own) return columns(index, [own.text]);
  if ('numbersIn' in ask) return ask.parties ? columns(index, ask.parties) : numbers(index, ask.numbersIn);
  if ('messageText' in ask) return ofFirst(index, ask.messageText);
  if ('text' in ask && (ask.text === 'codecs' || ask.text === 'media')) return read(index, ask.text);
  return undefined;
}

/** Values of a conversation whose ids mean the same texts. */
function columns({ subject }: CaptureIndex, names: readonly TextName[]): Countable {
  const all = names.map(name => subject.text(name));
  return {
    visit: (row, count) => {
      for (const column of all) count(column.id(row));
    },
    text: id => all[0]!.text(id),
    rowsAStep: 512,
  };
}

function ends(index: CaptureIndex, { ends, part }: EndsAsk): Countable {
  const { endpoints } = index.conversations;
  const ids = columns(index, ends);
  if (part === 'host') return { ...ids, text: id => endpoints.host(id) };
  if (part === 'endpoint') return ids;
  return { ...ids, text: id => (endpoints.host(id) === null ? null : String(endpoints.port(id))) };
}

function numbers({ subject }: CaptureIndex, headers: readonly string[]): Countable {
  const places = placesOf(headers);
  return {
    visit: (row, count) => {
      subject.numbers(row, (number, kinds) => {
        if ((kinds & places) !== 0) count(number);
        return false;
      });
    },
    text: id => subject.number(id),
    rowsAStep: 256,
  };
}

/** Figures of messages. They are numbered first: a packet chooses them, and a Map hashes a number without a secret. */
function figures({ subject }: CaptureIndex, column: MessageFigureColumn): Countable {
  const figure = subject.messageFigure(column);
  const numbered = new Interner();
  const bytes = new DataView(new ArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  return {
    visit: (row, count) => {
      subject.messages(row, message => {
        const known = figure(message);
        bytes.setFloat64(0, known);
        if (!Number.isNaN(known)) count(numbered.intern(new Uint8Array(bytes.buffer)));
        return false;
      });
    },
    text: id => String(viewOf(numbered.bytesOf(id)).getFloat64(0)),
    rowsAStep: 128,
  };
}

/** What the earliest message says. */
function ofFirst({ subject }: CaptureIndex, name: MessageTextColumn): Countable {
  const column = subject.messageText(name);
  return { visit: (row, count) => count(column.id(subject.first(row))), text: id => column.text(id), rowsAStep: 512 };
}

/** What only the text of a message tells: of one message with a session description a conversation. */
function read({ subject, conversations }: CaptureIndex, part: 'codecs' | 'media'): Countable {
  const { messages } = conversations;
  const ids = new Map<string, number>();
  const texts: string[] = [];
  let left = MAX_READ;
  return {
    visit: (row, count) => {
      subject.messages(row, message => {
        if (left === 0 || !messages.has(message, MESSAGE.Sdp)) return left === 0;
        left--;
        const text = subject.read(message);
        for (const value of text?.[part]() ?? []) {
          const id = ids.get(value) ?? texts.push(value) - 1;
          ids.set(value, id);
          count(id);
        }
        return true;
      });
    },
    text: id => texts[id] ?? null,
    rowsAStep: 8,
  };
}
