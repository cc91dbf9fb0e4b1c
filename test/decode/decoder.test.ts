import { describe, expect, it } from 'vitest';
import { type Datagram, emptyDatagram } from '../../src/capture/packet.js';
import { Accounts } from '../../src/decode/accounts.js';
import { Decoder } from '../../src/decode/decoder.js';
import { rowId } from '../../src/model/ids.js';
import { decode, expectBalanced } from './harness.js';
import { bytes, ethernet, fill, ipv4, request, udp } from './wire.js';

const message = request();

describe('the decoder', () => {
  it('counts what each of the packets was once', () => {
    const { accounts } = decode([
      ethernet(ipv4(udp(message))),
      ethernet(ipv4(udp(fill(12, 0x80)))),
      ethernet(fill(4)),
      fill(3),
    ]);
    expect(accounts).toMatchObject({ read: 4, sip: 1, pending: 0 });
    expect(Object.fromEntries(accounts.other)).toEqual({ rtp: 1 });
    expect(Object.fromEntries(accounts.undecodable)).toEqual({
      'the IPv4 header is cut': 1,
      'the Ethernet header is cut': 1,
    });
  });

  it('strips line breaks before a message', () => {
    expect(decode([ethernet(ipv4(udp(`\r\n\r\n${message}`)))]).texts).toEqual([message]);
  });

  it('keeps what follows a message in its datagram', () => {
    expect(decode([ethernet(ipv4(udp(message + message)))]).texts).toEqual([message + message]);
  });
});

describe('datagrams', () => {
  function deliver(given: readonly Partial<Datagram>[]): { texts: string[]; missing: number[]; accounts: Accounts } {
    const accounts = new Accounts();
    const texts: string[] = [];
    const missing: number[] = [];
    const decoder = new Decoder({
      message(decoded, packet) {
        expect(packet).toBeUndefined();
        texts.push(Buffer.from(decoded.bytes.subarray(decoded.start, decoded.end)).toString('latin1'));
        missing.push(decoded.missing);
        return rowId(0);
      },
      quoted: () => expect.unreachable(),
      connection: () => expect.unreachable(),
      keep: () => expect.unreachable(),
    });
    for (const one of given) {
      decoder.datagram({ ...emptyDatagram(), end: one.bytes?.length ?? 0, ...one }, { id: 1, accounts });
      expectBalanced(accounts);
    }
    decoder.flush();
    expectBalanced(accounts);
    expect(accounts.pending).toBe(0);
    return { texts, missing, accounts };
  }
  const source = Uint8Array.of(192, 0, 2, 1);
  const destination = Uint8Array.of(192, 0, 2, 2);
  const ends = { source, sourcePort: 1, destination, destinationPort: 2 };

  it('are messages, with the addresses their source gave', () => {
    const { texts, accounts } = deliver([{ ...ends, bytes: bytes(message), transport: 'UDP' }]);
    expect(texts).toEqual([message]);
    expect(accounts).toMatchObject({ read: 1, sip: 1 });
  });

  it('are counted by name if they are not SIP', () => {
    const { accounts } = deliver([{ bytes: bytes('\r\n') }, { bytes: bytes('hello'), transport: 'UDP' }]);
    expect(Object.fromEntries(accounts.other)).toEqual({ 'keep-alive': 1, unknown: 1 });
  });

  it('of TCP may contain several messages, or parts of one', () => {
    const stream = message + message + message;
    const pieces = [stream.slice(0, 450), stream.slice(450, 500), stream.slice(500)];
    const { texts, accounts } = deliver(
      pieces.map(text => ({ ...ends, bytes: bytes(text), transport: 'TCP' as const })),
    );
    expect(texts).toEqual([message, message, message]);
    expect(accounts).toMatchObject({ read: 3, sip: 3 });
  });

  it('that begin with a start line end what came before', () => {
    const { texts, missing } = deliver(
      [message.slice(0, -4), message].map(text => ({ ...ends, bytes: bytes(text), transport: 'TCP' as const })),
    );
    expect(texts).toEqual([message.slice(0, -4), message]);
    expect(missing).toEqual([4, 0]);
  });

  it('that are truncated say so', () => {
    const { missing, accounts } = deliver([{ ...ends, bytes: bytes(message), transport: 'UDP', truncated: true }]);
    expect(missing).toEqual([1]);
    expect(accounts.truncated).toBe(1);
  });
});
