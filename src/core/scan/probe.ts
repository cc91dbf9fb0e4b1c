/** Is this SIP? A quick answer for what most messages begin with; whatever else, src/sip/framing/probe.ts decides. */
import { SPACE, T_SIP, T_SIPS, T_TEL } from '../built/scan';
import { byteAt, isDigit, startsWith } from './bytes';

/** "SIP/" and "2.0 " as words. */
const SIP_SLASH: u32 = 0x2f50_4953;
const TWO_ZERO: u32 = 0x2030_2e32;
/** Longest method looked at. */
const MAX_METHOD: usize = 16;

/**
 * True only if the bytes at [at, end) certainly begin a SIP message: "SIP/2.0 " and a digit, or a word of capital letters, a space and the beginning of a sip, sips
 * or tel URI. False leaves it open.
 */
export function isCertainlySip(at: usize, end: usize): bool {
  if (at + 9 > end) return false;
  if (load<u32>(at) === SIP_SLASH && load<u32>(at, 4) === TWO_ZERO) return isDigit(byteAt(at + 8));
  const limit = min(end, at + MAX_METHOD);
  let next = at;
  while (next < limit && byteAt(next) >= 65 && byteAt(next) <= 90) next++;
  if (next === at || next >= limit || byteAt(next) !== SPACE) return false;
  next++;
  return startsWith(next, end, T_SIP) || startsWith(next, end, T_SIPS) || startsWith(next, end, T_TEL);
}
