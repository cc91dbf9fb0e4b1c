/**
 * Call-IDs that a B2BUA made from the one it received: OpenSIPS and others put something before or behind it. Where what is left is the
 * Call-ID of another conversation, that is the leg before.
 */
const SUFFIX = /(?:[_-](?:b2b|pbx|leg|sbc)[_-]?\d*|[_-]\d{1,2}|[_-](?:b2b|sbc|pbx))$/i;
const PREFIX = /^(?:SD[0-9a-z]{5,8}\d{0,2}-|b2b[_-]?(?:\d+[_-])?|sbc[_-]?(?:\d+[_-])?|DLGCH_)/i;
const MIN_LEFT = 8;
const AT = 0x40;
const LOWER = 0x20;
const LONGEST_SUFFIX = 7;
const UNDERSCORE = 0x5f;
const HYPHEN = 0x2d;
/** The first two letters of what stands before, in lower case. */
const BEGINNINGS = ['sd', 'b2', 'sb', 'dl'].map(two => two.charCodeAt(0) * 256 + (two.charCodeAt(1) | LOWER));

/** Whether the Call-ID at [start, end) may be made from another: what is not is told without making text of it. */
export function mayBeMade(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < MIN_LEFT) return false;
  if (BEGINNINGS.includes((bytes[start]! | LOWER) * 256 + (bytes[start + 1]! | LOWER))) return true;
  if (hasJoint(bytes, start, end)) return true;
  const at = bytes.indexOf(AT, start);
  return at >= 0 && at < end && hasJoint(bytes, start, at);
}

/** A "_" or "-" among the last bytes before `end`. */
function hasJoint(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = Math.max(start, end - LONGEST_SUFFIX); at < end; at++)
    if (bytes[at] === UNDERSCORE || bytes[at] === HYPHEN) return true;
  return false;
}

/** The Call-IDs from which this one may be made; mostly none. */
export function originalsOf(callId: string): string[] {
  const originals: string[] = [];
  const at = callId.indexOf('@');
  const [word, host] = at < 0 ? [callId, ''] : [callId.slice(0, at), callId.slice(at)];
  for (const plain of [word.replace(SUFFIX, ''), word.replace(PREFIX, ''), decoded(word)]) {
    if (plain === word || plain.length < MIN_LEFT) continue;
    originals.push(plain + host);
    if (host !== '') originals.push(plain);
  }
  const whole = callId.replace(SUFFIX, '');
  if (whole !== callId && whole.length >= MIN_LEFT) originals.push(whole);
  return originals;
}

/** OpenSIPS hides a Call-ID in base64 behind "DLGCH_". */
function decoded(word: string): string {
  if (!word.startsWith('DLGCH_')) return word;
  return Buffer.from(word.slice('DLGCH_'.length).replace(/-/g, '='), 'base64').toString('latin1');
}
