/**
 * The values of conversations: the one place that knows where in the tables the catalogue's entries (model/fields.ts) find
 * theirs. Each is handed out as a function of a row that is an array look-up and no more: filters and orders call it once a
 * conversation.
 */
import { CONVERSATION } from '../../conversations/conversation-table.js';
import type { Conversations } from '../../conversations/conversations.js';
import { OUTCOME_COUNT, outcomeId, outcomeText } from '../../conversations/outcome.js';
import { CAUSE_IDS } from '../../model/causes.js';
import type { Texts as TextsName } from '../../model/field.js';
import { FIELDS, type FigureName, type Source, type TextName } from '../../model/fields.js';
import type { RowId } from '../../model/ids.js';
import { TRANSPORTS, transportAt } from '../../model/transports.js';
import { placeNames } from '../../query/predicates/scope.js';
import type { Interned } from '../../query/predicates/subject.js';
import { NUMBER_KINDS } from '../../sip/headers/header-table.js';
import { STATES } from '../../sip/states.js';
import { asPeopleOrder, type Compare, inCodeUnits } from './ranks.js';

/** What the states of conversations depend on besides their messages. */
export interface Moment {
  /** Time of the latest packet of all sources on the same clock; -Infinity if they tell none. */
  nowUs: number;
  /** No source can bring an answer any more. */
  ended: boolean;
}

export interface Clock {
  /** The moment to judge a conversation at that waits for an answer; it is valid until the next call. */
  momentOf(row: RowId): Moment;
  /** Whether the source of a conversation tells dates, not the time of day only. */
  isDated(row: RowId): boolean;
}

/** Texts by id, and how they sort: by their ids, as texts, or as addresses. */
export interface Texts {
  text(id: number): string | null;
  count(): number;
  /** Hardly a text comes twice: not worth testing all beforehand. */
  distinct?: true;
  order: 'listed' | { texts: Compare } | { ids: (a: number, b: number) => number };
}

/** What is found out of conversations together, as it is known by now. */
export interface FoundOut {
  /** The call of a conversation. */
  callOf(row: RowId): RowId;
  /** Index in CAUSE_IDS of its verdict; -1 for none. */
  causeOf(row: RowId): number;
  /** Id of what that is about; -1 for nothing. */
  aboutOf(row: RowId): number;
  /** The texts of these ids, as many as there are by now. */
  abouts(): readonly string[];
}

/** Fields whose values are found out with the causes. */
export const OF_CAUSES: ReadonlySet<string> = new Set(['cause', 'about']);

type Ids = (row: RowId) => number;
type TextSource = Extract<Source, { in: string }>;

const SIDES = [null, 'caller', 'callee', 'both'] as const;
const SOURCES: ReadonlyMap<string, Source | undefined> = new Map(FIELDS.map(({ name, value }) => [name, value]));

export class RowValues {
  readonly #conversations: Conversations;
  readonly #clock: Clock;
  readonly #foundOut: FoundOut;
  readonly #texts: Readonly<Record<TextsName, Texts>>;

  constructor(conversations: Conversations, clock: Clock, foundOut: FoundOut) {
    this.#conversations = conversations;
    this.#clock = clock;
    this.#foundOut = foundOut;
    this.#texts = textsOf(conversations, foundOut);
  }

  get conversations(): Conversations {
    return this.#conversations;
  }

  /** Whether the source of a conversation tells dates. */
  dated(row: RowId): boolean {
    return this.#clock.isDated(row);
  }

  /** Index in STATES. */
  state(row: RowId): number {
    const conversations = this.#conversations;
    if (!conversations.waits(row)) return conversations.table.state.get(row);
    const { nowUs, ended } = this.#clock.momentOf(row);
    return conversations.stateAt(row, nowUs, ended);
  }

  /** A figure by row: NaN where unknown, durations in ms, times in µs. */
  figure(field: FigureName): Ids {
    const { table } = this.#conversations;
    const source = sourceOf(field);
    if ('computed' in source) return source.computed === 'call' ? row => this.#foundOut.callOf(row) : row => row;
    if (!('figure' in source)) throw new Error(`${field} is no figure`);
    // Each place that reads a column sees few classes of columns: a place that sees all is four times as slow.
    const column = table[source.figure];
    switch (source.figure) {
      case 'status':
        return row => column.get(row) || Number.NaN;
      case 'durationUs':
      case 'ringUs':
      case 'setupUs':
        return row => column.get(row) / 1000;
      default:
        return row => column.get(row);
    }
  }

  /** Ids of texts by row, -1 for none; the texts are those of `texts`. */
  ids(field: TextName): Ids {
    const source = textSourceOf(field);
    if ('computed' in source) return this.#computed(source.computed);
    if ('query' in source) return () => -1;
    const { table, messages } = this.#conversations;
    if ('first' in source) {
      const column = messages[source.first];
      return row => column.get(table.firstMessage.get(row)) || -1;
    }
    const column = table[source.id];
    // Numbers are kept as id + 1; of all others 0 is none.
    return source.in === 'numbers' ? row => column.get(row) - 1 : row => column.get(row) || -1;
  }

  texts(field: TextName): Texts {
    return this.#texts[textSourceOf(field).in];
  }

  /** Ids and texts of a field, as queries ask for them. */
  interned(field: TextName): Interned<RowId> {
    const { text, count, distinct } = this.texts(field);
    return { id: this.ids(field), text, ...(!distinct && { count }) };
  }

  #computed(what: 'row' | 'state' | 'side' | 'outcome' | 'cause' | 'about'): Ids {
    const { table } = this.#conversations;
    switch (what) {
      case 'row':
        return row => row;
      case 'state':
        return row => this.state(row);
      case 'side':
        return row => side(table.flags.get(row));
      case 'cause':
        return row => this.#foundOut.causeOf(row);
      case 'about':
        return row => this.#foundOut.aboutOf(row);
      case 'outcome':
        return row => outcomeId(this.#conversations, row, this.state(row));
    }
  }
}

function sourceOf(field: string): Source {
  const source = SOURCES.get(field);
  if (source === undefined) throw new Error(`${field} is no value of a conversation`);
  return source;
}

function textSourceOf(field: string): TextSource {
  const source = sourceOf(field);
  if (!('in' in source)) throw new Error(`${field} is no text`);
  return source;
}

function textsOf(conversations: Conversations, { abouts }: FoundOut): Record<TextsName, Texts> {
  const { callIds, methods, numbers, reasons, agents, endpoints } = conversations;
  const people = { texts: asPeopleOrder };
  const interned = (texts: { count: number; text(id: number): string }): Texts => ({
    text: id => texts.text(id) || null,
    count: () => texts.count,
    order: people,
  });
  const words = (list: readonly (string | null)[]): Texts => ({
    text: id => list[id] ?? null,
    count: () => list.length,
    order: 'listed',
  });
  return {
    // A Call-ID's digits are no number.
    callIds: { ...interned(callIds), distinct: true, order: { texts: inCodeUnits } },
    methods: interned(methods),
    numbers: { ...interned(numbers), distinct: true },
    reasons: interned(reasons),
    agents: interned(agents),
    endpoints: {
      text: id => endpoints.format(id),
      count: () => endpoints.count,
      distinct: true,
      order: { ids: (a, b) => endpoints.compare(a, b) },
    },
    transports: { text: transportAt, count: () => TRANSPORTS.length, order: 'listed' },
    states: words(STATES),
    sides: words(SIDES),
    causes: words(CAUSE_IDS),
    causeKeys: { text: id => abouts()[id] || null, count: () => abouts().length, distinct: true, order: people },
    outcomes: { text: outcomeText, count: () => OUTCOME_COUNT, order: 'listed' },
    places: { text: placeNames, count: () => 1 << NUMBER_KINDS.length, order: people },
  };
}

function side(flags: number): number {
  const caller = (flags & CONVERSATION.ByeFromCaller) !== 0 ? 1 : 0;
  const callee = (flags & CONVERSATION.ByeFromCallee) !== 0 ? 2 : 0;
  return caller + callee || -1;
}
