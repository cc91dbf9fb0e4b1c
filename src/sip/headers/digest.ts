/**
 * Challenges and credentials of Digest authentication, `Digest realm="a", nonce="b"` (RFC 3261 section 25.1, RFC 7616 sections 3.3 and
 * 3.4), in unfolded header values. Strict: a value that breaks the grammar is none, because what is said of a password must be sure.
 */

/** Parameters of a value; what has more is none. */
const MAX_PARAMETERS = 32;
/** Characters of a value; what has more is none. */
const MAX_LENGTH = 8192;

const SCHEME = /^[ \t]*digest[ \t]+/iy;
/** One parameter with the comma behind it, a token or a quoted text. */
const PARAMETER = /([\w!%'*+.`~-]{1,64})[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([\w!%'*+.`~/:=-]+))[ \t]*(,[ \t]*|$)/sy;

/** Parameters by their names in lower case, quotes resolved. */
export type Digest = ReadonlyMap<string, string>;

/** The parameters of a value; undefined where it is of another scheme, names one twice, or breaks the grammar. Never throws. */
export function parseDigest(value: string): Digest | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  SCHEME.lastIndex = 0;
  if (!SCHEME.test(value)) return undefined;
  const parameters = new Map<string, string>();
  let at = SCHEME.lastIndex;
  let ended = false;
  while (!ended) {
    PARAMETER.lastIndex = at;
    const [, name = '', quoted, token = '', comma] = PARAMETER.exec(value) ?? [];
    const known = name.toLowerCase();
    if (known === '' || parameters.has(known) || parameters.size === MAX_PARAMETERS) return undefined;
    parameters.set(known, quoted === undefined ? token : quoted.replace(/\\(.)/gs, '$1'));
    at = PARAMETER.lastIndex;
    ended = comma === '';
  }
  return parameters;
}

/** The algorithm of a challenge or of credentials, in upper case: MD5 where none is named (RFC 7616 section 3.3). */
export function algorithmOf(digest: Digest): string {
  return (digest.get('algorithm') ?? 'MD5').toUpperCase();
}
