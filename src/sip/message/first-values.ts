/**
 * The values of a few headers, each the first of its name, from a message of which nothing else is asked: for many messages, where to
 * parse each would cost ten times as much. Lines are cut and names compared as `parseMessage` and `headerValue` do.
 */
import { decodeText } from '../../bytes/text.js';
import { viewOf } from '../../bytes/words.js';
import { ascii, skipSpace, TOKEN } from '../framing/bytes.js';
import { behindEmptyLine, HeaderLine, readHeaderLine } from '../framing/header-lines.js';
import { endsWithLoneCr, lineEnd, nextLine } from '../framing/lines.js';
import { canonicalHeaderName } from '../headers/header-names.js';
import { headerRow } from '../headers/header-rules.js';
import { unfold } from './message.js';

/** Used again for every message. */
export class FirstValues {
  /** The spellings of each header in lower case: its name, and its compact form. */
  readonly #spellings: readonly (readonly Uint8Array[])[];
  /** Where the values lie by the order of the names, without white space around them; -1 where there is none. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #line = new HeaderLine();
  #bytes: Uint8Array = new Uint8Array(0);

  /** @param names In any spelling. */
  constructor(names: readonly string[]) {
    this.#spellings = names.map(spellingsOf);
    this.starts = new Int32Array(names.length);
    this.ends = new Int32Array(names.length);
  }

  /** Looks for them in the message that `bytes` hold. */
  read(bytes: Uint8Array): void {
    const line = this.#line;
    const end = bytes.length;
    const view = viewOf(bytes);
    this.#bytes = bytes;
    const startEnd = lineEnd(bytes, view, skipSpace(bytes, 0, end), end, true);
    const loneCr = endsWithLoneCr(bytes, startEnd, end);
    this.starts.fill(-1);
    this.ends.fill(-1);
    let missing = this.starts.length;
    for (let at = nextLine(bytes, startEnd, end); at < end && missing > 0; at = line.next) {
      if (behindEmptyLine(bytes, at, end, loneCr) >= 0) break;
      readHeaderLine(bytes, view, at, end, loneCr, line);
      const header = this.#headerOf(bytes, line);
      if (header < 0 || this.starts[header]! >= 0) continue;
      this.starts[header] = line.valueStart;
      this.ends[header] = line.valueEnd;
      missing--;
    }
  }

  /** A value on one line; null where there is none. `header`: its place among the names. */
  text(header: number): string | null {
    const start = this.starts[header]!;
    return start < 0 ? null : unfold(decodeText(this.#bytes, start, this.ends[header]));
  }

  #headerOf(bytes: Uint8Array, { start, nameEnd }: HeaderLine): number {
    const spellings = this.#spellings;
    for (let header = 0; header < spellings.length; header++) {
      for (const spelling of spellings[header]!) if (isSpelled(bytes, start, nameEnd, spelling)) return header;
    }
    return -1;
  }
}

function spellingsOf(name: string): Uint8Array[] {
  const canonical = canonicalHeaderName(name);
  const compact = headerRow(canonical)?.compact;
  const spellings = compact === undefined ? [canonical] : [canonical, compact];
  // A name with other characters is none: no line has it.
  return spellings.flatMap(spelling => (/^[\x21-\x7e]+$/.test(spelling) ? [ascii(spelling.toLowerCase())] : []));
}

function isSpelled(bytes: Uint8Array, start: number, end: number, lower: Uint8Array): boolean {
  if (end - start !== lower.length) return false;
  for (let i = 0; i < lower.length; i++) if (TOKEN[bytes[start + i]!] !== lower[i]) return false;
  return true;
}
