/**
 * Names of keys by their escape sequences. Terminals disagree, so the tables hold what xterm, the VT220, rxvt, PuTTY
 * and the Linux console send for the same key.
 */

/** `CSI n ~`: editing and function keys (VT220; 7 and 8 rxvt; 11 to 15 PuTTY and older xterms). */
export const byNumber: Readonly<Record<number, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** `CSI x`, `CSI 1 ; modifiers x` and `SS3 x`: cursor keys and the first function keys. */
export const byFinal: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

/** `CSI [ x`: function keys of the Linux console. */
export const byConsole: Readonly<Record<string, string>> = { A: 'f1', B: 'f2', C: 'f3', D: 'f4', E: 'f5' };

/** `SS3 x`: the numeric keypad in application mode, by its labels. */
export const byKeypad: Readonly<Record<string, string>> = {
  M: 'enter',
  X: '=',
  j: '*',
  k: '+',
  l: ',',
  m: '-',
  n: '.',
  o: '/',
  p: '0',
  q: '1',
  r: '2',
  s: '3',
  t: '4',
  u: '5',
  v: '6',
  w: '7',
  x: '8',
  y: '9',
};

/** Keys with a control code of their own; every other control is Ctrl with a character. */
export const byControl: ReadonlyMap<number, string> = new Map([
  [0x08, 'backspace'],
  [0x09, 'tab'],
  [0x0a, 'enter'],
  [0x0d, 'enter'],
  [0x1b, 'escape'],
  [0x20, 'space'],
  [0x7f, 'backspace'],
]);
