/**
 * Decodes one complete key or mouse sequence, given without its ESC: those of ECMA-48 as xterm, the VT220, rxvt, PuTTY
 * and the Linux console send them. The mouse is SGR (mode 1006); X10 reports are understood too.
 */
import { byConsole, byControl, byFinal, byKeypad, byNumber } from './key-names.js';

export interface Key {
  kind: 'key';
  /** 'up', 'f2', 'enter', 'escape', 'space'…, or the character: 'a', 'A', '/', 'é'. */
  name: string;
  ctrl: boolean;
  alt: boolean;
  /** Set for keys that type nothing ('up', 'tab', 'f5'); a typed character shows it by itself. */
  shift: boolean;
  /** What it types; absent if nothing. */
  text?: string;
}

export interface Mouse {
  kind: 'mouse';
  action: 'press' | 'release' | 'wheel-up' | 'wheel-down';
  button: 'left' | 'middle' | 'right' | 'none';
  /** Cell, from 0 at the top left. */
  column: number;
  row: number;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

/** Whether a sequence is complete. */
export function isComplete(body: string): boolean {
  // SS3: one character, in a few terminals after the modifiers.
  if (body.startsWith('O')) return /^O[\d;]*[^\d;]$/.test(body);
  // The Linux console's function keys; the X10 mouse, with three bytes after it.
  if (body.startsWith('[[')) return body.length === 3;
  if (body.startsWith('[M')) return body.length === 5;
  return body.length > 1 && (/[\x40-\x7e]$/.test(body) || /^\[\d+\$$/.test(body));
}

/** The event of a complete sequence; null for replies, focus and motion. */
export function sequenceEvent(body: string): Key | Mouse | null {
  return body.startsWith('O') ? singleShift(body) : controlSequence(body);
}

/** `SS3 …`. */
function singleShift(body: string): Key | null {
  const final = body.slice(-1);
  const modifiers = Number(/(\d+)$/.exec(body.slice(1, -1))?.[1] ?? 1);
  const arrow = /[abcd]/.test(final) ? byFinal[final.toUpperCase()] : undefined;
  if (arrow) return { ...key(arrow), ctrl: true };
  const keypad = byKeypad[final];
  if (keypad) return keypad.length === 1 ? character(keypad, false) : key(keypad);
  const name = byFinal[final];
  return name ? modified(name, modifiers) : null;
}

/** `CSI …`. */
function controlSequence(body: string): Key | Mouse | null {
  if (body.startsWith('[[')) return named(byConsole[body.slice(2)], 1);
  if (body.startsWith('[M')) return x10Mouse(body);
  const final = body.slice(-1);
  const parameters = body.slice(1, -1);
  if (parameters.startsWith('<')) return sgrMouse(parameters.slice(1), final);
  if (!/^[\d;:]*$/.test(parameters)) return null;
  const [first = 0, second = 1, third = 0] = parameters.split(';').map(part => Number.parseInt(part, 10) || 0);
  if (final === '~') return first === 27 ? coded(third, second) : named(byNumber[first], second);
  if (final === 'u') return coded(first, second);
  if (final === 'Z') return { ...key('tab'), shift: true };
  // rxvt encodes modifiers in the final character.
  if (final === '$') return named(byNumber[first], 2);
  if (final === '^') return named(byNumber[first], 5);
  if (final === '@') return named(byNumber[first], 6);
  if (/[abcd]/.test(final)) return named(byFinal[final.toUpperCase()], 2);
  return named(byFinal[final], second);
}

/** A key by its code point (`CSI code ; modifiers u`, `CSI 27 ; modifiers ; code ~`). */
function coded(code: number, modifiers: number): Key | null {
  if (code === 0 || code > 0x10ffff) return null;
  const plain = modified('', modifiers);
  const name = byControl.get(code);
  if (name) return { ...plain, name, ...(name === 'space' && !plain.ctrl && !plain.alt ? { text: ' ' } : {}) };
  if (code < 0x20 || (code > 0x7f && code < 0xa0)) return null;
  const text = String.fromCodePoint(code);
  const typed = plain.shift ? text.toUpperCase() : text;
  return plain.ctrl ? { ...plain, name: text } : character(typed, plain.alt);
}

function sgrMouse(parameters: string, final: string): Mouse | null {
  const [button = 0, column = 0, row = 0] = parameters.split(';').map(part => Number.parseInt(part, 10) || 0);
  return mouse(button, column, row, final === 'm');
}

function x10Mouse(body: string): Mouse | null {
  const [button = 0, column = 0, row = 0] = [...body.slice(2)].map(byte => byte.charCodeAt(0) - 32);
  return mouse(button, column, row, (button & 3) === 3);
}

/** Null for motion (32) and for buttons beyond the wheel's two. */
function mouse(code: number, column: number, row: number, released: boolean): Mouse | null {
  if (code & 32 || code >= 128 || column < 1 || row < 1) return null;
  const which = code & 3;
  const wheel = (code & 64) !== 0;
  if (wheel && which > 1) return null;
  const buttons = ['left', 'middle', 'right', 'none'] as const;
  return {
    kind: 'mouse',
    action: wheel ? (which === 0 ? 'wheel-up' : 'wheel-down') : released ? 'release' : 'press',
    button: wheel ? 'none' : (buttons[which] ?? 'none'),
    column: column - 1,
    row: row - 1,
    ctrl: (code & 16) !== 0,
    alt: (code & 8) !== 0,
    shift: (code & 4) !== 0,
  };
}

/** A key that types nothing. */
export function key(name: string): Key {
  return { kind: 'key', name, ctrl: false, alt: false, shift: false };
}

/** A key that types a character; with Alt it types nothing. */
export function character(text: string, alt: boolean): Key {
  return alt ? { ...key(text), alt } : { ...key(text), text };
}

/** xterm's modifiers: one more than the sum of Shift 1, Alt 2, Ctrl 4. */
function modified(name: string, modifiers: number): Key {
  const set = Math.max(0, modifiers - 1);
  return { kind: 'key', name, shift: (set & 1) !== 0, alt: (set & 2) !== 0, ctrl: (set & 4) !== 0 };
}

function named(name: string | undefined, modifiers: number): Key | null {
  return name ? modified(name, modifiers) : null;
}

/** A key sent as one byte of ASCII. */
export function controlOrCharacter(byte: number, alt: boolean): Key {
  const name = byControl.get(byte);
  if (name === 'space') return alt ? { ...key(name), alt } : { ...key(name), text: ' ' };
  if (name) return { ...key(name), alt };
  if (byte === 0) return { ...key('space'), ctrl: true, alt };
  if (byte < 0x20) return { ...key(String.fromCharCode(byte + 0x40).toLowerCase()), ctrl: true, alt };
  return character(String.fromCharCode(byte), alt);
}
