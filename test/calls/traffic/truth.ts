/** The true answer: which Call-IDs are one call, and by what each pair of legs shows it. */

export interface TrueLink {
  a: string;
  b: string;
  /** The evidence there is for it beside times and echoes: "session-id", or "none: same numbers". */
  kind: string;
}

export interface TrueCall {
  /** What the call is: "two legs", "fork", "bait: retry". */
  shape: string;
  /** Call-IDs in the order of their beginning; one alone is a call, too. */
  legs: readonly string[];
  /** Enough of them to hold the legs together; none where there is one leg. */
  links: readonly TrueLink[];
}

export interface Truth {
  calls: TrueCall[];
}
