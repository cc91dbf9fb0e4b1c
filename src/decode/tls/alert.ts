/** TLS alerts (RFC 5246 7.2, RFC 8446 6; names from the IANA registry "TLS Alerts"). */

export const ALERT = 21;
/** An orderly close, not a failure. */
const CLOSE_NOTIFY = 0;
const FATAL = 2;

const DESCRIPTIONS: ReadonlyMap<number, string> = new Map([
  [10, 'unexpected message'],
  [20, 'bad record MAC'],
  [21, 'decryption failed'],
  [22, 'record overflow'],
  [30, 'decompression failure'],
  [40, 'handshake failure'],
  [41, 'no certificate'],
  [42, 'bad certificate'],
  [43, 'unsupported certificate'],
  [44, 'certificate revoked'],
  [45, 'certificate expired'],
  [46, 'certificate unknown'],
  [47, 'illegal parameter'],
  [48, 'unknown CA'],
  [49, 'access denied'],
  [50, 'decode error'],
  [51, 'decrypt error'],
  [60, 'export restriction'],
  [70, 'protocol version'],
  [71, 'insufficient security'],
  [80, 'internal error'],
  [86, 'inappropriate fallback'],
  [90, 'user canceled'],
  [100, 'no renegotiation'],
  [109, 'missing extension'],
  [110, 'unsupported extension'],
  [111, 'certificate unobtainable'],
  [112, 'unrecognized name'],
  [113, 'bad certificate status response'],
  [114, 'bad certificate hash value'],
  [115, 'unknown PSK identity'],
  [116, 'certificate required'],
  [120, 'no application protocol'],
]);

/** "fatal: handshake failure" for an alert's plaintext; undefined for a close_notify, or bytes that are no alert. */
export function alertText(plain: Uint8Array, end: number): string | undefined {
  const [level, description] = plain;
  if (end !== 2 || level === undefined || description === undefined || description === CLOSE_NOTIFY) return undefined;
  const name = DESCRIPTIONS.get(description) ?? `alert ${description}`;
  return `${level === FATAL ? 'fatal' : 'warning'}: ${name}`;
}
