/**
 * The characters that are never printed raw, because a terminal, an editor or a browser acts on them instead of drawing
 * them: controls (C0, DEL, C1), formats (bidirectional, zero-width, interlinear, tags, the byte order mark), line and
 * paragraph separators, unpaired surrogates, and what is invisible by default. The screen, the commands, JSON, saved
 * texts and the clipboard share this one list.
 */

/** As the inside of a character class, for regular expressions with the flag `u`. */
export const ACTING = String.raw`\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}`;

const acting = new RegExp(`[${ACTING}]`, 'gu');
/** A carriage return on its own would let a line be overwritten. */
const actingInLine = new RegExp(`(?!\\t|\\n|\\r\\n)[${ACTING}]`, 'gu');
const printable = /^[\x20-\x7e]*$/;
/** What may have to be replaced in a text of several lines; nearly no message has any of it. */
const suspectInLine = /[^\t\n\r\x20-\x7e]|\r(?!\n)/;

/** A value as JSON on one line. */
export function jsonLine(value: unknown): string {
  return inertJson(JSON.stringify(value));
}

/** JSON of one line with every such character as `\uXXXX`: the same value, whoever prints it. */
export function inertJson(json: string): string {
  return printable.test(json) ? json : json.replace(acting, escaped);
}

/** One escape for each UTF-16 unit (RFC 8259 section 7). */
function escaped(character: string): string {
  return character.replace(/./gs, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether a text has none of them: it can be printed as it is. */
export function isInert(text: string): boolean {
  return printable.test(text) || text.search(acting) < 0;
}

/** A text of several lines with a stand-in for every such character but its tabs and line ends. */
export function inertLines(text: string, standIn: (character: string) => string): string {
  return suspectInLine.test(text) ? text.replace(actingInLine, standIn) : text;
}
