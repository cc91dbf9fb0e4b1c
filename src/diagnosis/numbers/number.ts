/**
 * A number as a header has it, and its shape: what a host looks at before it looks the number up. Visual separators (RFC 3966 section
 * 5.1.1) say nothing and are taken off. Pure.
 */
import { quoted } from '../../format/excerpts.js';

/**
 * international: with "+". number: six digits or more. short: an extension or a service. name: anything that is no number. hidden: the
 * caller does not want to be known (RFC 3323 section 4.1). none: no user part.
 */
export type NumberKind = 'international' | 'number' | 'short' | 'name' | 'hidden' | 'none';

export interface Shape {
  kind: NumberKind;
  /** What stands before the number. */
  lead: '+' | '00' | '0' | '';
  /** Digits, those of the lead among them. */
  digits: number;
}

export interface DialledNumber {
  /** As written, cut to what one reads. */
  text: string;
  /** Its digits without "+", "00" and separators; "" for a name. */
  digits: string;
  shape: Shape;
}

/** Digits of an extension or a service at most. */
const SHORT = 5;
/** More is no number (E.164 section 6.2.1 has 15, with a prefix before them). */
const MOST_DIGITS = 32;
/** Digits that tell subscribers apart where the country is not known. */
export const TAIL = 7;

const SEPARATORS = /[\s.\-()]/g;
const HIDDEN: ReadonlySet<string> = new Set(['anonymous', 'restricted', 'unavailable', 'unknown', 'private']);

/** A user part as a number. `host` tells anonymous callers. */
export function dialledNumber(user: string | null, host: string | null = null): DialledNumber {
  const text = quoted(user ?? '');
  if (isHidden(user, host)) return { text: text || 'anonymous', digits: '', shape: shapeOf('hidden', '', 0) };
  if (user === null || user === '') return { text, digits: '', shape: shapeOf('none', '', 0) };
  const bare = user.length > 2 * MOST_DIGITS ? user : user.replace(SEPARATORS, '');
  if (!/^\+?\d{1,32}$/.test(bare)) return { text, digits: '', shape: shapeOf('name', '', 0) };
  if (bare.startsWith('+'))
    return { text, digits: bare.slice(1), shape: shapeOf('international', '+', bare.length - 1) };
  if (bare.length <= SHORT) return { text, digits: bare, shape: shapeOf('short', '', bare.length) };
  const lead = /^0{0,2}/.exec(bare)![0] as '00' | '0' | ''; // the pattern matches nothing else
  return { text, digits: lead === '00' ? bare.slice(2) : bare, shape: shapeOf('number', lead, bare.length) };
}

function shapeOf(kind: NumberKind, lead: Shape['lead'], digits: number): Shape {
  return { kind, lead, digits };
}

function isHidden(user: string | null, host: string | null): boolean {
  return HIDDEN.has(user?.toLowerCase() ?? '') || host?.toLowerCase() === 'anonymous.invalid';
}

/** Whether it is digits that may be somebody's full number. */
export function isFull({ shape }: DialledNumber): boolean {
  return shape.kind === 'international' || shape.kind === 'number';
}

/** Whether two shapes are the same to a host. Numbers with "+" are of any country and have no length in common. */
export function isSameShape(a: Shape, b: Shape): boolean {
  if (a.kind !== b.kind || a.lead !== b.lead) return false;
  return a.digits === b.digits || (a.kind === 'international' && a.digits >= TAIL && b.digits >= TAIL);
}

/** "7 digits", "+ and 10 digits", "a name". */
export function shapeText({ kind, lead, digits }: Shape): string {
  switch (kind) {
    case 'hidden':
      return 'no number (anonymous)';
    case 'none':
      return 'no number';
    case 'name':
      return 'a name';
    default: {
      const count = `${digits} ${digits === 1 ? 'digit' : 'digits'}`;
      if (lead === '+') return `+ and ${count}`;
      return lead === '' ? count : `${count} with ${lead} before them`;
    }
  }
}

/** Whether two numbers may be one: the same digits, or the same last seven in another spelling. */
export function isSameNumber(a: DialledNumber, b: DialledNumber): boolean {
  if (a.digits === '' || b.digits === '') return a.digits === b.digits && a.text.toLowerCase() === b.text.toLowerCase();
  return a.digits === b.digits || (a.digits.length !== b.digits.length && hasTailOf(a.digits, b.digits));
}

/** Whether the last seven digits are the same. */
export function hasTailOf(a: string, b: string): boolean {
  return a.length >= TAIL && b.length >= TAIL && a.slice(-TAIL) === b.slice(-TAIL);
}
