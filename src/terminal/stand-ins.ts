/**
 * Any string, even one from a packet, as one without anything a terminal acts on. Nothing is measured here: what only
 * prints need not load Unicode's tables of widths, which take longer than reading a small capture (terminal/text.ts has them).
 */
import { ACTING } from '../format/acting.js';

/**
 * What a terminal acts on instead of drawing; and combining marks without a base or beyond the third, which would leave
 * their cell.
 */
const acting = new RegExp(String.raw`[${ACTING}]|^[\p{Mn}\p{Me}]|(?<=\p{M}{3})[\p{Mn}\p{Me}]`, 'gu');

const printable = /^[\x20-\x7e]*$/;

/**
 * Replaces every control, bidirectional, zero-width and unpaired character with one visible stand-in: the Unicode
 * picture of a C0 control (U+2400...) or U+FFFD; in ASCII mode `.` for a control and `?` for what ASCII lacks. Line ends
 * are controls too. Tabs stay: how far they reach has to be measured.
 */
export function withStandIns(text: string, ascii = false): string {
  if (printable.test(text)) return text;
  const shown = text.replace(acting, character => (character === '\t' ? character : standIn(character, ascii)));
  return ascii ? shown.replace(/[^\x00-\x7e]/gu, '?') : shown;
}

/** The stand-in of one acting character. */
export function standIn(character: string, ascii: boolean): string {
  const code = character.charCodeAt(0);
  if (ascii) return code < 0xa0 ? '.' : '?';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
