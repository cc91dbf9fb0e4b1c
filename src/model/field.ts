/**
 * The shape of the catalogue's entries (fields.ts): what a field is called, where its value comes from, and how the
 * filter, the list and the JSON show it. A field without a facet does not appear there.
 */

/** How values are read in the filter, compared and printed. Counts, durations, times and statuses are figures. */
export type FieldType =
  /** A telephone number. */
  | 'number'
  /** A number, or part of a URI. */
  | 'party'
  /** A host and port: "10.0.0.1:5060". */
  | 'address'
  | 'text'
  | 'count'
  | 'duration'
  | 'time'
  | 'status'
  | 'method'
  /** One of `words`. */
  | 'word'
  /** The name of a header; one of `words` if those are given. */
  | 'presence'
  /** A kind of model/outcomes.ts, a status or a state. */
  | 'outcome';

/**
 * The texts that ids stand for: interned ones, endpoints, and lists of words. engine/search/row-values.ts finds them.
 */
export type Texts =
  | 'callIds'
  | 'methods'
  | 'numbers'
  | 'reasons'
  | 'agents'
  | 'endpoints'
  | 'transports'
  | 'states'
  | 'sides'
  | 'causes'
  | 'causeKeys'
  | 'outcomes'
  | 'places';

/** Where the value of a conversation comes from. */
export type Source =
  /** A figure in a column of the conversation table; times and durations are in µs there. */
  | { figure: string }
  /** An id in a column of the conversation table. */
  | { id: string; in: Texts }
  /** An id in a column of the message table, for the earliest message. */
  | { first: string; in: Texts }
  /** The row's own number, or that of its call. */
  | { computed: 'row' | 'call' }
  | { computed: 'row' | 'state' | 'side' | 'outcome' | 'cause' | 'about'; in: Texts }
  /** Known to the current query only: the headers that have the number it looks for. */
  | { query: 'places'; in: 'places' }
  /** The URI in a header of the earliest message, read from the capture on demand. */
  | { uriOf: 'From' | 'To' };

/** Columns of the message table that a query can use. */
export type MessageTextColumn =
  /** Of a request; -1 for a response. */
  | 'method'
  | 'reason'
  | 'cseqMethod'
  | 'src'
  | 'dst'
  | 'transport'
  /** The name of the file or interface it came from. */
  | 'source';

/** NaN where unknown. Flags (malformed, truncated, sdp: it has a session description) are 1 or 0. */
export type MessageFigureColumn = 'time' | 'status' | 'cseq' | 'malformed' | 'truncated' | 'sdp';

export type End = 'src' | 'dst';
export type Party = 'from' | 'to';
export type Agent = 'agent' | 'peer-agent';
export type TextPart = 'whole' | 'body' | 'sdp' | 'codecs' | 'media';

/** Ends of the earliest message; inside message(…), of that message. `part`: what is compared and offered. */
export interface EndsAsk {
  ends: readonly End[];
  part: 'endpoint' | 'host' | 'port';
}

/**
 * A number in these headers (names of NUMBER_KINDS); `parties`: of the earliest message only, whose numbers are in
 * columns.
 */
export interface NumberAsk {
  numbersIn: readonly string[];
  parties?: readonly Party[];
}

/** The software of either side; inside message(…), the headers that name it. */
export interface AgentAsk {
  either: readonly Agent[];
  headers: readonly string[];
}

/** How a term of the filter is answered if not by the conversation's own value. */
export type Ask =
  /** Any message has it. */
  | { messageText: MessageTextColumn }
  | { messageFigure: MessageFigureColumn }
  | EndsAsk
  | NumberAsk
  | AgentAsk
  /** The earliest message's number, or part of its URI. */
  | { party: Party }
  /** `at` asks for a message, the others for the beginning of the conversation. */
  | { time: 'at' | 'since' | 'until' }
  /** A part of a message's text. */
  | { text: TextPart }
  /** A parameter of some headers. */
  | { parameter: string; of: readonly string[] }
  | { special: 'outcome' | 'found' | 'has' | 'header' | 'cseq' | 'fault' };

/** What completion offers: values that occur, names of headers, the words of the field, or nothing. */
export type Completion = 'values' | 'headers' | 'words' | 'none';

export interface FilterFacet {
  /** Words that name it, the one that is printed first. By default the field's name. */
  names?: readonly string[];
  /** A whole term. */
  example: string;
  completion: Completion;
  ask?: Ask;
  /** The value changes with the clock as well as with messages. */
  followsClock?: true;
  /** The value changes with what is found out about other conversations, too: those that are legs of one call. */
  followsCalls?: true;
  /** The value changes with what is found wrong in the whole capture. */
  followsCauses?: true;
}

export interface ColumnFacet {
  title: string;
  /**
   * Cells before anything is measured; `least`: the fewest cells that still say something (by default all it needs).
   */
  width: number;
  least?: number;
  align?: 'right';
  /** Set if the column's value is not what the filter looks for. */
  help?: string;
  /** Leaves the cell of a 0 empty. */
  hidesZero?: true;
  /** Row property shown after the value: the reason phrase after a status. */
  with?: 'reason';
  /** Name of the field it sorts by, if not itself: a promise of the settings. */
  sort?: string;
  /** Filter word that matches what a cell shows, if not the field's own; null if none does. */
  asks?: string | null;
  /** Name of the field to filter by if the cell is empty. */
  asksIfEmpty?: string;
}

/** An entry of the catalogue. */
export interface Entry {
  /** Names the column and the sort order in settings: a promise. */
  name: string;
  type: FieldType;
  /** One sentence without a full stop. */
  help: string;
  /** The possible values, if they are few. */
  words?: readonly string[];
  /** Words of the filter that stand for several of `words`. */
  groups?: Readonly<Record<string, readonly string[]>>;
  value?: Source;
  /** Property of the conversation's row that has the value; null if unknown, unless it is `always` known. */
  key?: string;
  always?: true;
  /** Property of the row whose sentence is shown and printed instead of the value. */
  shows?: 'outcome';
  filter?: FilterFacet;
  column?: ColumnFacet;
  /** Property of the object of `list --json`: a promise. */
  json?: string;
}
