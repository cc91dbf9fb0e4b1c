/**
 * A line of the screen before it is painted. In: nothing. Out: spans of safe text with a role each; the theme decides what
 * a role looks like, so that panes and the ladder never name a colour and a test can read what they say.
 */

/** What a piece of text is, not what it looks like. */
export type Role =
  | 'plain'
  | 'faint'
  | 'strong'
  | 'title'
  | 'focus'
  | 'key'
  | 'hit'
  | 'mark'
  | 'request'
  | 'provisional'
  | 'success'
  | 'redirect'
  | 'failure'
  | 'warning'
  | 'error'
  | 'name'
  | 'number'
  | 'media';

export interface Span {
  /** Made safe already (terminal/text.ts): no control characters, no tabs, no line ends. */
  text: string;
  role: Role;
  /** Drawn inverse (the cursor, a found piece of text). */
  inverse?: boolean;
}

export type Line = readonly Span[];

/** A line of one span. */
export function line(text: string, role: Role = 'plain'): Line {
  return [{ text, role }];
}

/** The bare text of a line: for tests, for `flow` without colour, for copying. */
export function textOf(spans: Line): string {
  return spans.map(span => span.text).join('');
}
