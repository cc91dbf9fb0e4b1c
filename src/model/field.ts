/**
 * The shape of the catalogue's entries (fields.ts): what a field is called, where its value comes from, and how the filter, the
 * list and the JSON have it. A facet that is absent means that the field has no place there.
 */

/** How values are read in the filter, compared and printed. Figures are counts, durations, times and statuses. */
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
  /** The name of a header: one of `words` where there are some. */
  | 'presence'
  /** A kind of model/outcomes.ts, a status or a state. */
  | 'outcome';

/** Texts that ids stand for: interned ones, endpoints, and lists of words. engine/search/row-values.ts knows where they are. */
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
  | 'outcomes'
  | 'places';

/** Where the value of a conversation comes from. */
export type Source =
  /** A figure in a column of the conversation table; times and durations are in µs there. */
  | { figure: string }
  /** An id in a column of the conversation table. */
  | { id: string; in: Texts }
  /** An id in a column of the message table, of the earliest message. */
  | { first: string; in: Texts }
  /** Made of several columns. */
  | { computed: 'row' | 'duration' }
  | { computed: 'row' | 'state' | 'side' | 'outcome'; in: Texts }
  /** Known to the current query only: where the number asked for stands. */
  | { query: 'places'; in: 'places' }
  /** The URI in a header of the earliest message, read from the capture where it is asked for. */
  | { uriOf: 'From' | 'To' };

/** Columns of the message table as a query asks for them. */
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

/** NaN where unknown. Marks (malformed, truncated, sdp: it has a session description) are 1 or 0. */
export type MessageFigureColumn = 'time' | 'status' | 'cseq' | 'malformed' | 'truncated' | 'sdp';

export type End = 'src' | 'dst';
export type Party = 'from' | 'to';
export type Agent = 'agent' | 'peer-agent';
export type TextPart = 'whole' | 'body' | 'sdp' | 'codecs' | 'media';

/** Ends of the earliest message; inside message(…) those of that message. `part`: what is compared and offered of them. */
export interface EndsAsk {
  ends: readonly End[];
  part: 'endpoint' | 'host' | 'port';
}

/** A number in some headers (names of NUMBER_KINDS); `parties`: of the earliest message only, whose numbers columns hold. */
export interface NumberAsk {
  numbersIn: readonly string[];
  parties?: readonly Party[];
}

/** The software of either side; inside message(…) the headers that tell it. */
export interface AgentAsk {
  either: readonly Agent[];
  headers: readonly string[];
}

/** How a term of the filter is answered, where it does not ask for the conversation's own value. */
export type Ask =
  /** Any message has it. */
  | { messageText: MessageTextColumn }
  | { messageFigure: MessageFigureColumn }
  | EndsAsk
  | NumberAsk
  | AgentAsk
  /** A number in the column of the earliest message, or part of the URI. */
  | { party: Party }
  /** `at` asks for a message, the others for the beginning of the conversation. */
  | { time: 'at' | 'since' | 'until' }
  /** A part of a message's text. */
  | { text: TextPart }
  /** A parameter of some headers. */
  | { parameter: string; of: readonly string[] }
  | { special: 'outcome' | 'found' | 'has' | 'header' | 'cseq' | 'fault' };

/** What is offered as values: those that occur, names of headers, the words of the field, or nothing. */
export type Completion = 'values' | 'headers' | 'words' | 'none';

export interface FilterFacet {
  /** Words that name it; the first is the one that is printed. The field's name where they are absent. */
  names?: readonly string[];
  /** A whole term. */
  example: string;
  completion: Completion;
  ask?: Ask;
  /** The value changes with the clock as well as with messages. */
  followsClock?: true;
}

export interface ColumnFacet {
  title: string;
  /** Cells before anything was measured, and below which the column says nothing (absent: all it needs). */
  width: number;
  least?: number;
  align?: 'right';
  /** Where the column's value is not what the filter asks for. */
  help?: string;
  /** 0 is not worth a figure. */
  hidesZero?: true;
  /** Row property that stands behind the value: the reason behind a status. */
  with?: 'reason';
  /** Name of the field whose order it has, where it is not its own: a promise of the settings. */
  sort?: string;
  /** Filter word that asks for what a cell shows, where it is not the field's own; null where none does by itself. */
  asks?: string | null;
  /** Name of the field to ask where the cell is empty. */
  asksIfEmpty?: string;
}

/** An entry of the catalogue. */
export interface Entry {
  /** Names the column and the order in settings: a promise. */
  name: string;
  type: FieldType;
  /** One sentence without a full stop. */
  help: string;
  /** The values there are, where they are few; `otherwise` is what stands for any other. */
  words?: readonly string[];
  otherwise?: string;
  value?: Source;
  /** Property of the conversation's row with the value; null there where it is unknown, unless it is `always` known. */
  key?: string;
  always?: true;
  /** Property of the row with the sentence that is shown and printed in place of the value. */
  shows?: 'outcome';
  filter?: FilterFacet;
  column?: ColumnFacet;
  /** Property of the object of `list --json`: a promise. */
  json?: string;
}
