/**
 * What each column sorts by. In: the name of a column. Out: a number by conversation, made in steps: figures as they are,
 * texts by their rank among all texts of the column, addresses by their bytes.
 */
import { NO_DURATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import type { Endpoints } from '../conversations/endpoints.js';
import type { HeaderColumn } from './search/header-columns.js';
import type { SourceClock } from './sources/source-clock.js';
import type { SortKey } from './protocol/query.js';
import { asPeopleOrder, inCodeUnits, ranks, textRanks } from './ranks.js';
import type { MakeKey } from './search/result.js';

type Key = (row: number) => number;

export class SortKeys {
  readonly #conversations: Conversations;
  readonly #moments: SourceClock;
  readonly #headerColumn: (name: string) => HeaderColumn;
  readonly #progress: (name: string, share: number) => void;

  constructor(
    conversations: Conversations,
    moments: SourceClock,
    headerColumn: (name: string) => HeaderColumn,
    progress: (name: string, share: number) => void,
  ) {
    this.#conversations = conversations;
    this.#moments = moments;
    this.#headerColumn = headerColumn;
    this.#progress = progress;
  }

  /** Undefined for the order of arrival. */
  of(sort: SortKey): MakeKey {
    const { table, messages, numbers, methods, reasons, agents, callIds, endpoints } = this.#conversations;
    const first = (row: number) => table.first.get(row) - 1;
    if (sort.startsWith('header:')) {
      const name = sort.slice('header:'.length);
      return () => this.#headerColumn(name).sortKey(share => this.#progress(name, share));
    }
    switch (sort) {
      case 'time':
        return figure(row => table.startUs.get(row));
      case 'duration':
        return figure(row => table.endUs.get(row) - table.startUs.get(row));
      case 'status':
        return figure(row => table.status.get(row) || Number.NaN);
      case 'ring':
        return figure(row => known(table.ringUs.get(row)));
      case 'setup':
        return figure(row => known(table.setupUs.get(row)));
      case 'messages':
        return figure(row => table.messages.get(row));
      case 'retransmissions':
        return figure(row => table.retransmissions.get(row));
      case 'state':
        return figure(row => this.#moments.state(row));
      case 'transport':
        return figure(row => messages.transport.get(first(row)));
      case 'method':
        return byText(methods, row => messages.method.get(first(row)));
      case 'from':
        return byText(numbers, row => table.from.get(row) - 1);
      case 'to':
        return byText(numbers, row => table.to.get(row) - 1);
      case 'reason':
        return byText(reasons, row => table.reason.get(row));
      case 'agent':
        return byText(agents, row => table.callerAgent.get(row));
      case 'callid':
        return byText(callIds, row => row, inCodeUnits);
      case 'src':
        return byAddress(endpoints, row => messages.source.get(first(row)));
      case 'dst':
        return byAddress(endpoints, row => messages.destination.get(first(row)));
      default:
        return undefined;
    }
  }
}

function figure(key: Key): MakeKey {
  // biome-ignore lint/correctness/useYield: a figure needs no steps, a text does; both are made the same way
  return function* () {
    return key;
  };
}

function byText(texts: { count: number; text(id: number): string | null }, id: Key, compare = asPeopleOrder): MakeKey {
  return function* () {
    const rank = yield* textRanks(texts.count, each => texts.text(each), compare);
    return row => rank[id(row)] ?? Number.NaN;
  };
}

function byAddress(endpoints: Endpoints, id: Key): MakeKey {
  return function* () {
    const ids = Array.from({ length: endpoints.count - 1 }, (_, i) => i + 1);
    const rank = yield* ranks(endpoints.count, ids, (a, b) => endpoints.compare(a, b));
    return row => rank[id(row)] ?? Number.NaN;
  };
}

function known(us: number): number {
  return us === NO_DURATION ? Number.NaN : us;
}
