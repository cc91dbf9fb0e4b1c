/**
 * The parties of a generated conversation: the values of its fields as bytes in one buffer, and how long it rings and
 * talks; always the same for the same number.
 */

/** Bytes each field takes in a message. */
export const FIELD_WIDTH = {
  /** Hexadecimal, of the Call-ID. */
  call: 32,
  fromTag: 10,
  toTag: 10,
  branch: 14,
  /** The caller's, called's and diverting number. */
  caller: 7,
  called: 7,
  diverting: 7,
  /** Address of the phone as text, three digits an octet. */
  phone: 14,
  port: 5,
  agent: 30,
} as const;

export type FieldName = keyof typeof FIELD_WIDTH;

const NAMES = Object.keys(FIELD_WIDTH) as FieldName[]; // The keys of a literal are its key type.

/** Where each field lies in `Identity.bytes`. */
export const FIELD_AT = Object.fromEntries(
  NAMES.map((name, index) => [name, NAMES.slice(0, index).reduce((sum, before) => sum + FIELD_WIDTH[before], 0)]),
) as Record<FieldName, number>; // fromEntries forgets the names it was given.

/** Each as long as its field. */
const AGENTS = [
  'Asterisk PBX 18.10.0~dfsg-1+b1',
  'Yealink SIP-T46G 28.83.0.50-12',
  'Grandstream GXP2170 1.0.11.358',
  'PolycomVVX-VVX_411-UA/5.9.5.06',
  'snomD785/10.1.127.10 (build 7)',
  'Linphone/4.4.8 (belle-sip/5.1)',
].map(name => Buffer.from(name, 'latin1'));
const HEX = Buffer.from('0123456789abcdef', 'latin1');
/** Phones that take turns; each has a number and an address of its own. */
const PHONES = 20_000;

export class Identity {
  readonly bytes = Buffer.alloc(NAMES.reduce((sum, name) => sum + FIELD_WIDTH[name], 0));
  /** The last three octets of 10.x.y.z. */
  readonly phone = new Uint8Array(3);
  port = 0;
  ringUs = 0;
  talkUs = 0;
  #state = 0;

  /** Becomes the identity of conversation `number`. */
  assume(number: number): void {
    this.#state = Math.imul(number + 1, 0x9e3779b1);
    this.#hex('call');
    this.#hex('fromTag');
    this.#hex('toTag');
    this.#hex('branch');
    const phone = this.#draw() % PHONES;
    this.#decimal('caller', 4_000_000 + phone);
    this.#decimal('called', 5_000_000 + (this.#draw() % 4_000_000));
    this.#decimal('diverting', 4_000_000 + (this.#draw() % PHONES));
    this.#address(phone);
    this.port = 10_000 + 2 * (this.#draw() % 20_000);
    this.#decimal('port', this.port);
    this.bytes.set(AGENTS[this.#draw() % AGENTS.length]!, FIELD_AT.agent);
    this.ringUs = 1_000_000 + (this.#draw() % 7_000_000);
    this.talkUs = 3_000_000 + (this.#draw() % 57_000_000);
  }

  /** The next number drawn, 0 to 2^32 - 1 (splitmix32). */
  #draw(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0;
    let z = this.#state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }

  #hex(field: FieldName): void {
    const at = FIELD_AT[field];
    let bits = 0;
    for (let index = 0; index < FIELD_WIDTH[field]; index++) {
      if (index % 8 === 0) bits = this.#draw();
      this.bytes[at + index] = HEX[bits & 15]!;
      bits >>>= 4;
    }
  }

  #decimal(field: FieldName, value: number): void {
    for (let at = FIELD_AT[field] + FIELD_WIDTH[field] - 1; at >= FIELD_AT[field]; at--) {
      this.bytes[at] = 48 + (value % 10);
      value = Math.floor(value / 10);
    }
  }

  /** 10.1ab.1cd.1ef for the digits of the phone's number: always 14 characters. */
  #address(phone: number): void {
    this.bytes.write('10', FIELD_AT.phone, 'latin1');
    for (let octet = 0; octet < 3; octet++) {
      const value = 100 + (Math.floor(phone / 100 ** (2 - octet)) % 100);
      this.phone[octet] = value;
      this.bytes.write(`.${value}`, FIELD_AT.phone + 2 + octet * 4, 'latin1');
    }
  }
}
