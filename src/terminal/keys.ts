/**
 * Reads the user's input: keys, mouse events and pastes. The same bytes give the same events however reads cut them: a
 * sequence split across reads (ssh) is one key, several keys in one read are several.
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
  /** As pasted, with `\n` line ends; not made safe. */
  text: string;
}

export type InputEvent = Key | Mouse | Paste;

/** Runs something once after some ms; returns a function that cancels it. */
export type After = (ms: number, run: () => void) => () => void;

/** The machine's timer. */
export const after: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** How long to wait for the rest of a sequence after ESC; ssh splits sequences. */
const escapeMs = 50;

/** The longest sequence; anything longer is noise and dropped. */
const longestSequence = 64;

/** Most bytes kept of one paste; nobody pastes more into one line on purpose. */
const longestPaste = 1 << 20;

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/**
 * A state machine over bytes: `#held` is the start of a sequence (one char per byte), `#paste` an unfinished paste.
 * Where a read ended matters only for the wait after an ESC.
 */
export class KeyReader {
  readonly #listener: (event: InputEvent) => void;
  readonly #wait: After;
  #held = '';
  #paste: number[] | null = null;
  /** How much of the paste's end mark has been read. */
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

  /** Drops anything unfinished: the terminal was away. */
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

  /** Collects the bytes of one non-ASCII character; invalid ones become one replacement character. */
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
      // rxvt sends Alt with a cursor key as ESC before its sequence; with a third ESC, the first was a key.
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
      // Alt with a non-ASCII character: the Alt is ignored.
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

  /** After the wait: what looked like a sequence was keys. */
  #giveUp(): void {
    const held = this.#held;
    this.#held = '';
    this.#cancel = null;
    const last = held.at(-1);
    if (last === '\x1b') for (const _ of held) this.#listener(key('escape'));
    else if (last) this.#listener(character(last, true));
  }
}

/** Whether a person may have typed it: Esc, Esc Esc, Alt-[ and Alt-O. Anything longer is certainly a sequence. */
function mayBeKey(held: string): boolean {
  return held !== '' && (held.length <= 2 || held === '\x1b\x1b[' || held === '\x1b\x1bO');
}
