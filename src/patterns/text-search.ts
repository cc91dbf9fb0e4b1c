/** What is looked for in a text, whatever it is made from: no search through a message holds the thread for 100 ms. */

/** A place in a text: UTF-16 offsets. */
export interface Found {
  start: number;
  end: number;
}

export interface TextSearch {
  /** What a character costs at most; see MAX_WEIGHT in pattern.ts. */
  readonly weight: number;
  /** Tests a header or a line: a message may have thousands, so none may take long. */
  test(text: string): boolean;
  /** Tests a whole message or a whole body: there is one, so it may take longer. */
  testWhole(text: string): boolean;
  /** The first places that are not empty, in order: `most` at most. */
  matches(text: string, most: number): Found[];
}
