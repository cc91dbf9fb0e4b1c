/**
 * TLS secrets in NSS key log format (draft-ietf-tls-keylogfile): a label, the client random and a secret per line, in
 * hexadecimal. A log can be followed while it grows.
 */

const LABELS = [
  'CLIENT_RANDOM',
  'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
  'SERVER_HANDSHAKE_TRAFFIC_SECRET',
  'CLIENT_TRAFFIC_SECRET_0',
  'SERVER_TRAFFIC_SECRET_0',
] as const;
export type Label = (typeof LABELS)[number];

const LINE = /^([A-Z0-9_]+)[ \t]+([0-9a-fA-F]{64})[ \t]+((?:[0-9a-fA-F]{2}){32,64})[ \t]*$/;
/** Secrets kept; sessions beyond them are not decrypted. */
const MAX_SECRETS = 1_000_000;
/** A longer unfinished line is not one of a key log. */
const MAX_LINE = 4096;

export class KeyLog {
  /** Looks for new secrets; called when one is missing. */
  refresh: () => void = () => {};
  /** A key log is being followed, so secrets may still come. */
  expected = false;
  readonly #secrets = new Map<string, string>();

  /** There are no secrets, and none are expected. */
  get isEmpty(): boolean {
    if (this.expected) return false;
    if (this.#secrets.size === 0) this.refresh();
    return this.#secrets.size === 0;
  }

  /** Takes the lines of a key log and ignores all others. Returns the unfinished line at the end. */
  add(bytes: Uint8Array): Uint8Array {
    const end = bytes.lastIndexOf(10) + 1;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('latin1');
    for (const line of text.split('\n')) this.#addLine(line);
    return bytes.length - end > MAX_LINE ? new Uint8Array(0) : bytes.subarray(end);
  }

  /** Takes a complete key log, whose last line may lack its line break. */
  addWhole(bytes: Uint8Array): void {
    this.#addLine(Buffer.from(this.add(bytes)).toString('latin1'));
  }

  /** The secret of a session; undefined if it is not known (yet). */
  find(label: Label, clientRandom: string): Buffer | undefined {
    const key = `${label} ${clientRandom}`;
    let secret = this.#secrets.get(key);
    if (secret === undefined) {
      this.refresh();
      secret = this.#secrets.get(key);
    }
    return secret === undefined ? undefined : Buffer.from(secret, 'hex');
  }

  #addLine(line: string): void {
    const [, label, random, secret] = LINE.exec(line.trimEnd()) ?? [];
    if (label === undefined || random === undefined || secret === undefined) return;
    if (!LABELS.some(known => known === label) || this.#secrets.size >= MAX_SECRETS) return;
    this.#secrets.set(`${label} ${random.toLowerCase()}`, secret);
  }
}
