/** Streams joined in the middle, HEP over TCP, frames with several packets, lengths that are wrong. */
import { describe, expect, it } from 'vitest';
import { decode } from './harness.js';
import {
  type Bytes,
  bytes,
  CLIENT,
  CLIENT_6,
  ethernet,
  fill,
  ipv4,
  ipv6,
  request,
  SERVER,
  SERVER_6,
  tcp,
  type TcpOptions,
  u16,
  u32,
  udp,
} from './wire.js';

const segment = (payload: Bytes | string, options: TcpOptions = {}): Bytes =>
  ethernet(ipv4(tcp(payload, options), { protocol: 6 }));
const message = request('one', 'v=0\r\n'.repeat(40));
const [first, second, third] = [message.slice(0, 100), message.slice(100, 220), message.slice(220)];
const at = (payload: string, offset: number): Bytes => segment(payload, { sequence: 7000 + offset });

describe('a TCP stream joined midway', () => {
  it('is put in order if its first segments came swapped', () => {
    const { messages } = decode([at(second, 100), at(first, 0), at(third, 220)]);
    expect(messages).toMatchObject([{ text: message, parts: [1, 0, 2], timeUs: 2000 }]);
  });

  it('is put in order if they came backwards', () => {
    expect(decode([at(third, 220), at(second, 100), at(first, 0)]).texts).toEqual([message]);
  });

  it('is put in order if its SYN came after them', () => {
    const syn = segment('', { sequence: 6999, flags: 'S' });
    expect(decode([at(second, 100), syn, at(first, 0), at(third, 220)]).texts).toEqual([message]);
  });

  it('begins at the next start line if nothing comes before it', () => {
    const { texts, accounts } = decode([at(third, 220), at(request('two'), message.length)]);
    expect(texts).toEqual([request('two')]);
    expect([...accounts.other]).toEqual([['unknown', 1]]);
  });

  it('waits no longer than the receiver takes to acknowledge', () => {
    const reply = (acknowledgement: number): Bytes =>
      ethernet(ipv4(tcp('', { acknowledgement }), { protocol: 6, source: SERVER, destination: CLIENT }));
    const opened = ethernet(ipv4(tcp('', { flags: 'SA' }), { protocol: 6, source: SERVER, destination: CLIENT }));
    const given = [at(third, 220), opened, reply(7000 + message.length)].map((packet, i) => ({
      bytes: packet,
      timeUs: i * 1000,
    }));
    const later = { bytes: at(request('two'), message.length), timeUs: 200_000 };
    expect(decode([...given, later], false).texts).toEqual([request('two')]);
  });
});

describe('HEP over TCP', () => {
  const chunk = (type: number, value: Bytes): Bytes => bytes(u16(0), u16(type), u16(6 + value.length), value);
  const report = (text: string): Bytes => {
    const body = bytes(
      ...[chunk(1, bytes(2)), chunk(2, bytes(17)), chunk(3, bytes(CLIENT)), chunk(4, bytes(SERVER))],
      ...[chunk(7, bytes(u16(5070))), chunk(8, bytes(u16(5080))), chunk(15, bytes(text))],
    );
    return bytes('HEP3', u16(6 + body.length), body);
  };
  const stream = bytes(report(message), report(request('two')), report('no SIP'), report(request('three')));
  const agent = [198, 51, 100, 1];
  const sent = (payload: Bytes, sequence: number): Bytes =>
    ethernet(ipv4(tcp(payload, { source: 40_000, destination: 9060, sequence }), { protocol: 6, source: agent }));

  it.each([1, 2, 3, 50, 400, 10_000])('yields what agents report, in segments of %i bytes', length => {
    const packets: Bytes[] = [];
    for (let from = 0; from < stream.length; from += length)
      packets.push(sent(stream.slice(from, from + length), 1 + from));
    const { messages } = decode(packets);
    const ends = { from: '192.0.2.1:5070', to: '192.0.2.2:5080', transport: 'UDP' };
    expect(messages).toMatchObject(
      [message, request('two'), request('three')].map(text => ({
        ...ends,
        text,
        tunnel: 'HEP 198.51.100.1 > 192.0.2.2',
      })),
    );
  });

  it('has the time of each report, or of its packet if it tells none', () => {
    const timed = (text: string, seconds: number): Bytes => {
      const body = bytes(report(text).subarray(6), chunk(9, bytes(u32(seconds))), chunk(10, bytes(u32(7))));
      return bytes('HEP3', u16(6 + body.length), body);
    };
    const second = 1_500_000_000;
    const stream = bytes(
      timed('no SIP', second),
      timed(message, second + 1),
      report(request('two')),
      timed(request('three'), second + 2),
    );
    const packets = [0, 300].map((from, i) => ({
      bytes: sent(stream.slice(from, i === 0 ? 300 : stream.length), 1 + from),
      timeUs: (second + 10 + i) * 1e6,
    }));
    const { messages } = decode(packets);
    expect(messages.map(({ timeUs }) => timeUs)).toEqual([
      (second + 1) * 1e6 + 7,
      (second + 11) * 1e6,
      (second + 2) * 1e6 + 7,
    ]);
  });
});

describe('an A-MSDU', () => {
  const datagram = (text: string): Bytes => ipv4(udp(text));
  const subframe = (payload: Bytes, last = false): Bytes => {
    const msdu = bytes([0xaa, 0xaa, 3, 0, 0, 0], u16(0x0800), payload);
    return bytes(fill(12), u16(msdu.length), msdu, fill(last ? 0 : -(14 + msdu.length) & 3));
  };
  const frame = (...subframes: Bytes[]): Bytes => bytes(0x88, 0x01, fill(22), 0x80, 0, ...subframes);

  it('yields the messages of all its frames', () => {
    const texts = [request('one', 'x'), request('two', 'xy'), request('three', 'xyz')];
    const packet = frame(...texts.map((text, i) => subframe(datagram(text), i === 2)));
    const { messages, accounts } = decode([{ bytes: packet, linkType: 105 }]);
    expect(messages).toMatchObject(texts.map(text => ({ text, from: '192.0.2.1:5060', parts: undefined })));
    expect(accounts.sip).toBe(1);
  });

  it('that is cut yields the complete ones', () => {
    const packet = frame(subframe(datagram(request('one'))), subframe(datagram(request('two'))));
    const { texts, accounts } = decode([
      { bytes: packet.slice(0, 300), linkType: 105, originalLength: packet.length },
      { bytes: frame(fill(9)), linkType: 105 },
    ]);
    expect(texts[0]).toBe(request('one'));
    expect([...accounts.undecodable.keys()]).toEqual(['a frame of an A-MSDU is cut']);
  });
});

describe('lengths of IPv6', () => {
  const datagram = udp(message);
  const hopByHop = (options: readonly number[], payload: Bytes): Bytes => bytes(17, 0, options, payload);

  it('of a jumbogram are zero, and given by an option (RFC 2675)', () => {
    // The UDP length of a jumbogram is zero as well.
    const jumbo = hopByHop([0xc2, 4, ...u32(8 + datagram.length)], udp(message, 5060, 5060, 0));
    expect(decode([ethernet(ipv6(jumbo, 0, 0), 0x86dd)]).texts).toEqual([message]);
  });

  it('that are too long yield what was captured, and report what is missing', () => {
    const { messages } = decode([ethernet(ipv6(udp(message, 5060, 5060, 8 + message.length + 60), 17, 9000), 0x86dd)]);
    expect(messages).toMatchObject([{ text: message, missing: 60 }]);
  });

  it('that are too short end the message there', () => {
    const { messages } = decode([ethernet(ipv6(datagram, 17, datagram.length - 30), 0x86dd)]);
    expect(messages).toMatchObject([{ text: message.slice(0, -30) }]);
  });

  it('do not include padding behind the packet', () => {
    expect(decode([ethernet(bytes(ipv6(datagram), fill(30)), 0x86dd)]).texts).toEqual([message]);
  });
});

describe('fragments that never complete', () => {
  const fragment6 = (payload: Bytes, offset: number, more: boolean): Bytes =>
    ethernet(
      bytes(
        0x60,
        0,
        0,
        0,
        u16(payload.length + 8),
        44,
        64,
        CLIENT_6,
        SERVER_6,
        17,
        0,
        u16(offset | (more ? 1 : 0)),
        u32(77),
        payload,
      ),
      0x86dd,
    );

  it('are undecodable once nothing follows', () => {
    const whole = udp(message);
    const packets = [
      fragment6(whole.slice(0, 80), 0, true),
      fragment6(whole.slice(160, 200), 160, true),
      ethernet(ipv4(whole.slice(0, 80), { more: true })),
      ethernet(ipv4(udp(request('two')))),
    ];
    const waiting = decode(packets, false).accounts;
    expect(waiting).toMatchObject({ pending: 3, sip: 1, incompleteFragments: 0 });
    const { accounts, texts } = decode(packets);
    expect(texts).toEqual([request('two')]);
    expect(accounts).toMatchObject({ read: 4, sip: 1, pending: 0, incompleteFragments: 3 });
    expect([...accounts.undecodable]).toEqual([['fragments of a datagram that is not complete', 3]]);
  });
});
