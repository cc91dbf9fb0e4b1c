/** Events of TCP connections, reported for the conversations they carried. */
import { describe, expect, it } from 'vitest';
import { decode } from '../harness.js';
import { type Bytes, CLIENT, ethernet, ipv4, request, SERVER, tcp, type TcpOptions } from '../wire.js';

const toServer = (payload: string, options: TcpOptions = {}): Bytes =>
  ethernet(ipv4(tcp(payload, { source: 40_000, ...options }), { protocol: 6 }));
const toClient = (payload: string, options: TcpOptions = {}): Bytes =>
  ethernet(
    ipv4(tcp(payload, { destination: 40_000, ...options }), { protocol: 6, source: SERVER, destination: CLIENT }),
  );
const reset = toClient('', { flags: 'R', sequence: 1 });

describe('a RST', () => {
  it('is reported once, from its sender, for the conversations of both directions', () => {
    const packets = [toServer(request('asked')), toClient(request('asks')), reset, reset];
    expect(decode(packets).connections).toEqual([
      {
        ...{ kind: 'tcp-reset', detail: null, from: '192.0.2.2:5060', to: '192.0.2.1:40000', timeUs: 2000 },
        ...{ callIds: ['asks', 'asked'], cutsMessage: false, recordOffset: 2 },
      },
    ]);
  });

  it('is reported even if its sender sent nothing else, and not at all if no SIP was carried', () => {
    expect(decode([toServer(request()), reset]).connections).toMatchObject([{ callIds: ['one'] }]);
    expect(decode([toServer('GET / HTTP/1.1\r\n\r\n'), reset]).connections).toEqual([]);
    expect(decode([reset]).connections).toEqual([]);
  });

  it('of a later connection between the same ports does not concern the one before', () => {
    const again = toServer('', { flags: 'S', sequence: 90_000 });
    expect(decode([toServer(request()), again, reset]).connections).toEqual([]);
  });

  it('concerns the last conversations of many', () => {
    const calls = Array.from({ length: 40 }, (_, at) => request(`call-${at}`));
    let sequence = 1;
    const packets = calls.map(text => {
      const packet = toServer(text, { sequence });
      sequence += text.length;
      return packet;
    });
    const [told] = decode([...packets, reset]).connections;
    expect(new Set(told?.callIds)).toEqual(new Set(Array.from({ length: 16 }, (_, at) => `call-${at + 24}`)));
  });
});

describe('a gap', () => {
  const [first, second] = [request('first'), request('second')];

  it('is reported with its bytes, at the packet after it, and cuts the message it is in', () => {
    const { connections, messages } = decode([
      toServer(first.slice(0, 150)),
      toServer(second, { sequence: 1 + first.length }),
    ]);
    expect(connections).toEqual([
      {
        ...{ kind: 'stream-gap', detail: `${first.length - 150} bytes`, timeUs: 1000, recordOffset: 1 },
        ...{ from: '192.0.2.1:40000', to: '192.0.2.2:5060', callIds: ['first'], cutsMessage: true },
      },
    ]);
    expect(messages.map(({ missing }) => missing > 0)).toEqual([true, false]);
  });

  it('between two messages cuts none', () => {
    const { connections } = decode([toServer(first), toServer(second, { sequence: 501 + first.length })]);
    expect(connections).toMatchObject([{ detail: '500 bytes', cutsMessage: false, callIds: ['first'] }]);
  });

  it('that the snap length made within a message is reported by the message', () => {
    const packet = toServer(first);
    const { connections, messages } = decode([{ bytes: packet.slice(0, 250), originalLength: packet.length }]);
    expect(connections).toEqual([]);
    expect(messages).toHaveLength(1);
  });
});
