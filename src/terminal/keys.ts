/**
 * What the user does. In: bytes of the terminal, cut anywhere. Out: keys, mouse events and pastes. Any cut of the same bytes
 * gives the same events: a sequence split across reads (ssh) is one key, several keys in one read are several.
 */
import {
  character,
  controlOrCharacter,
  isComplete,
  type Key,
  key,
  type Mouse,
  sequenceEvent,
} from './key-sequences.js';

export type { Key, Mouse } from './key-sequences.js';

export interface Paste {
  kind: 'paste';
  /** As pasted, with line ends as `\n`; not made safe. */
  text: string;
}

export type InputEvent = Key | Mouse | Paste;

/** Runs something once after some ms; the function returned takes that back. */
export type After = (ms: number, run: () => void) => () => void;

/** Time by the clock of the machine. */
export const after: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** How long an ESC may be the beginning of a sequence; ssh splits them. */
const escapeMs = 50;

/** No sequence is longer; what is longer is noise and is dropped. */
const longestSequence = 64;

/** Bytes of one paste that are kept; nobody pastes more into one line on purpose. */
const longestPaste = 1 << 20;

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/**
 * Reads bytes, one at a time into a state: `#held` is the beginning of a sequence (one character a byte), `#paste` a paste
 * not yet ended. Nothing depends on where a read ended except the wait after an ESC.
 */
export class KeyReader {
  readonly #listener: (event: InputEvent) => void;
  readonly #wait: After;
  #held = '';
  #paste: number[] | null = null;
  /** End of the paste, as far as it has come. */
  #pasteEnding = 0;
  #character: number[] = [];
  #cancel: (() => void) | null = null;

  constructor(listener: (event: InputEvent) => void, wait: After = after) {
    this.#listener = listener;
    this.#wait = wait;
  }

  /** Takes the bytes of one read. */
  read(bytes: Uint8Array): void {
    this.#cancel?.();
    this.#cancel = null;
    for (const byte of bytes) this.#take(byte);
    if (mayBeKey(this.#held)) this.#cancel = this.#wait(escapeMs, () => this.#giveUp());
  }

  /** Forgets what was begun: the terminal was away. */
  reset(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#held = '';
    this.#paste = null;
    this.#pasteEnding = 0;
    this.#character = [];
  }

  #take(byte: number): void {
    if (this.#paste) this.#takePasted(this.#paste, byte);
    else if (this.#held !== '') this.#takeSequence(byte);
    else this.#takePlain(byte);
  }

  #takePlain(byte: number): void {
    if (this.#character.length > 0 || byte >= 0x80) this.#takeUtf8(byte);
    else if (byte === 0x1b) this.#held = '\x1b';
    else this.#listener(controlOrCharacter(byte, false));
  }

  /** Collects the bytes of one character outside ASCII; broken ones are one replacement character. */
  #takeUtf8(byte: number): void {
    const continues = (byte & 0xc0) === 0x80;
    if (this.#character.length > 0 && !continues) {
      this.#endCharacter();
      this.#takePlain(byte);
      return;
    }
    this.#character.push(byte);
    const lead = this.#character[0] ?? 0;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (this.#character.length === length) this.#endCharacter();
  }

  #endCharacter(): void {
    const text = new TextDecoder().decode(Uint8Array.from(this.#character));
    this.#character = [];
    const typed = text.includes('\ufffd') ? '\ufffd' : text;
    // C1 controls type nothing.
    if (typed >= '\xa0') this.#listener(character(typed, false));
  }

  #takeSequence(byte: number): void {
    if (byte === 0x1b) {
      // rxvt sends Alt with a cursor key as ESC before its sequence; a third ESC was a key of its own.
      if (this.#held === '\x1b') this.#held = '\x1b\x1b';
      else if (this.#held === '\x1b\x1b') this.#listener(key('escape'));
      else this.#held = '\x1b';
      return;
    }
    this.#held += String.fromCharCode(byte);
    const body = this.#held.replace(/^\x1b+/, '');
    const alt = this.#held.length - body.length > 1;
    if (body.length === 1 && body !== '[' && body !== 'O') {
      this.#held = '';
      if (alt) this.#listener(key('escape'));
      // A character outside ASCII with Alt: the ESC says so little that its letter alone is taken.
      if (byte >= 0x80) this.#takePlain(byte);
      else this.#listener(controlOrCharacter(byte, true));
    } else if (isComplete(body)) {
      this.#held = '';
      this.#endSequence(body, alt);
    } else if (body.length > longestSequence) {
      this.#held = '';
    }
  }

  #endSequence(body: string, alt: boolean): void {
    if (`\x1b${body}` === pasteStart) {
      this.#paste = [];
      return;
    }
    const event = sequenceEvent(body);
    if (event) this.#listener(alt ? { ...event, alt: true } : event);
  }

  #takePasted(paste: number[], byte: number): void {
    this.#pasteEnding = pasteEnd.charCodeAt(this.#pasteEnding) === byte ? this.#pasteEnding + 1 : byte === 0x1b ? 1 : 0;
    if (paste.length < longestPaste + pasteEnd.length) paste.push(byte);
    if (this.#pasteEnding < pasteEnd.length) return;
    const kept = Uint8Array.from(paste.slice(0, Math.min(longestPaste, paste.length - pasteEnd.length)));
    this.#paste = null;
    this.#pasteEnding = 0;
    this.#listener({ kind: 'paste', text: new TextDecoder().decode(kept).replace(/\r\n?/g, '\n') });
  }

  /** The wait is over: what looked like a sequence was keys. */
  #giveUp(): void {
    const held = this.#held;
    this.#held = '';
    this.#cancel = null;
    const last = held.at(-1);
    if (last === '\x1b') for (const _ of held) this.#listener(key('escape'));
    else if (last) this.#listener(character(last, true));
  }
}

/** A beginning that a person may have typed: Esc, Esc Esc, Alt-[ and Alt-O. A longer one is certainly a sequence. */
function mayBeKey(held: string): boolean {
  return held !== '' && (held.length <= 2 || held === '\x1b\x1b[' || held === '\x1b\x1bO');
}
