/**
 * The values that occur in a field, for completion. In: a field of the query language. Out: distinct values with the number of
 * conversations that have them, most frequent first; in steps.
 */
import type { CaptureIndex } from './capture-index.js';
import type { Requests } from './protocol.js';

type Values = Requests['values']['answer'];
type Visit = (row: number, count: (id: number) => void) => void;

interface Countable {
  visit: Visit;
  text(id: number): string | null;
}

export function* distinctValues(index: CaptureIndex, field: string, limit: number): Generator<undefined, Values> {
  const countable = valuesOf(index, field);
  if (!countable) return [];
  const counts = new Map<number, number>();
  const count = (id: number) => {
    if (id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  for (let row = 0; row < index.conversations.count; row++) {
    countable.visit(row, count);
    if (row % 1024 === 1023) yield;
  }
  const byText = new Map<string, number>();
  for (const [id, times] of counts) {
    const value = countable.text(id);
    if (value !== null) byText.set(value, (byText.get(value) ?? 0) + times);
  }
  const sorted = Array.from(byText, ([value, times]) => ({ value, count: times }));
  return sorted.sort((a, b) => b.count - a.count).slice(0, limit);
}

function valuesOf(index: CaptureIndex, field: string): Countable | undefined {
  const { subject, conversations } = index;
  const { endpoints, numbers, messages, table } = conversations;
  const first = (row: number) => table.first.get(row) - 1;
  const one = (column: { id(row: number): number; text(id: number): string | null }): Countable => ({
    visit: (row, count) => count(column.id(row)),
    text: id => column.text(id),
  });
  const host = (id: number) => endpoints.host(id);
  switch (field) {
    case 'srcnum':
    case 'from':
      return one(subject.text('from'));
    case 'dstnum':
    case 'to':
      return one(subject.text('to'));
    case 'telnum':
      return {
        visit: (row, count) => {
          count(table.from.get(row) - 1);
          count(table.to.get(row) - 1);
        },
        text: id => numbers.text(id),
      };
    case 'num':
    case 'diversion':
    case 'pai':
    case 'ppi':
    case 'rpid':
      return {
        visit: (row, count) => {
          subject.numbers(row, number => {
            count(number);
            return false;
          });
        },
        text: id => numbers.text(id),
      };
    case 'src':
    case 'dst':
    case 'method':
    case 'state':
    case 'reason':
    case 'transport':
    case 'callid':
    case 'hungup':
      return one(subject.text(field));
    case 'srcip':
      return { visit: (row, count) => count(messages.source.get(first(row))), text: host };
    case 'dstip':
      return { visit: (row, count) => count(messages.destination.get(first(row))), text: host };
    case 'ip':
      return {
        visit: (row, count) => {
          count(messages.source.get(first(row)));
          count(messages.destination.get(first(row)));
        },
        text: host,
      };
    case 'status':
      return { visit: (row, count) => count(table.status.get(row) || -1), text: id => String(id) };
    case 'ua': {
      const caller = subject.text('callerAgent');
      const callee = subject.text('calleeAgent');
      return {
        visit: (row, count) => {
          count(caller.id(row));
          count(callee.id(row));
        },
        text: id => caller.text(id),
      };
    }
    default:
      return undefined;
  }
}
