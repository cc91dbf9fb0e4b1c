/** What is looked for in a text, whatever it is made from: no search through a message holds the thread for 100 ms. */

/** A place in a text: UTF-16 offsets. */
export interface Found {
  start: number;
  end: number;
}

export interface TextSearch {
  /** Whether the text holds it. */
  test(text: string): boolean;
  /** The first place; it may be empty. */
  first(text: string): Found | null;
  /** The places that are not empty, in order. */
  matches(text: string): Iterable<Found>;
}
