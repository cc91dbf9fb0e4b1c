/**
 * The values that occur in a field, for completion. In: a field of the query language. Out: distinct values with the number of
 * conversations that have them, most frequent first; in steps.
 */
import { MESSAGE } from '../conversations/message-table.js';
import { placesOf } from '../query/number-terms.js';
import type { TextColumn } from '../query/subject.js';
import type { CaptureIndex } from './capture-index.js';
import type { Requests } from './protocol/requests.js';

type Values = Requests['values']['answer'];

/** Texts of one conversation are told one after the other, a value as often as it occurs. */
interface Countable {
  /** Calls `count` with the id of each value of a row. */
  visit(row: number, count: (id: number) => void): void;
  /** The text of an id; null where it is none to be offered. */
  text(id: number): string | null;
  /** Rows visited in one step. */
  rowsAStep: number;
}

/** Messages read for values that no column holds: enough to know what is common. */
const MOST_READ = 20_000;

export function* distinctValues(
  index: CaptureIndex,
  field: string,
  prefix: string,
  limit: number,
): Generator<undefined, Values> {
  const countable = countableOf(index, field);
  if (!countable) return [];
  const counts = new Map<number, number>();
  const ofRow = new Set<number>();
  const note = (id: number) => {
    if (id >= 0) ofRow.add(id);
  };
  for (const row of index.conversations.rows) {
    ofRow.clear();
    countable.visit(row, note);
    for (const id of ofRow) counts.set(id, (counts.get(id) ?? 0) + 1);
    if (row % countable.rowsAStep === 0) yield;
  }
  const byText = new Map<string, number>();
  const begins = prefix.toLowerCase();
  for (const [id, times] of counts) {
    const value = countable.text(id);
    if (value?.toLowerCase().startsWith(begins)) byText.set(value, (byText.get(value) ?? 0) + times);
  }
  const sorted = Array.from(byText, ([value, times]) => ({ value, count: times }));
  return sorted.sort((a, b) => b.count - a.count).slice(0, limit);
}

function countableOf(index: CaptureIndex, field: string): Countable | undefined {
  const { endpoints } = index.conversations;
  const host = (id: number) => endpoints.host(id);
  const port = (id: number) => /:(\d+)$/.exec(endpoints.format(id) ?? '')?.[1] ?? null;
  switch (field) {
    case 'srcnum':
    case 'from':
      return columns(index, 'from');
    case 'dstnum':
    case 'to':
      return columns(index, 'to');
    case 'telnum':
      return columns(index, 'from', 'to');
    case 'num':
    case 'diversion':
    case 'pai':
    case 'ppi':
    case 'rpid':
      return numbers(index, field);
    case 'src':
    case 'dst':
    case 'method':
    case 'state':
    case 'reason':
    case 'transport':
    case 'callid':
    case 'hungup':
      return columns(index, field);
    case 'srcip':
      return { ...columns(index, 'src'), text: host };
    case 'dstip':
      return { ...columns(index, 'dst'), text: host };
    case 'ip':
      return { ...columns(index, 'src', 'dst'), text: host };
    case 'srcport':
      return { ...columns(index, 'src'), text: port };
    case 'dstport':
      return { ...columns(index, 'dst'), text: port };
    case 'ua':
      return columns(index, 'callerAgent', 'calleeAgent');
    case 'status':
      return statuses(index);
    case 'source':
      return sources(index);
    case 'codec':
    case 'media':
      return read(index, field);
    default:
      return undefined;
  }
}

/** Columns of a conversation whose ids mean the same texts. */
function columns(index: CaptureIndex, ...names: TextColumn[]): Countable {
  const all = names.map(name => index.subject.text(name));
  return {
    visit: (row, count) => {
      for (const column of all) count(column.id(row));
    },
    text: id => all[0]!.text(id),
    rowsAStep: 512,
  };
}

function numbers({ subject }: CaptureIndex, field: string): Countable {
  const places = placesOf(field);
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

function statuses({ subject, conversations }: CaptureIndex): Countable {
  const { status } = conversations.messages;
  return {
    visit: (row, count) => {
      subject.messages(row, message => {
        count(status.get(message) || -1);
        return false;
      });
    },
    text: String,
    rowsAStep: 128,
  };
}

function sources({ subject }: CaptureIndex): Countable {
  const column = subject.messageText('source');
  return { visit: (row, count) => count(column.id(subject.first(row))), text: id => column.text(id), rowsAStep: 512 };
}

/** What only the text of a message tells: of one message with a session description a conversation. */
function read({ subject, conversations }: CaptureIndex, field: 'codec' | 'media'): Countable {
  const { messages } = conversations;
  const ids = new Map<string, number>();
  const texts: string[] = [];
  let left = MOST_READ;
  return {
    visit: (row, count) => {
      subject.messages(row, message => {
        if (left === 0 || !messages.has(message, MESSAGE.Sdp)) return left === 0;
        left--;
        const text = subject.read(message);
        for (const value of (field === 'codec' ? text?.codecs() : text?.media()) ?? []) {
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
