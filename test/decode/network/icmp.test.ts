import { describe, expect, it } from 'vitest';
import { decode } from '../harness.js';
import { type Bytes, bytes, ethernet, fill, ipv4, ipv6, request, tcp, udp } from '../wire.js';

const message = request();
const error = (type: number, code: number, quoted: Bytes): Bytes =>
  ethernet(ipv4(bytes(type, code, fill(6), quoted), { protocol: 1, source: [10, 1, 2, 3] }));

describe('ICMP errors', () => {
  it.each([
    [3, 3, 'port unreachable from 10.1.2.3'],
    [3, 1, 'host unreachable from 10.1.2.3'],
    [3, 99, 'destination unreachable from 10.1.2.3'],
    [11, 0, 'time to live exceeded from 10.1.2.3'],
  ])('of type %d, code %d show the SIP they quote', (type, code, reason) => {
    const { quoted, messages, accounts } = decode([error(type, code, ipv4(udp(message, 5070, 5080)))]);
    expect(messages).toEqual([]);
    expect(quoted).toEqual([{ text: message, from: '192.0.2.1:5070', to: '192.0.2.2:5080', reason }]);
    expect([...accounts.other]).toEqual([['icmp', 1]]);
  });

  it('contain the SIP they quote', () => {
    const { quoted } = decode([error(3, 3, ipv4(udp(message)).slice(0, 100))]);
    expect(quoted[0]?.text).toBe(message.slice(0, 72));
  });

  it('contain SIP over TCP, and the first of several fragments', () => {
    const overTcp = ipv4(tcp(message), { protocol: 6 });
    const fragment = ipv4(udp(message).slice(0, 160), { more: true });
    const { quoted } = decode([error(3, 1, overTcp), error(3, 3, fragment)]);
    expect(quoted.map(({ text }) => text)).toEqual([message, message.slice(0, 152)]);
  });

  it('of IPv6 contain the SIP they quote', () => {
    const packet = ethernet(ipv6(bytes(1, 4, fill(6), ipv6(udp(message))), 58), 0x86dd);
    const { quoted } = decode([packet]);
    expect(quoted).toEqual([
      { text: message, from: '2001:db8::1:5060', to: '2001:db8::2:5060', reason: 'port unreachable from 2001:db8::1' },
    ]);
  });

  it('are counted if they quote no SIP, or nothing', () => {
    const packets = [
      error(3, 3, ipv4(udp('dns', 53, 53))),
      error(3, 3, fill(3)),
      error(3, 3, fill(40)),
      error(0, 0, fill(64)),
    ];
    const { quoted, accounts } = decode(packets);
    expect(quoted).toEqual([]);
    expect([...accounts.other]).toEqual([['icmp', 4]]);
  });
});
