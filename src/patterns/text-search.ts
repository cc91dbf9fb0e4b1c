/** What is looked for in a text, whatever it is made from: no search through a message holds the thread for 100 ms. */

/** A place in a text: UTF-16 offsets. */
export interface Found {
  start: number;
  end: number;
}

export interface TextSearch {
  /** Time that a character takes at most: see MAX_WEIGHT of a pattern. */
  readonly weight: number;
  /** Whether a text holds it of which a message may have very many: a header, a line. */
  test(text: string): boolean;
  /** Whether a message as a whole holds it, or all of its body. */
  testWhole(text: string): boolean;
  /** The first places that are not empty, in order: `most` at most. */
  matches(text: string, most: number): Found[];
}
