/** A message in its parts, as parseMessage makes it; all offsets are bytes from the start of the message. */

/** One header line. */
export interface HeaderField {
  /** As spelled; "" if the line has no colon. */
  name: string;
  /** In canonical spelling: "i" is "Call-ID". */
  canonical: string;
  /** Unfolded: line ends and the white space around them are one space. */
  value: string;
  start: number;
  valueStart: number;
  /** End of the last line of the value. */
  end: number;
}

export interface ParsedMessage {
  /** Where the start line begins, behind any empty lines. */
  start: number;
  startLine: string;
  /** Null for a response. */
  method: string | null;
  /** Request-URI; null for a response. */
  uri: string | null;
  /** Null for a request, and where it is no number. */
  status: number | null;
  /** Null for a request; "" where a response has none. */
  reason: string | null;
  version: string | null;
  /** Order, spelling and repeats as they stand. */
  headers: [name: string, value: string][];
  fields: HeaderField[];
  /** An empty line ends the headers. */
  headersEnded: boolean;
  /** Lines end with a lone CR, too. */
  loneCr: boolean;
  /** The body's bytes: as many as Content-Length says, as far as they are there. */
  bodyStart: number;
  bodyEnd: number;
}
