/** A character that is none of a printed packet, before its first line: what a paste, a quotation or an editor left. */
const STRAY = /^(?:[`'"|>*#([{<~^;,:=_\\]|\xef\xbb\xbf){1,3} ?/;

/** Terminal colours: ESC [ … m. */
const COLOUR = new RegExp(String.raw`${String.fromCharCode(27)}\[[0-9;]{0,16}[A-Za-z]`, 'g');
const ESCAPE = String.fromCharCode(27);

/** The line without stray characters; undefined if there are none. */
export function withoutStray(line: string): string | undefined {
  const first = line.charCodeAt(0);
  // Letters, digits and blanks begin most lines.
  if (first === 0x20 || (first >= 0x30 && first <= 0x39) || (first >= 0x41 && first <= 0x5a)) return undefined;
  const stray = STRAY.exec(line);
  return stray === null ? undefined : line.slice(stray[0].length);
}

export function withoutColours(line: string): string {
  return line.includes(ESCAPE) ? line.replace(COLOUR, '') : line;
}
