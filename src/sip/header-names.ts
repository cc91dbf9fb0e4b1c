/**
 * Header names by number. In: the bytes of a name as met, in any case or in compact form (RFC 3261 section 7.3.3). Out: one
 * number a name, and its canonical spelling. The table grows with the names met, up to a bound.
 */
import { ascii, TOKEN } from './ascii.js';

/** Numbers of the headers the scanner looks into. 0 is no header. */
export const HEADER = {
  Via: 1,
  From: 2,
  To: 3,
  CallId: 4,
  CSeq: 5,
  Contact: 6,
  ContentLength: 7,
  ContentType: 8,
  MaxForwards: 9,
  UserAgent: 10,
  Server: 11,
  Expires: 12,
  Authorization: 13,
  ProxyAuthorization: 14,
  RSeq: 15,
  PAssertedIdentity: 16,
  PPreferredIdentity: 17,
  RemotePartyId: 18,
  Diversion: 19,
  HistoryInfo: 20,
  ReferredBy: 21,
  ReferTo: 22,
  PCalledPartyId: 23,
  Route: 24,
  RecordRoute: 25,
  ReplyTo: 26,
  Date: 27,
  Warning: 28,
  MinExpires: 29,
  RetryAfter: 30,
} as const;

/** Canonical spellings: those of HEADER in its order, then other registered names, so that they list as the RFCs write them. */
const KNOWN =
  'Via From To Call-ID CSeq Contact Content-Length Content-Type Max-Forwards User-Agent Server Expires Authorization Proxy-Authorization ' +
  'RSeq P-Asserted-Identity P-Preferred-Identity Remote-Party-ID Diversion History-Info Referred-By Refer-To P-Called-Party-ID ' +
  'Route Record-Route Reply-To Date Warning Min-Expires Retry-After ' +
  'Accept Accept-Contact Accept-Encoding Accept-Language Alert-Info Allow Allow-Events Answer-Mode Authentication-Info Call-Info ' +
  'Content-Disposition Content-Encoding Content-ID Content-Language Encryption Error-Info Event Feature-Caps Flow-Timer Geolocation ' +
  'Geolocation-Error Geolocation-Routing Identity Identity-Info Info-Package In-Reply-To Join Max-Breadth MIME-Version ' +
  'Min-SE Organization P-Access-Network-Info P-Associated-URI P-Charging-Function-Addresses P-Charging-Vector P-DCS-Billing-Info ' +
  'P-Early-Media P-Media-Authorization P-Profile-Key P-Served-User P-User-Database P-Visited-Network-ID Path Permission-Missing ' +
  'Priority Priv-Answer-Mode Privacy Proxy-Authenticate Proxy-Require RAck Reason Reason-Phrase Recv-Info Refer-Events-At ' +
  'Refer-Sub Reject-Contact Relayed-Charge Replaces Request-Disposition Require Resource-Priority Restoration-Info ' +
  'Security-Client Security-Server Security-Verify Service-Interact-Info Service-Route Session-Expires Session-ID SIP-ETag ' +
  'SIP-If-Match Subject Subscription-State Supported Suppress-If-Match Target-Dialog Timestamp Trigger-Consent Unsupported ' +
  'User-to-User WWW-Authenticate X-Call-ID';

/** Compact forms (IANA "Header Fields"). */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
};

const canonical = KNOWN.split(' ');
const known = new Map([...canonical.map(name => [name.toLowerCase(), name] as const), ...Object.entries(COMPACT)]);

/** Canonical names by spellings met: looking one up is quicker than spelling it small first. */
const spellings = new Map<string, string>();
const MAX_SPELLINGS = 1024;

/** The name as the RFCs spell it: "i" and "CALL-ID" give "Call-ID"; unknown names are returned as they are. */
export function canonicalHeaderName(name: string): string {
  const met = spellings.get(name);
  if (met !== undefined) return met;
  const lower = name.toLowerCase();
  const canonical = known.get(lower);
  // Only spellings of known names are kept: a capture cannot fill the table with names of its own.
  if (canonical !== undefined && spellings.size < MAX_SPELLINGS) spellings.set(name, canonical);
  return canonical ?? name;
}

/** Number of a header that is in the table from the start; 0 for others. */
export function knownHeaderNumber(name: string): number {
  return canonical.indexOf(name) + 1;
}

/** A name no longer fits: more distinct names than any sane capture holds, or one longer than any sane name. */
const MAX_NAMES = 4096;
const MAX_LENGTH = 128;
const SLOTS = 4 * MAX_NAMES;

/** Places that remember which name stood there last: one for each kind of message after each number below 256. */
const PLACES = 256 << 5;
/** Words a place: length with the colon, number, mask of the last word, then the bytes. */
const PLACE = 10;
const PLACE_BYTES = 4 * (PLACE - 3);

export class HeaderNames {
  /** Canonical or first-met spelling by number; "" at 0. */
  readonly #names: string[] = [''];
  /** Lower-case bytes of every name and alias, and the number each stands for, by slot. */
  readonly #spellings: Uint8Array[] = new Array(SLOTS).fill(NO_BYTES);
  readonly #numbers = new Uint16Array(SLOTS);
  readonly #places = new Int32Array(PLACES * PLACE);

  constructor() {
    for (const name of canonical) this.#names.push(name);
    for (let id = 1; id < this.#names.length; id++) this.#put(ascii(this.#names[id]!.toLowerCase()), id);
    for (const [short, name] of Object.entries(COMPACT)) this.#put(ascii(short), canonical.indexOf(name) + 1);
  }

  /** Names known so far; numbers are 1 to `count`. */
  get count(): number {
    return this.#names.length - 1;
  }

  /** Canonical spelling; for a name that is not registered, the spelling first met. "" for 0. */
  name(id: number): string {
    return this.#names[id] ?? '';
  }

  /** Number of a name in any spelling, compact forms included; 0 where it was never met. */
  find(name: string): number {
    const lower = ascii(name.toLowerCase());
    return this.#numbers[this.#slot(lower, 0, lower.length, hashName(lower, 0, lower.length))]!;
  }

  /** Number of the token at [start, end), whose hash (`hashNameStep`) is given; a new one where it was never met, 0 where the table is full. */
  number(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slot = this.#slot(bytes, start, end, hash);
    const id = this.#numbers[slot]!;
    return id === 0 ? this.#add(bytes, start, end, slot) : id;
  }

  /**
   * The same names follow each other in message after message: tells whether the name met last in this place stands at `at`,
   * spelled the same and followed at once by its colon.
   * @param place See `placeAfter`.
   * @returns Length of the name with its colon; 0 where another name or nothing stands there.
   */
  expected(view: DataView, at: number, end: number, place: number): number {
    const base = place * PLACE;
    const places = this.#places;
    const length = places[base]!;
    if (length === 0 || at + length > end || at + PLACE_BYTES > view.byteLength) return 0;
    let word = base + 3;
    for (let rest = length; rest > 4; rest -= 4) {
      if (view.getInt32(at, true) !== places[word++]) return 0;
      at += 4;
    }
    return (view.getInt32(at, true) & places[base + 2]!) === places[word] ? length : 0;
  }

  /** Number of the name `expected` found. */
  expectedNumber(place: number): number {
    return this.#places[place * PLACE + 1]!;
  }

  /** Remembers a name of `length` bytes, the colon included, for `expected`. */
  remember(view: DataView, at: number, length: number, place: number, id: number): void {
    if (length > PLACE_BYTES || at + PLACE_BYTES > view.byteLength) return;
    const base = place * PLACE;
    const mask = -1 >>> (((4 - (length & 3)) * 8) & 31);
    this.#places[base] = length;
    this.#places[base + 1] = id;
    this.#places[base + 2] = mask;
    let word = base + 3;
    for (let rest = length; rest > 0; rest -= 4) {
      this.#places[word++] = view.getInt32(at, true) & (rest > 4 ? -1 : mask);
      at += 4;
    }
  }

  #slot(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (;;) {
      if (this.#numbers[slot] === 0) return slot;
      const spelling = this.#spellings[slot]!;
      if (spelling.length === length) {
        let i = 0;
        while (i < length && TOKEN[bytes[start + i]!] === spelling[i]) i++;
        if (i === length) return slot;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
  }

  #add(bytes: Uint8Array, start: number, end: number, slot: number): number {
    if (this.#names.length >= MAX_NAMES || end - start > MAX_LENGTH) return 0;
    const id = this.#names.length;
    this.#names.push(String.fromCharCode(...bytes.subarray(start, end)));
    this.#spellings[slot] = bytes.slice(start, end).map(byte => TOKEN[byte]!);
    this.#numbers[slot] = id;
    return id;
  }

  #put(lower: Uint8Array, id: number): void {
    const slot = this.#slot(lower, 0, lower.length, hashName(lower, 0, lower.length));
    this.#spellings[slot] = lower;
    this.#numbers[slot] = id;
  }
}

/**
 * The place of a name after the header numbered `previous` (0 at the first). `kind`, below 32, tells messages apart that have other
 * headers in another order.
 */
export function placeAfter(previous: number, kind: number): number {
  return ((previous & 0xff) << 5) | kind;
}

const NO_BYTES = new Uint8Array(0);

/** Hash of a name in any case. */
function hashName(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = hashNameStep(hash, TOKEN[bytes[at]!]!);
  return hash;
}

/** One byte more of a name's hash: the scanner computes it while it looks for the end of the name. `folded` is of TOKEN. */
export function hashNameStep(hash: number, folded: number): number {
  return (Math.imul(hash, 31) + folded) | 0;
}
