/** Packets made by hand: each function puts one header before a payload, with the fields that decoding reads. */

export type Bytes = Uint8Array;

export function bytes(...parts: (number | string | Bytes | readonly number[])[]): Bytes {
  const arrays = parts.map(part => {
    if (typeof part === 'number') return Uint8Array.of(part);
    if (typeof part === 'string') return Buffer.from(part, 'latin1');
    return part instanceof Uint8Array ? part : Uint8Array.from(part);
  });
  return new Uint8Array(Buffer.concat(arrays));
}

export function u16(value: number): number[] {
  return [(value >>> 8) & 255, value & 255];
}

export function u32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

export function fill(length: number, value = 0): Bytes {
  return new Uint8Array(length).fill(value);
}

export const CLIENT = [192, 0, 2, 1];
export const SERVER = [192, 0, 2, 2];
export const OUTER_A = [198, 51, 100, 1];
export const OUTER_B = [198, 51, 100, 2];
export const CLIENT_6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
export const SERVER_6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];

/** A SIP request with a body and a true Content-Length. */
export function request(
  callId = 'one',
  body = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\n',
  method = 'INVITE',
): string {
  return (
    `${method} sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nCall-ID: ${callId}\r\n` +
    `CSeq: 1 ${method}\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  );
}

export const ethernet = (payload: Bytes, type = 0x0800): Bytes =>
  bytes([2, 0, 0, 0, 0, 2], [2, 0, 0, 0, 0, 1], u16(type), payload);

export interface IpOptions {
  protocol?: number;
  source?: readonly number[];
  destination?: readonly number[];
  id?: number;
  /** In bytes. */
  offset?: number;
  more?: boolean;
  totalLength?: number;
}

export function ipv4(payload: Bytes, options: IpOptions = {}): Bytes {
  const { protocol = 17, source = CLIENT, destination = SERVER, id = 1, offset = 0, more = false } = options;
  const length = options.totalLength ?? 20 + payload.length;
  const flags = (more ? 0x2000 : 0) | (offset / 8);
  return bytes(0x45, 0, u16(length), u16(id), u16(flags), 64, protocol, 0, 0, source, destination, payload);
}

export function ipv6(payload: Bytes, next = 17, payloadLength = payload.length): Bytes {
  return bytes(0x60, 0, 0, 0, u16(payloadLength), next, 64, CLIENT_6, SERVER_6, payload);
}

export const udp = (payload: Bytes | string, source = 5060, destination = 5060, length = 8 + payload.length): Bytes =>
  bytes(u16(source), u16(destination), u16(length), 0, 0, payload);

export interface TcpOptions {
  source?: number;
  destination?: number;
  sequence?: number;
  acknowledgement?: number;
  /** Of "SFRPA". */
  flags?: string;
}

export function tcp(payload: Bytes | string, options: TcpOptions = {}): Bytes {
  const { source = 5060, destination = 5060, sequence = 1, acknowledgement = 0, flags = 'A' } = options;
  const bits = { F: 1, S: 2, R: 4, P: 8, A: 16 };
  let flagByte = 0;
  for (const flag of flags) flagByte |= bits[flag as keyof typeof bits]; // callers write only these letters
  return bytes(
    u16(source),
    u16(destination),
    u32(sequence),
    u32(acknowledgement),
    0x50,
    flagByte,
    0xff,
    0xff,
    0,
    0,
    0,
    0,
    payload,
  );
}
