/**
 * Telephone numbers in any spelling: +354 566 0066, 003545660066, 354-5660066 and 5660066 are one number. Their
 * canonical form is E.164 without the plus sign.
 */
import { wildcards } from './wildcards.js';

/** The settings `numbers.country` ("354") and `numbers.length` (digits of a local number: 7); "" and 0 if unset. */
export interface NumberPlan {
  country: string;
  length: number;
}

export const NO_PLAN: NumberPlan = { country: '', length: 0 };

/** Removes scheme, host, parameters and the separators between digits; letters become lower case. */
function bare(text: string): string {
  const user = text
    .trim()
    .replace(/^(?:sips?|tel):/i, '')
    .replace(/[;@].*$/s, '');
  const digits = user.replace(/[\s.\-()/\u00a0\u2010-\u2015]/g, '');
  return /^\+?[\d*#]+$/.test(digits) ? digits : user.toLowerCase();
}

/** True for digits with only the separators of a telephone number. */
export function isNumber(text: string): boolean {
  return /^\+?\d+$/.test(bare(text));
}

/** True for digits with or without a plus sign: what most URIs have, and needs no cleaning. */
function isPlain(text: string): boolean {
  for (let i = text.charCodeAt(0) === 0x2b ? 1 : 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0;
}

/** The form all spellings of a number share: international digits if the plan can tell, else the digits. */
export function canonicalNumber(text: string, plan: NumberPlan): string {
  const digits = isPlain(text) ? text : bare(text);
  if (digits.startsWith('+')) return digits.slice(1);
  if (digits.startsWith('00') && digits.length > 4 && isPlain(digits)) return digits.slice(2);
  if (digits.length === plan.length && plan.country !== '' && isPlain(digits)) return plan.country + digits;
  return digits;
}

/** The local form of a canonical number; null if it has none. */
function localForm(canonical: string, plan: NumberPlan): string | null {
  if (plan.country === '' || canonical.length !== plan.country.length + plan.length) return null;
  return canonical.startsWith(plan.country) ? canonical.slice(plan.country.length) : null;
}

/** A test for exactly this number, however the other side is written. */
export function numberTest(text: string, plan: NumberPlan): (other: string) => boolean {
  const wanted = canonicalNumber(text, plan);
  const local = localForm(wanted, plan) ?? wanted;
  const plain = [wanted, `+${wanted}`, `00${wanted}`, local].filter(one => canonicalNumber(one, plan) === wanted);
  return other => plain.includes(other) || (!isPlain(other) && canonicalNumber(other, plan) === wanted);
}

/** A test for a number with `*` in it: compared with the international form and, without a `+` or 00, the local one. */
export function numberPatternTest(text: string, plan: NumberPlan): (other: string) => boolean {
  const typed = text.replace(/[\s.\-()/]/g, '').toLowerCase();
  const international = /^(?:\+|00)/.test(typed);
  const matches = wildcards(typed.replace(/^(?:\+|00)/, ''), false);
  return other => {
    const canonical = canonicalNumber(other, plan);
    if (matches(canonical)) return true;
    const local = international ? null : localForm(canonical, plan);
    return local !== null && matches(local);
  };
}

/** A test for the numbers between two of the same length, both included; null if they are no such range. */
export function numberRangeTest(from: string, to: string, plan: NumberPlan): ((other: string) => boolean) | null {
  const low = canonicalNumber(from, plan);
  const high = canonicalNumber(to, plan);
  if (!/^\d+$/.test(low) || !/^\d+$/.test(high) || low.length !== high.length || low > high) return null;
  return other => {
    const canonical = canonicalNumber(other, plan);
    return canonical.length === low.length && canonical >= low && canonical <= high;
  };
}

/**
 * The user parts of every SIP and TEL URI in a header's value, unescaped (RFC 3261 section 19.1.2), but of none
 * longer than a number may be: each scheme would be followed to the end of a long text.
 */
export function numbersIn(value: string): string[] {
  const users: string[] = [];
  for (const uri of value.matchAll(/\b(?:sips?:([^@\s<>",]{0,1024})@|tel:([^\s<>",;]+))/gi)) {
    const user = (uri[1] ?? uri[2] ?? '').replace(/;.*$/s, '').replace(/:.*$/s, '');
    if (user !== '') users.push(unescaped(user));
  }
  return users;
}

function unescaped(user: string): string {
  return user.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
