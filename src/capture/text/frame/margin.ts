/**
 * The margin before each line of a printed message: indentation, the "> " of a mail, a log's "Apr 16 16:41:37 host
 * kamailio[7]: ". It is learned from the start line and the line after it. A line without the margin belongs to another
 * entry of the log.
 */

const HEADER = /^[A-Za-z][A-Za-z0-9-]*[ \t]*:/;
const INDENT = /^(?:[>| \t]|\xc2\xa0)*/;
/** A word that differs from line to line: a time, a date, a count. */
const CHANGING = /^[[(*<]*\d[\d:.,/T+Z>-]*[\])]*:?(?:\|\w*)?$/;
/** Most words of a margin that are compared. */
const MAX_WORDS = 16;

export class Margin {
  /** The words before the start line, as the next lines may repeat them. */
  private readonly words: Word[];
  /** The message touches the last of them: "sip|INVITE …". */
  private readonly glued: boolean;
  /** How many of them the lines repeat; -1 until the first line. */
  private repeated = -1;
  /** The indentation after the words. */
  private indent = '';

  constructor(before: string) {
    this.glued = /\S$/.test(before);
    const prefix = before.slice(INDENT.exec(before)![0].length);
    this.words = prefix
      .split(' ')
      .filter(word => word !== '')
      .slice(0, MAX_WORDS)
      .map(word => ({ word, shape: CHANGING.test(word) ? shapeOf(word) : undefined }));
  }

  /** Whether the lines repeat words of a log. Such a line belongs to the message whatever else it looks like. */
  get repeats(): boolean {
    return this.repeated > 0;
  }

  /** The line without the margin; undefined if it belongs to another entry of the log. */
  strip(line: string): string | undefined {
    const { count, end } = this.match(line);
    if (this.repeated < 0) return this.first(line, count, end);
    if (line.trim() === '') return '';
    if (this.repeated === 0) return count > 1 ? undefined : this.unindented(line);
    return count === this.repeated ? this.unindented(line.slice(end)) : undefined;
  }

  /**
   * Learns from the line after the start line what is repeated: all words, or those before the process name; a single
   * word may be chance.
   */
  private first(line: string, count: number, end: number): string | undefined {
    const after = line.slice(end);
    const own = after.slice(INDENT.exec(after)![0].length);
    if (count > 1 && count < this.words.length && !HEADER.test(own)) return undefined;
    this.repeated = count > 1 || count === this.words.length ? count : 0;
    const rest = this.repeated > 0 ? after : line;
    this.indent = INDENT.exec(rest)![0];
    return rest.slice(this.indent.length);
  }

  /** How many words of the margin the line repeats, and where the text after them begins. */
  private match(line: string): { count: number; end: number } {
    let end = 0;
    let count = 0;
    while (count < this.words.length) {
      let start = end;
      while (line.charCodeAt(start) === 0x20) start++;
      const space = line.indexOf(' ', start);
      const glued = this.glued && count === this.words.length - 1;
      const stop = glued ? start + this.words[count]!.word.length : space < 0 ? line.length : space;
      if (stop === start || !isSame(this.words[count]!, line.slice(start, stop))) break;
      end = glued ? stop : Math.min(stop + 1, line.length);
      count++;
    }
    return { count, end };
  }

  private unindented(text: string): string {
    if (text.startsWith(this.indent)) return text.slice(this.indent.length);
    return text.trimEnd() === this.indent.trimEnd() ? '' : text;
  }
}

/** A word; `shape` is that of one that differs from line to line. */
interface Word {
  word: string;
  shape: string | undefined;
}

function isSame({ word, shape }: Word, other: string): boolean {
  return word === other || (shape !== undefined && shapeOf(other) === shape);
}

/** The word with a zero for each number. */
function shapeOf(word: string): string {
  return word.replace(/\d+/g, '0');
}
